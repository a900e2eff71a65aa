import { TowerctlError } from '../errors.js';
import { type LeaseOptions, nameOf } from './lease.js';
import type { SeenLock } from './lock.js';

/** What one waiting run sees of the holders before it. */
export class Watch {
  readonly #options: Pick<LeaseOptions, 'clock' | 'listener'>;
  #told: string | undefined;
  #etag: string | undefined;
  #since = 0;

  constructor(options: Pick<LeaseOptions, 'clock' | 'listener'>) {
    this.#options = options;
  }

  /** Milliseconds since the holder's last heartbeat: by S3's dates, else since this lock was first seen as it is. */
  silentFor({ age, etag }: SeenLock): number {
    const now = this.#options.clock.now();
    if (etag !== this.#etag) {
      this.#etag = etag;
      this.#since = now;
    }
    return age ?? now - this.#since;
  }

  /** Once for each holder. */
  tell({ lock }: SeenLock): void {
    if (lock.nonce === this.#told) return;
    this.#told = lock.nonce;
    const { clock, listener } = this.#options;
    const { runId, source, acquiredAt, fence } = lock;
    listener?.({ code: 'lease-waiting', at: clock.now(), holder: runId, source, since: acquiredAt, fence });
  }
}

export function stillHeld(
  { place }: Pick<LeaseOptions, 'place'>,
  { lock, age }: SeenLock,
  wait: number,
): TowerctlError {
  const beat = age === undefined ? '' : `, last heartbeat ${Math.round(age / 1_000)} s ago`;
  return new TowerctlError(
    'failed',
    `the lease ${nameOf(place)} is still held after ${wait} s by run ${lock.runId} (${lock.source}${lock.by === undefined ? '' : `, ${lock.by}`}) since ${lock.acquiredAt}${beat}; nothing was written. ` +
      'Wait for it, or if that run is dead: towerctl lease --take-over --reason WHY',
  );
}
