import { EXPIRES_MS, type LeasePlace, type LockStore } from './lease.js';
import { type Lock, readLock } from './lock.js';

export interface LeaseStatus {
  /** `silent`: held, but its heartbeats have stopped for so long that the next run takes it. */
  readonly state: 'never-held' | 'free' | 'held' | 'silent';
  /** Of the holder, or of the last one. */
  readonly lock?: Lock;
  /** Seconds since its last heartbeat, by S3's dates. */
  readonly heartbeatAge?: number;
}

/** Who has the lease. Reads only. */
export async function leaseStatus(s3: LockStore, place: LeasePlace): Promise<LeaseStatus> {
  const there = await readLock(s3, place);
  if (!there) return { state: 'never-held' };
  const { lock, age } = there;
  if (lock.state === 'released') return { state: 'free', lock };
  const heartbeat = age === undefined ? {} : { heartbeatAge: Math.round(age / 1_000) };
  return { state: age !== undefined && age >= EXPIRES_MS ? 'silent' : 'held', lock, ...heartbeat };
}
