import type { World } from '../../../world.js';
import { parentOf } from '../../organizations/for-services.js';
import { enabledBaselineArn, newOperationId } from '../names.js';
import { controlTowerState, type EnabledBaselineRow, type OperationRow } from '../state.js';
import { childrenOf, membersOf, rowsOf } from './queries.js';

/** The enabled baselines of accounts: each a child of its unit's, with an operation of its own. */

/** Every member of the unit begins to be enrolled, or is brought up to date; who has left is no longer the unit's. */
export function startChildren(world: World, row: EnabledBaselineRow, operation: OperationRow): void {
  for (const child of childrenOf(world, row)) {
    if (parentOf(world, child.targetId) !== row.targetId) leaveBehind(child);
  }
  for (const { id } of membersOf(world, row.targetId)) {
    const child = childFor(world, row, id);
    child.status = 'UNDER_CHANGE';
    child.lastOperation = startPart(world, operation, child).id;
  }
}

/** The account's child of this unit; what another unit had, or left behind, is taken over. */
export function childFor(
  world: World,
  row: EnabledBaselineRow,
  accountId: string,
  random = world.random,
): EnabledBaselineRow {
  const state = controlTowerState(world);
  const same = rowsOf(world).filter((each) => each.targetId === accountId && each.baselineId === row.baselineId);
  const known = same.find((each) => each.parent === row.arn);
  if (known) return known;
  for (const other of same) delete state.enabledBaselines[other.arn];
  const arn = enabledBaselineArn(random, state.homeRegion ?? '', row.arn.split(':')[4] ?? '');
  const child: EnabledBaselineRow = {
    arn,
    baselineId: row.baselineId,
    targetId: accountId,
    status: 'UNDER_CHANGE',
    parameters: row.parameters,
    parent: row.arn,
    regions: row.regions,
    ...(row.version === undefined ? {} : { version: row.version }),
  };
  state.enabledBaselines[arn] = child;
  return child;
}

/** An account's own operation, which begins and ends with its unit's. */
export function startPart(world: World, operation: OperationRow, child: EnabledBaselineRow): OperationRow {
  const state = controlTowerState(world);
  state.sequence += 1;
  const part: OperationRow = {
    ...operation,
    id: newOperationId(world.random),
    subject: child.arn,
    sequence: state.sequence,
    parent: operation.id,
    status: 'IN_PROGRESS',
    queued: false,
    startedAt: world.clock.now(),
    details: {},
  };
  state.baselineOperations[part.id] = part;
  return part;
}

export const partsOf = (world: World, operation: OperationRow): OperationRow[] =>
  Object.values(controlTowerState(world).baselineOperations).filter((part) => part.parent === operation.id);

/** Its unit no longer knows the account, whose resources stay until somebody disables the baseline there. */
export function leaveBehind(child: EnabledBaselineRow): void {
  delete child.parent;
  child.leftBehind = true;
}
