import type { JsonObject } from '../../../model.js';
import type { World } from '../../world.js';
import { paceOf } from './durations.js';
import { newOperationId } from './names.js';
import { controlTowerState, type OperationKind, type OperationRow, operationsOf } from './state.js';

/**
 * The engine of everything Control Tower does slowly. An operation is accepted, waits for a place where its kind has a
 * limit, runs for as long as the world's pace says, and ends through the finisher of its kind.
 */

/** Service quota "Concurrent control operations": so many run, the others wait. */
export const CONTROLS_AT_ONCE = 10;
/** Control operations that may be accepted and not over; beyond it is ServiceQuotaExceededException (402). */
export const CONTROLS_SUBMITTED = 100;

export interface NewOperation {
  readonly kind: OperationKind;
  /** The wire's operation type: `ENABLE_CONTROL`. */
  readonly type: string;
  readonly subject: string;
  readonly accounts?: number;
  readonly parent?: string;
  readonly automatic?: true;
  readonly unitId?: string;
  readonly details?: JsonObject;
}

/** What an operation's end does to the world; it decides `status` and `message`. `at`: when it ended, clock milliseconds. */
export type Finish = (world: World, operation: OperationRow, at: number) => Ending;
export interface Ending {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly message?: string;
}
export type Finishers = Readonly<Record<OperationKind, Finish>>;

const key = (id: string): string => `controltower/${id}`;

/** Accepts an operation. It shows as IN_PROGRESS, queued or not, until `settleOperations` ends it. */
export function begin(world: World, wanted: NewOperation): OperationRow {
  const state = controlTowerState(world);
  state.sequence += 1;
  const operation: OperationRow = {
    accounts: 0,
    details: {},
    ...wanted,
    id: newOperationId(world.random),
    sequence: state.sequence,
    status: 'IN_PROGRESS',
    queued: true,
    startedAt: world.clock.now(),
  };
  operationsOf(state, wanted.kind)[operation.id] = operation;
  state.unfinished = [...state.unfinished, { kind: wanted.kind, id: operation.id }];
  promote(world, world.clock.now());
  return operation;
}

/** Operations that are accepted and not over, in the order in which they were accepted; parts of others left out. */
export function unfinished(world: World, kind?: OperationKind): OperationRow[] {
  const state = controlTowerState(world);
  return state.unfinished
    .filter((each) => kind === undefined || each.kind === kind)
    .flatMap((each) => operationsOf(state, each.kind)[each.id] ?? []);
}

/**
 * One poll of what runs, of one kind or of all; of a single operation where `id` names a running one. A client that
 * only retries what it is refused counts as one that polls.
 */
export function poll(world: World, kind?: OperationKind, id?: string): void {
  const running = unfinished(world, kind).filter((operation) => !operation.queued);
  const asked = running.filter((operation) => operation.id === id);
  for (const operation of asked.length > 0 ? asked : running) world.operation(key(operation.id))?.done();
}

/** Ends what is over, each at its own time, and lets those that wait begin. Called around every Control Tower call. */
export function settleOperations(world: World, finishers: Finishers): void {
  for (;;) {
    const over = nextOver(world);
    if (!over) return;
    end(world, over.operation, over.at, finishers);
  }
}

/** The first to end of those that are over. */
function nextOver(world: World): { operation: OperationRow; at: number } | undefined {
  let first: { operation: OperationRow; at: number } | undefined;
  for (const operation of unfinished(world)) {
    if (operation.queued) continue;
    const pending = world.operation(key(operation.id));
    if (pending && !pending.isDone()) continue;
    const at = pending?.endsAt ?? world.clock.now();
    if (!first || at < first.at) first = { operation, at };
  }
  return first;
}

function end(world: World, operation: OperationRow, endsAt: number, finishers: Finishers): void {
  const state = controlTowerState(world);
  // Under a pace of polls it ends when it was asked for the last time.
  const at = world.settings.pace.kind === 'time' ? endsAt : world.clock.now();
  world.endOperation(key(operation.id));
  const { status, message } = finishers[operation.kind](world, operation, at);
  close(operation, status, at, message);
  state.unfinished = state.unfinished.filter(({ id }) => id !== operation.id);
  promote(world, at);
}

export function close(operation: OperationRow, status: 'SUCCEEDED' | 'FAILED', at: number, message?: string): void {
  operation.status = status;
  operation.queued = false;
  operation.endedAt = at;
  if (message !== undefined) operation.message = message;
}

/** Starts those that wait, as far as there are places. Only control operations are limited: the others conflict instead. */
function promote(world: World, at: number): void {
  for (const kind of ['landing-zone', 'baseline', 'control'] as const) {
    const waiting = unfinished(world, kind);
    let running = waiting.filter((operation) => !operation.queued).length;
    for (const operation of waiting) {
      if (!operation.queued || (kind === 'control' && running >= CONTROLS_AT_ONCE)) continue;
      operation.queued = false;
      running += 1;
      world.startOperation(key(operation.id), paceOf(world, operation), at);
    }
  }
}
