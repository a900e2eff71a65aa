import { PERMISSION_SET_LIMITS } from '../../../facts/identity-center.js';
import type { Pace, World } from '../../world.js';
import { newUuid } from '../identitystore/state.js';
import { conflicting, tooMany } from './errors.js';
import { finish } from './finish.js';
import { identityCenterState, type OperationRow } from './state.js';

/**
 * The engine of everything Identity Center does slowly. A request is accepted, waits while another role of its account
 * is being worked on, runs for as long as the world's pace says, and succeeds or fails.
 */

const SECOND = 1_000;
/** Sources: model.md. */
const ASSIGNMENT_MS = 45 * SECOND;
const ACCOUNT_MS = 20 * SECOND;
const ACCOUNTS_AT_ONCE = 3;

const key = (id: string): string => `sso/${id}`;

export type NewOperation = Pick<OperationRow, 'kind' | 'setArn' | 'accounts' | 'principal' | 'all' | 'outcome'>;

/** @throws ServiceError ConflictException, ThrottlingException: nothing has begun then */
export function begin(world: World, wanted: NewOperation): OperationRow {
  const state = identityCenterState(world);
  checkFree(world, wanted);
  const row: OperationRow = {
    ...wanted,
    id: newUuid(world),
    startedAt: world.clock.now(),
    status: 'IN_PROGRESS',
    queued: true,
  };
  state.operations[row.id] = row;
  state.unfinished = [...state.unfinished, row.id];
  promote(world, world.clock.now());
  return row;
}

function checkFree(world: World, { kind, setArn, accounts }: NewOperation): void {
  const others = unfinished(world);
  const inTheWay = others.filter(
    (other) => other.setArn === setArn && other.accounts.some((account) => accounts.includes(account)),
  );
  if (inTheWay.length > 0) throw afterPolling(world, inTheWay, conflicting());
  const { outstandingAssignments, concurrentProvisions } = PERMISSION_SET_LIMITS;
  const most = { create: outstandingAssignments, provision: concurrentProvisions, delete: Number.POSITIVE_INFINITY };
  const alike = others.filter((other) => other.kind === kind);
  if (alike.length >= most[kind]) throw afterPolling(world, alike, tooMany());
}

/** A set is not edited while it is being provisioned. */
export function checkEditable(world: World, setArn: string): void {
  const running = unfinished(world).filter((row) => row.kind === 'provision' && row.setArn === setArn);
  if (running.length > 0) throw afterPolling(world, running, conflicting());
}

/** A client that only retries what it is refused counts as one that polls. */
function afterPolling<T>(world: World, rows: readonly OperationRow[], error: T): T {
  for (const { id } of rows) poll(world, id);
  return error;
}

export function unfinished(world: World): OperationRow[] {
  const { operations, unfinished: ids } = identityCenterState(world);
  return ids.flatMap((id) => operations[id] ?? []);
}

/** One poll of what runs; of one that waits, a poll of what it waits for. */
export function poll(world: World, id: string): void {
  const row = identityCenterState(world).operations[id];
  if (!row) return;
  if (!row.queued) {
    world.operation(key(id))?.done();
    return;
  }
  for (const other of unfinished(world)) {
    if (!other.queued && other.accounts.some((account) => row.accounts.includes(account))) {
      world.operation(key(other.id))?.done();
    }
  }
}

/** Ends what is over, each at its own time, and lets those that wait begin. Called around every call. */
export function settle(world: World): void {
  for (;;) {
    const over = nextOver(world);
    if (!over) return;
    close(world, over.row, over.at);
  }
}

/** The first to end of those that are over. */
function nextOver(world: World): { readonly row: OperationRow; readonly at: number } | undefined {
  let first: { readonly row: OperationRow; readonly at: number } | undefined;
  for (const row of unfinished(world)) {
    if (row.queued) continue;
    const pending = world.operation(key(row.id));
    if (pending && !pending.isDone()) continue;
    // Under a pace of polls it ends when it was asked for the last time.
    const at = world.settings.pace.kind === 'time' ? (pending?.endsAt ?? world.clock.now()) : world.clock.now();
    if (!first || at < first.at) first = { row, at };
  }
  return first;
}

function close(world: World, row: OperationRow, at: number): void {
  const state = identityCenterState(world);
  world.endOperation(key(row.id));
  const reason = finish(world, row, at);
  row.status = reason === undefined ? 'SUCCEEDED' : 'FAILED';
  if (reason !== undefined) row.reason = reason;
  row.endedAt = at;
  state.unfinished = state.unfinished.filter((id) => id !== row.id);
  promote(world, at);
}

/** One role of an account is worked on at a time. A provisioning goes through its accounts by itself, and waits for nobody. */
function promote(world: World, at: number): void {
  const busy = new Set<string>();
  for (const row of unfinished(world)) {
    const isAssignment = row.kind !== 'provision';
    const isBusy = isAssignment && row.accounts.some((account) => busy.has(account));
    if (row.queued && !isBusy) {
      row.queued = false;
      world.startOperation(key(row.id), paceOf(world, row), at);
    }
    if (isAssignment) for (const account of row.accounts) busy.add(account);
  }
}

function paceOf(world: World, { kind, accounts }: OperationRow): Pace {
  const { pace, durations } = world.settings;
  if (pace.kind !== 'time' || durations !== 'observed') return pace;
  const ms = kind === 'provision' ? Math.ceil(accounts.length / ACCOUNTS_AT_ONCE) * ACCOUNT_MS : ASSIGNMENT_MS;
  return { kind: 'time', ms };
}
