import type { Json, JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { finishDrift } from './drift-details.js';
import { instanceMs } from './durations.js';
import { putInstance } from './instances.js';
import { cancelRest, endWave, isLaneOver, startWaves } from './lanes.js';
import {
  type Action,
  isOver,
  keyOf,
  type Lane,
  type OperationRow,
  type StackSetRow,
  stackSetsState,
  unfinishedOf,
} from './state.js';

/**
 * The engine of operations: one is accepted, waits in its set's queue, works through its instances in time, and ends.
 * It goes on whenever somebody calls CloudFormation or changes anything, each step at its own time.
 */

export interface Wanted {
  readonly id: string;
  readonly action: Action;
  /** In the order in which they are worked on. */
  readonly regions: readonly string[];
  readonly accountsIn: (region: string) => readonly string[];
  readonly units?: Readonly<Record<string, string>>;
  readonly preferences?: JsonObject;
  readonly deploymentTargets?: JsonObject;
  readonly automatic?: true;
  readonly whole?: true;
  readonly retain?: boolean;
  readonly overrides?: NonNullable<OperationRow['overrides']>;
  readonly stacks?: NonNullable<OperationRow['stacks']>;
  readonly failing?: Readonly<Record<string, Json>>;
}

const timer = (id: string): string => `cloudformation/stack-set-operation/${id}`;

/** Accepts an operation at the end of its set's queue. */
export function begin(world: World, set: StackSetRow, wanted: Wanted): OperationRow {
  const state = stackSetsState(world);
  const { regions, accountsIn, ...rest } = wanted;
  const { administrationRole, executionRole } = set.settings;
  const operation: OperationRow = {
    units: {},
    preferences: {},
    failing: {},
    ...rest,
    ...(administrationRole === undefined ? {} : { administrationRole }),
    ...(executionRole === undefined ? {} : { executionRole }),
    status: 'QUEUED',
    createdAt: world.clock.now(),
    lanes: regions.flatMap((region) => newLane(region, accountsIn(region))),
    failed: {},
    skipped: {},
  };
  set.operations[operation.id] = operation;
  state.unfinished = [...state.unfinished, { set: set.arn, id: operation.id }];
  promote(world, set, world.clock.now());
  return operation;
}

function newLane(region: string, accounts: readonly string[]): Lane[] {
  return accounts.length === 0 ? [] : [{ region, accounts, done: 0, running: 0, failures: 0 }];
}

/** The instances show from the start, those that are to be made as well; not while the operation waits in the queue. */
function markPending(world: World, set: StackSetRow, operation: OperationRow): void {
  if (operation.action === 'DETECT_DRIFT') return;
  for (const { region, accounts } of operation.lanes) {
    for (const account of accounts) {
      const row = set.instances[keyOf(account, region)] ?? { account, region, status: 'OUTDATED' as const };
      const unit = operation.action === 'CREATE' ? operation.units[account] : undefined;
      const change = { detail: 'PENDING' as const, operation: operation.id, ...(unit === undefined ? {} : { unit }) };
      putInstance(world, set, { ...row, ...change });
    }
  }
}

/** Starts those whose turn it is. */
function promote(world: World, set: StackSetRow, at: number): void {
  const queue = unfinishedOf(stackSetsState(world), set);
  queue.forEach((operation, index) => {
    if (operation.status !== 'QUEUED') return;
    const before = queue.slice(0, index);
    const isHeld = set.settings.managedExecution
      ? before.some((other) => conflicts(operation, other))
      : before.length > 0;
    if (isHeld || (operation.automatic && waitsForOthers(world, set))) return;
    start(world, set, operation, at);
  });
}

function conflicts(one: OperationRow, other: OperationRow): boolean {
  if (one.whole || other.whole) return true;
  return one.lanes.some((lane) => {
    const accounts = new Set(lane.accounts);
    return other.lanes.some((each) => each.region === lane.region && each.accounts.some((id) => accounts.has(id)));
  });
}

/** Automatic operations of the sets that this one depends on come first. */
function waitsForOthers(world: World, set: StackSetRow): boolean {
  const state = stackSetsState(world);
  return (set.settings.autoDeployment?.dependsOn ?? []).some((arn) => {
    const other = state.sets[arn];
    return other !== undefined && unfinishedOf(state, other).some(({ automatic }) => automatic === true);
  });
}

function start(world: World, set: StackSetRow, operation: OperationRow, at: number): void {
  operation.status = 'RUNNING';
  operation.startedAt = at;
  markPending(world, set, operation);
  if (instanceMs(world, operation.action) !== undefined && operation.lanes.length > 0) operation.timed = true;
  else
    world.startOperation(
      timer(operation.id),
      operation.lanes.length > 0 ? world.settings.pace : { kind: 'immediate' },
      at,
    );
  startWaves(world, set, operation, at);
}

/** Everything that is over by now has ended, in the order in which it ended. */
export function settleOperations(world: World): void {
  for (let next = nextDue(world); next; next = nextDue(world)) {
    const { set, operation, at } = next;
    if (next.lane) endWave(world, set, operation, next.lane, at);
    else workThrough(world, set, operation, at);
    startWaves(world, set, operation, at);
    if (operation.lanes.every(isLaneOver) || (operation.status === 'STOPPING' && isIdle(operation))) {
      end(world, set, operation, at);
    }
    if (next.lane) startAll(world, at);
  }
}

const isIdle = (operation: OperationRow): boolean => operation.lanes.every(({ running }) => running === 0);

interface Due {
  readonly set: StackSetRow;
  readonly operation: OperationRow;
  /** Of a timed operation: what is under way there. */
  readonly lane?: Lane;
  readonly at: number;
}

function nextDue(world: World): Due | undefined {
  const state = stackSetsState(world);
  let first: Due | undefined;
  for (const { set: arn, id } of state.unfinished) {
    const set = state.sets[arn];
    const operation = set?.operations[id];
    if (!set || !operation || operation.status === 'QUEUED') continue;
    for (const due of operation.timed ? lanesOf(set, operation) : untimed(world, set, operation)) {
      if (due.at <= world.clock.now() && (!first || due.at < first.at)) first = due;
    }
  }
  return first;
}

function lanesOf(set: StackSetRow, operation: OperationRow): Due[] {
  return operation.lanes.flatMap((lane) =>
    lane.endsAt === undefined ? [] : [{ set, operation, lane, at: lane.endsAt }],
  );
}

/** Under a pace of polls it ends when it was asked for the last time. */
function untimed(world: World, set: StackSetRow, operation: OperationRow): Due[] {
  const pending = world.operation(timer(operation.id));
  if (pending && !pending.isDone()) return [];
  const isTimed = pending !== undefined && world.settings.pace.kind === 'time';
  return [{ set, operation, at: isTimed ? pending.endsAt : world.clock.now() }];
}

/** All that an operation does, at one moment. One that is being stopped does no more than what it had begun. */
function workThrough(world: World, set: StackSetRow, operation: OperationRow, at: number): void {
  for (;;) {
    const lanes = operation.lanes.filter(({ running }) => running > 0);
    if (lanes.length === 0) return;
    for (const lane of lanes) endWave(world, set, operation, lane, at);
    startWaves(world, set, operation, at);
  }
}

/** Room may have come free for others. */
function startAll(world: World, at: number): void {
  const state = stackSetsState(world);
  for (const { set: arn, id } of state.unfinished) {
    const set = state.sets[arn];
    const operation = set?.operations[id];
    if (set && operation?.timed) startWaves(world, set, operation, at);
  }
}

function end(world: World, set: StackSetRow, operation: OperationRow, at: number): void {
  const state = stackSetsState(world);
  const hasExceeded = operation.lanes.some(({ exceeded }) => exceeded === true);
  cancelRest(world, set, operation);
  operation.status = operation.status === 'STOPPING' ? 'STOPPED' : hasExceeded ? 'FAILED' : 'SUCCEEDED';
  operation.endedAt = at;
  world.endOperation(timer(operation.id));
  state.unfinished = state.unfinished.filter(({ id, set: arn }) => id !== operation.id || arn !== set.arn);
  if (operation.action === 'DETECT_DRIFT') finishDrift(set, operation, at);
  promote(world, set, at);
  for (const other of Object.values(state.sets)) {
    if (other.settings.autoDeployment?.dependsOn.includes(set.arn)) promote(world, other, at);
  }
}

/** Nothing more is begun; what runs comes to its end. One that waits is over at once. */
export function stop(world: World, set: StackSetRow, operation: OperationRow): void {
  if (operation.status === 'RUNNING') {
    operation.status = 'STOPPING';
    if (operation.timed && isIdle(operation)) end(world, set, operation, world.clock.now());
    return;
  }
  operation.status = 'STOPPING';
  end(world, set, operation, world.clock.now());
}

/** One poll of what runs in a set: of one operation where `id` names it. A client that only retries what it is refused polls, too. */
export function poll(world: World, set: StackSetRow, which: (operation: OperationRow) => boolean = () => true): void {
  for (const operation of unfinishedOf(stackSetsState(world), set)) {
    if (operation.status !== 'QUEUED' && !isOver(operation) && which(operation))
      world.operation(timer(operation.id))?.done();
  }
}
