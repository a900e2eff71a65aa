import type { World } from '../../../world.js';
import { deed } from './deeds.js';
import { instanceMs } from './durations.js';
import { putInstance } from './instances.js';
import { AT_ONCE, concurrency, isParallel, tolerance } from './preferences.js';
import { keyOf, type Lane, type OperationRow, type StackSetRow, stackSetsState } from './state.js';

/**
 * How an operation goes through its Regions: in each, so many accounts at once, until more have failed than may. What
 * is under way in a Region at the same time ends at the same time.
 */

const left = (lane: Lane): number => lane.accounts.length - lane.done - lane.running;
export const isLaneOver = (lane: Lane): boolean => lane.running === 0 && (lane.exceeded === true || left(lane) === 0);

/** Regions that may be worked on now: all, or the first that is not over. */
function openLanes(operation: OperationRow): readonly Lane[] {
  const open = operation.lanes.filter((lane) => !isLaneOver(lane));
  return isParallel(operation.preferences) ? open : open.slice(0, 1);
}

/** Starts what may start: in Regions where nothing is under way, as far as the account's limit leaves room. */
export function startWaves(world: World, set: StackSetRow, operation: OperationRow, at: number): void {
  if (operation.status !== 'RUNNING') return;
  for (const lane of openLanes(operation)) {
    if (lane.running > 0) continue;
    const wanted = concurrency(operation.preferences, lane.accounts.length, lane.failures);
    const ms = instanceMs(world, operation.action);
    const room = ms === undefined ? AT_ONCE : AT_ONCE - underWay(world, set, lane.region);
    const count = Math.min(wanted, left(lane), room);
    if (count <= 0) continue;
    lane.running = count;
    if (ms !== undefined) lane.endsAt = at + ms;
    if (operation.action === 'DETECT_DRIFT') continue;
    for (const account of wave(lane)) mark(world, set, account, lane.region, 'RUNNING');
  }
}

/** Instance operations under way in a Region over all sets of one administrator. */
function underWay(world: World, { owner, region: home }: StackSetRow, region: string): number {
  const state = stackSetsState(world);
  let count = 0;
  for (const { set: arn, id } of state.unfinished) {
    const set = state.sets[arn];
    if (set?.owner !== owner || set.region !== home) continue;
    for (const lane of set.operations[id]?.lanes ?? []) if (lane.region === region) count += lane.running;
  }
  return count;
}

const wave = (lane: Lane): readonly string[] => lane.accounts.slice(lane.done, lane.done + lane.running);

/** What is under way in this Region has ended. */
export function endWave(world: World, set: StackSetRow, operation: OperationRow, lane: Lane, at: number): void {
  for (const account of wave(lane)) {
    const key = keyOf(account, lane.region);
    const result = deed(world, set, operation, account, lane.region, at);
    if (result.state === 'failed') {
      operation.failed[key] = result.reason;
      lane.failures += 1;
    } else if (result.state === 'skipped') operation.skipped[key] = result.reason;
  }
  lane.done += lane.running;
  lane.running = 0;
  delete lane.endsAt;
  if (lane.failures > tolerance(operation.preferences, lane.accounts.length)) exceed(operation, lane);
}

/** This Region goes no further. One after the other, those that follow are not begun; side by side, they go on by themselves. */
function exceed(operation: OperationRow, lane: Lane): void {
  lane.exceeded = true;
  if (isParallel(operation.preferences)) return;
  for (const other of operation.lanes.slice(operation.lanes.indexOf(lane))) other.exceeded = true;
}

/** What was not begun never will be. */
export function cancelRest(world: World, set: StackSetRow, operation: OperationRow): void {
  if (operation.action === 'DETECT_DRIFT') return;
  for (const lane of operation.lanes) {
    for (const account of lane.accounts.slice(lane.done)) mark(world, set, account, lane.region, 'CANCELLED');
  }
}

function mark(world: World, set: StackSetRow, account: string, region: string, detail: 'RUNNING' | 'CANCELLED'): void {
  const row = set.instances[keyOf(account, region)];
  if (row) putInstance(world, set, { ...row, detail });
}
