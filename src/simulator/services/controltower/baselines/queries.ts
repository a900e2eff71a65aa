import type { World } from '../../../world.js';
import { type AccountRecord, accountsIn, parentOf, targetKindOf } from '../../organizations/for-services.js';
import { governedRegions } from '../access.js';
import { controlTowerState, type EnabledBaselineRow } from '../state.js';
import { baselineNamed, baselineWithId } from './table.js';

/** What is known of a unit's and an account's baselines. */

const CONTROL_TOWER = baselineNamed('AWSControlTowerBaseline')?.id;
const CONFIG = baselineNamed('ConfigBaseline')?.id;

export const rowsOf = (world: World): EnabledBaselineRow[] => Object.values(controlTowerState(world).enabledBaselines);

export function enabledOn(world: World, targetId: string, baselineName: string): EnabledBaselineRow | undefined {
  const id = baselineNamed(baselineName)?.id;
  return rowsOf(world).find((row) => row.targetId === targetId && row.baselineId === id);
}

/** AWSControlTowerBaseline on this unit, whatever its status: the unit is registered. */
export function registrationOf(world: World, unitId: string): EnabledBaselineRow | undefined {
  return rowsOf(world).find((row) => row.targetId === unitId && row.baselineId === CONTROL_TOWER);
}

/** Baselines of this unit itself. */
export function baselinesOn(world: World, unitId: string): EnabledBaselineRow[] {
  return rowsOf(world).filter((row) => row.targetId === unitId);
}

/** Detective controls need AWS Config to record in the unit's accounts: either of two baselines sees to it. */
export function recordsConfig(world: World, unitId: string): boolean {
  return baselinesOn(world, unitId).some(
    ({ baselineId, status }) => status !== 'FAILED' && (baselineId === CONTROL_TOWER || baselineId === CONFIG),
  );
}

export function childrenOf(world: World, row: EnabledBaselineRow): EnabledBaselineRow[] {
  return rowsOf(world).filter((each) => each.parent === row.arn);
}

/** Accounts of the unit that are enrolled in it, by its registration or its Config baseline. */
export function enrolledAccounts(world: World, unitId: string): string[] {
  const rows = baselinesOn(world, unitId).filter(
    ({ baselineId }) => baselineId === CONTROL_TOWER || baselineId === CONFIG,
  );
  return rows.flatMap((row) =>
    childrenOf(world, row)
      .filter((child) => child.status === 'SUCCEEDED' && parentOf(world, child.targetId) === unitId)
      .map((child) => child.targetId),
  );
}

/** Accounts that a baseline of this unit concerns: closed and suspended ones are passed over. */
export function membersOf(world: World, unitId: string): AccountRecord[] {
  return accountsIn(world, unitId).filter(({ state }) => state === 'ACTIVE' || state === 'PENDING_ACTIVATION');
}

/** The governed Regions have changed since the unit was last registered: its accounts do not know of it yet. */
export function hasMixedGovernance(world: World, unitId: string): boolean {
  const { landingZone, homeRegion } = controlTowerState(world);
  if (!landingZone || homeRegion === null) return false;
  const governed = [...governedRegions(landingZone, homeRegion)].sort().join();
  return baselinesOn(world, unitId).some((row) => [...row.regions].sort().join() !== governed);
}

export const isUnitLevel = (row: EnabledBaselineRow): boolean => baselineWithId(row.baselineId)?.level === 'unit';
export const isChild = (row: EnabledBaselineRow): boolean =>
  isUnitLevel(row) && targetKindOf(row.targetId) === 'ACCOUNT';

/** Inheritance drift: accounts and unit do not match. The landing zone's own baselines never report any. */
export function inheritanceOf(world: World, row: EnabledBaselineRow): 'IN_SYNC' | 'DRIFTED' | undefined {
  if (!isUnitLevel(row)) return undefined;
  return isInSync(world, row) ? 'IN_SYNC' : 'DRIFTED';
}

function isInSync(world: World, row: EnabledBaselineRow): boolean {
  if (isChild(row)) {
    const parent = row.parent === undefined ? undefined : controlTowerState(world).enabledBaselines[row.parent];
    return parent !== undefined && parentOf(world, row.targetId) === parent.targetId;
  }
  // A unit under change is compared when it is done: its new accounts are on their way.
  if (row.status === 'UNDER_CHANGE') return true;
  const children = childrenOf(world, row);
  const known = new Set(children.map(({ targetId }) => targetId));
  return (
    children.every((child) => parentOf(world, child.targetId) === row.targetId) &&
    (row.status === 'FAILED' || membersOf(world, row.targetId).every(({ id }) => known.has(id)))
  );
}
