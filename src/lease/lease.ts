import type { S3Port } from '../aws/s3.js';
import type { Clock } from '../clock.js';
import type { Listener } from '../events.js';

/** Where the lock lies: one object in the run bucket. */
export interface LeasePlace {
  readonly bucket: string;
  readonly region: string;
  /** Absent = `lease/lock.json`. */
  readonly key?: string;
}

/** Who started a run. */
export type RunSource = 'pipeline' | 'lifecycle' | 'cli' | 'drift';

/** The right to write to the organization: one run has it at a time. */
export interface Lease {
  /** One more than that of whoever had it before; it never goes back. */
  readonly fence: number;
  readonly runId: string;
  /** Aborted when the lease is not ours any more; its reason is the TowerctlError that `check` throws. */
  readonly lost: AbortSignal;
  /**
   * Before each write: reads the lock again, unless that was done within the last second.
   *
   * @throws TowerctlError `failed` when the lease is somebody else's, or cannot be shown to be ours.
   */
  check(): Promise<void>;
  /** Lets the next one in. Never rejects: what cannot be released runs out by itself. */
  release(): Promise<void>;
}

/** What of S3 a lease needs. */
export type LockStore = Pick<S3Port, 'getObject' | 'swapObject'>;

export interface LeaseOptions {
  readonly s3: LockStore;
  readonly clock: Clock;
  readonly place: LeasePlace;
  readonly runId: string;
  readonly source: RunSource;
  /** The ARN of whoever runs this, for people who wonder. */
  readonly by?: string;
  /** Seconds to wait in the queue; absent = 3,600. */
  readonly wait?: number;
  readonly listener?: Listener;
  /** Aborted = stop waiting; a lease that is held already is kept. */
  readonly signal?: AbortSignal;
}

export const LEASE_KEY = 'lease/lock.json';

export const HEARTBEAT_MS = 60_000;
/** Without a heartbeat for so long, by S3's own dates, the lease is anybody's. */
export const EXPIRES_MS = 300_000;
/** Without a renewal for so long nothing more is written: what was begun must end before anybody may take over. */
export const SAFE_MS = 240_000;
/** How long an answer to "is it still ours?" is believed. */
export const BELIEVED_MS = 1_000;
export const POLL_MS = 10_000;
export const WAIT_SECONDS = 3_600;

export const keyOf = ({ key }: LeasePlace): string => key ?? LEASE_KEY;
export const nameOf = (place: LeasePlace): string => `s3://${place.bucket}/${keyOf(place)}`;
