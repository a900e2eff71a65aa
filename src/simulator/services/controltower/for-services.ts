import type { World } from '../../world.js';
import { governedRegions } from './access.js';
import { isChild, rowsOf } from './baselines/queries.js';
import { BASELINES } from './baselines/table.js';
import { controlTowerState } from './state.js';

/** Control Tower as other simulated services see it: always the present state. */

/** The Region that the landing zone is at home in; undefined where there is none. */
export function landingZoneHome(world: World): string | undefined {
  const { landingZone, homeRegion } = controlTowerState(world);
  return landingZone ? (homeRegion ?? undefined) : undefined;
}

/**
 * Since when AWSControlTowerExecution is in the account, in clock milliseconds; undefined where it is not. Control Tower puts it
 * into what it enrols and into the accounts of the landing zone itself, and takes it away with the enrolment. An account that
 * was moved out by hand keeps it.
 */
export function executionRoleSince(world: World, accountId: string): number | undefined {
  const { landingZone, baselineOperations } = controlTowerState(world);
  if (!landingZone || accountId === world.settings.accountId) return undefined;
  const row = rowsOf(world).find((each) => each.targetId === accountId && isChild(each) && each.status !== 'FAILED');
  if (row) return baselineOperations[row.lastOperation ?? '']?.endedAt ?? 0;
  return sharedAccounts(landingZone.manifest).includes(accountId) ? 0 : undefined;
}

/** Baselines that bring a configuration recorder and a delivery channel into each governed Region of an account. */
const RECORDING = ['AWSControlTowerBaseline', 'ConfigBaseline'];

/** Does AWS Config record here already, set up by Control Tower? */
export function hasConfigRecorder(world: World, accountId: string, region: string): boolean {
  const { landingZone, homeRegion } = controlTowerState(world);
  if (!landingZone || homeRegion === null) return false;
  const ids = BASELINES.flatMap(({ name, id }) => (RECORDING.includes(name) ? [id] : []));
  const row = rowsOf(world).find(
    (each) => each.targetId === accountId && isChild(each) && each.status !== 'FAILED' && ids.includes(each.baselineId),
  );
  if (row) return row.regions.includes(region);
  return (
    sharedAccounts(landingZone.manifest).includes(accountId) &&
    governedRegions(landingZone, homeRegion).includes(region)
  );
}

function sharedAccounts(manifest: Readonly<Record<string, unknown>>): unknown[] {
  return ['centralizedLogging', 'securityRoles', 'config', 'backup'].flatMap((name) => {
    const part = manifest[name];
    if (typeof part !== 'object' || part === null) return [];
    const nested = 'configurations' in part && typeof part.configurations === 'object' ? part.configurations : null;
    const backup = Object.values(nested ?? {}).map((each) => accountIdOf(each));
    return [accountIdOf(part), ...backup];
  });
}

const accountIdOf = (part: unknown): unknown =>
  typeof part === 'object' && part !== null && 'accountId' in part ? part.accountId : undefined;
