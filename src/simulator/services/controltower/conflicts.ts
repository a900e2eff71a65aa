import type { World } from '../../world.js';
import { conflict } from './errors.js';
import { poll, unfinished } from './operations.js';

/**
 * What does not go beside what. One landing zone operation at a time and nothing else beside it; one operation of a
 * unit in the whole organization; controls beside each other. A refused call counts as a poll of what stands in its way.
 */

export function refuseLandingZoneWhileBusy(world: World): void {
  if (unfinished(world).length === 0) return;
  poll(world);
  throw conflict('AWS Control Tower cannot begin landing zone setup while another execution is in progress.');
}

/** `unitId`: the unit that the operation concerns. An automatic enrolment stands in the way of its own unit only. */
export function refuseBaselineWhileBusy(world: World, unitId: string): void {
  const busy = unfinished(world).some((operation) => !operation.automatic || operation.unitId === unitId);
  if (!busy) return;
  poll(world);
  throw conflict(
    'AWS Control Tower cannot perform the requested baseline operation because another operation is in progress.',
  );
}

/** Controls wait for landing zone operations and for units that are being registered or deregistered. */
export function refuseControlWhileBusy(world: World, unitId: string): void {
  const busy = [...unfinished(world, 'landing-zone'), ...unfinished(world, 'baseline')].some(
    (operation) => !operation.automatic || operation.unitId === unitId,
  );
  if (!busy) return;
  poll(world, 'landing-zone');
  poll(world, 'baseline');
  throw conflict(
    'AWS Control Tower cannot perform the requested control operation because another operation is in progress.',
  );
}
