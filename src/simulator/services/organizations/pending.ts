import type { Pace, World } from '../../world.js';
import { longTime, tellResult } from './events.js';
import { finishCreate } from './membership.js';
import { finishDisable, finishEnable } from './policy-type-changes.js';
import type { PendingRecord } from './records.js';
import type { Store } from './store.js';

interface Scene {
  readonly world: World;
  readonly store: Store;
  readonly now: number;
  readonly random: () => number;
}

/** Milliseconds, for worlds whose `durations` are `observed`. AWS says "minutes" of both; nothing of the kind was timed. */
const MINUTES: Readonly<Partial<Record<PendingRecord['kind'], number>>> = {
  'create-account': 120_000,
  'close-account': 180_000,
};

/** The world's pace; with observed durations, what AWS says that this takes. */
function paceOf({ settings: { pace, durations } }: World, { kind }: PendingRecord): Pace {
  const ms = MINUTES[kind];
  return pace.kind === 'time' && durations === 'observed' && ms !== undefined ? { kind: 'time', ms } : pace;
}

export const keyOf = ({ kind, subject }: PendingRecord): string => `organizations/${kind}/${subject}`;

/** Starts something that AWS does in the background, and finishes it at once where the pace says so. */
export function begin(scene: Scene, record: PendingRecord): void {
  const key = keyOf(record);
  scene.world.startOperation(key, paceOf(scene.world, record));
  scene.store.put('pending', key, record);
  settle(scene);
}

export function inProgress(store: Store, kind: PendingRecord['kind']): number {
  return store.keys('pending').filter((key) => store.get('pending', key)?.kind === kind).length;
}

/** Finishes what the clock has finished. Called at the start of every operation. */
export function settle(scene: Scene): void {
  for (const key of scene.store.keys('pending')) if (scene.world.operation(key)?.isDone() ?? true) finish(scene, key);
}

/** One poll of everything under way of these kinds. */
export function poll(scene: Scene, kinds: readonly PendingRecord['kind'][]): void {
  for (const key of scene.store.keys('pending')) {
    const record = scene.store.get('pending', key);
    if (!record || !kinds.includes(record.kind)) continue;
    if (scene.world.operation(key)?.done() ?? true) finish(scene, key);
  }
}

/** One poll of one operation: true when it is over. A client that only ever retries what it is refused gets on, too. */
export function pollOne(scene: Scene, record: PendingRecord): boolean {
  const key = keyOf(record);
  if (!scene.store.get('pending', key)) return true;
  if (!(scene.world.operation(key)?.done() ?? true)) return false;
  finish(scene, key);
  return true;
}

function finish({ world, store, now, random }: Scene, key: string): void {
  const record = store.get('pending', key);
  store.remove('pending', key);
  world.endOperation(key);
  if (record?.kind === 'enable-type') finishEnable(store, record.subject);
  if (record?.kind === 'disable-type') finishDisable(store, record.subject);
  if (record?.kind === 'create-account') {
    finishCreate(store, record.subject, now, random);
    tellCreated(world, store, record.subject);
  }
  if (record?.kind === 'close-account') {
    const account = store.get('accounts', record.subject);
    if (account) store.put('accounts', account.id, { ...account, state: 'CLOSED' });
    tellClosed(world, record.subject, account?.closeRequestedAt ?? now, now);
  }
}

export function tellCreated(world: World, store: Store, requestId: string): void {
  const request = store.get('createRequests', requestId);
  if (!request) return;
  const { id, state, accountId, failureReason, requestedAt, completedAt } = request;
  tellResult(world, 'CreateAccountResult', 'createAccountStatus', {
    id,
    state,
    accountName: '****',
    ...(accountId === undefined ? {} : { accountId }),
    ...(failureReason === undefined ? {} : { failureReason }),
    requestedTimestamp: longTime(requestedAt),
    completedTimestamp: longTime(completedAt ?? requestedAt),
  });
}

function tellClosed(world: World, accountId: string, requestedAt: number, now: number): void {
  tellResult(world, 'CloseAccountResult', 'closeAccountStatus', {
    accountId,
    state: 'SUCCEEDED',
    requestedTimestamp: longTime(requestedAt),
    completedTimestamp: longTime(now),
  });
}
