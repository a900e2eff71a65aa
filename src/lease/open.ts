import { TowerctlError } from '../errors.js';
import { HeldLease } from './held.js';
import { recordTakeOver } from './history.js';
import { EXPIRES_MS, type Lease, type LeaseOptions, nameOf, POLL_MS, WAIT_SECONDS } from './lease.js';
import { type Lock, newNonce, readLock, type SeenLock, swapLock, type TakenFrom } from './lock.js';
import { stillHeld, Watch } from './watch.js';

/** When somebody else writes to the lock at the same moment. */
const RACE_MS = 1_000;
const RACES = 20;

/**
 * Takes the lease as soon as it is free: nobody has it, it was released, or its holder's heartbeats stopped five minutes
 * ago by S3's own dates. Until then it waits.
 *
 * @throws TowerctlError `failed` when it is still held after `wait` seconds (the message says by whom), or where the
 * place holds something else; the signal's reason when that is aborted.
 */
export async function openLease(options: LeaseOptions): Promise<Lease> {
  const { clock, signal, wait = WAIT_SECONDS } = options;
  const until = clock.now() + wait * 1_000;
  const watch = new Watch(options);
  for (;;) {
    signal?.throwIfAborted();
    const there = await readLock(options.s3, options.place);
    const silent = there?.lock.state === 'held' ? watch.silentFor(there) : EXPIRES_MS;
    if (silent >= EXPIRES_MS) {
      const lease = await take(options, there, there && expired(there, silent));
      if (lease) return lease;
      await clock.sleep(RACE_MS, signal);
      continue;
    }
    if (there) watch.tell(there);
    const left = until - clock.now();
    if (there && left <= 0) throw stillHeld(options, there, wait);
    await clock.sleep(Math.min(POLL_MS, left), signal);
  }
}

/**
 * Takes the lease from whoever has it. The reason is kept in the lock and in `leases/FENCE.json`; the other run stops
 * before its next write.
 *
 * @throws TowerctlError `usage` without a reason.
 */
export async function takeOver(options: LeaseOptions & { readonly reason: string }): Promise<Lease> {
  const reason = options.reason.trim();
  if (reason === '') throw new TowerctlError('usage', 'taking a lease over needs a reason: it is recorded');
  for (let race = 1; race <= RACES; race += 1) {
    const there = await readLock(options.s3, options.place);
    const from = there?.lock.state === 'held' ? taken(there, reason, false) : undefined;
    const lease = await take(options, there, from);
    if (lease) return lease;
    await options.clock.sleep(RACE_MS, options.signal);
  }
  throw new TowerctlError(
    'failed',
    `${nameOf(options.place)} was written by others each of ${RACES} times; it was not taken over. Try again`,
  );
}

/** Undefined where somebody else was faster. */
async function take(
  options: LeaseOptions,
  there: SeenLock | undefined,
  takenFrom: TakenFrom | undefined,
): Promise<Lease | undefined> {
  const { clock, place, s3, runId, source, by, listener } = options;
  const sentAt = clock.now();
  const lock: Lock = {
    format: 1,
    state: 'held',
    fence: (there?.lock.fence ?? 0) + 1,
    runId,
    source,
    ...(by !== undefined && { by }),
    nonce: newNonce(),
    beat: 0,
    acquiredAt: new Date(sentAt).toISOString(),
    ...(takenFrom && { takenFrom }),
  };
  const etag = await swapLock(s3, place, there, lock);
  if (etag === undefined) return undefined;
  const lease = new HeldLease(options, lock, etag, sentAt);
  try {
    await recordTakeOver(s3, place, lock);
  } catch (error) {
    await lease.release();
    throw error;
  }
  listener?.({
    code: 'lease-taken',
    at: clock.now(),
    fence: lock.fence,
    ...(takenFrom && { from: takenFrom.runId, reason: takenFrom.reason }),
  });
  return lease;
}

function expired(there: SeenLock, silentMs: number): TakenFrom | undefined {
  if (there.lock.state === 'released') return undefined;
  return taken(there, `no heartbeat for ${Math.round(silentMs / 1_000)} s`, true);
}

function taken({ lock, modifiedAt }: SeenLock, reason: string, isExpired: boolean): TakenFrom {
  const { fence, runId, source, acquiredAt } = lock;
  return {
    fence,
    runId,
    source,
    acquiredAt,
    ...(modifiedAt !== undefined && { lastHeartbeat: new Date(modifiedAt).toISOString() }),
    reason,
    expired: isExpired,
  };
}
