import type { World } from '../../../world.js';
import { cloudFormationState, type PendingChange, type ResourceRow, type StackRow } from '../state.js';
import { takeFromS3 } from './buckets.js';
import { exportObstacle, replaceExports } from './exports.js';
import { Log } from './log.js';
import { claimOf, deletionObstacle, holderOf } from './obstacles.js';

export interface Failure {
  /** Undefined when it is the stack as a whole. */
  readonly row?: ResourceRow;
  readonly message: string;
}

/** How a change ended. `failure` says why where it did not succeed. */
export interface Ending {
  readonly stack: StackRow;
  readonly failure?: Failure;
}

/** A resource that is there now. */
export function isThere({ status }: ResourceRow): boolean {
  return status !== 'DELETE_COMPLETE' && status !== 'CREATE_FAILED' && status !== 'DELETE_SKIPPED';
}

/** Deletes a resource, or lets go of it where its policy says so: then it stays in the account, in no stack. */
export function discard(world: World, stack: StackRow, row: ResourceRow, log: Log, deletes = ''): ResourceRow {
  const { taken, retained } = cloudFormationState(world);
  const claim = claimOf(stack, row);
  const isKept = ['Retain', 'RetainExceptOnCreate'].includes(row.deletionPolicy) && row.deletionPolicy !== deletes;
  const status = isKept ? 'DELETE_SKIPPED' : 'DELETE_COMPLETE';
  if (claim !== undefined && taken[claim] === holderOf(stack, row)) {
    if (isKept) taken[claim] = 'retained';
    else delete taken[claim];
  }
  if (isKept) {
    const { accountId, region, id } = stack;
    retained[accountId] = [...(retained[accountId] ?? []), { ...row, accountId, region, formerStackId: id }];
  } else takeFromS3(world, row);
  log.resource(row, status);
  return { ...row, status };
}

/** Deletes the stack with all that it made, last things first. `at`: clock milliseconds. */
export function remove(world: World, stack: StackRow, change: PendingChange, at: number): Ending {
  const { pending: _pending, reason: _reason, ...settled } = stack;
  const drawn: StackRow = { ...settled, ...(change.blueprint ?? {}) };
  const log = new Log(stack, at, change.token);
  const inUse = exportObstacle(world, drawn, []);
  if (inUse !== undefined) {
    log.stack('DELETE_FAILED', inUse);
    return {
      failure: { message: inUse },
      stack: { ...drawn, status: 'DELETE_FAILED', reason: inUse, events: log.events() },
    };
  }
  const rows: ResourceRow[] = [];
  let failure: Failure | undefined;
  for (const row of stack.resources.toReversed()) {
    const spared = change.retained?.includes(row.logicalId) ? { ...row, deletionPolicy: 'Retain' } : row;
    const isDue = isThere(row) && failure === undefined;
    const message =
      isDue && spared.deletionPolicy !== 'Retain' ? deletionObstacle(world, drawn, row, change.fails) : undefined;
    if (message !== undefined) {
      failure = { row, message };
      log.resource(row, 'DELETE_FAILED', message);
      rows.unshift({ ...row, status: 'DELETE_FAILED', reason: message });
    } else rows.unshift(isDue ? discard(world, drawn, spared, log) : row);
  }
  const left = { ...drawn, resources: rows };
  if (failure) {
    const reason = `The following resource(s) failed to delete: [${failure.row?.logicalId}]. `;
    log.stack('DELETE_FAILED', reason);
    return { failure, stack: { ...left, status: 'DELETE_FAILED', reason, events: log.events() } };
  }
  log.stack('DELETE_COMPLETE');
  replaceExports(world, stack, []);
  forgetName(world, stack);
  return {
    stack: { ...left, status: 'DELETE_COMPLETE', deletedAt: at, outputs: [], imports: [], events: log.events() },
  };
}

export function forgetName(world: World, { accountId, region, name }: StackRow): void {
  delete cloudFormationState(world).names[`${accountId}/${region}/${name}`];
}
