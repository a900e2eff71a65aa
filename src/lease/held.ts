import { TowerctlError } from '../errors.js';
import {
  BELIEVED_MS,
  EXPIRES_MS,
  HEARTBEAT_MS,
  type Lease,
  type LeaseOptions,
  nameOf,
  POLL_MS,
  SAFE_MS,
} from './lease.js';
import { type Lock, readLock, type SeenLock, swapLock } from './lock.js';

/** A lease that is ours until it is released, or shown to be somebody else's. Renews itself. */
export class HeldLease implements Lease {
  readonly fence: number;
  readonly runId: string;
  readonly #options: LeaseOptions;
  readonly #lost = new AbortController();
  readonly #released = new AbortController();
  #seen: SeenLock;
  /** Clock milliseconds at which the last renewal that succeeded was sent. */
  #renewedAt: number;
  #checkedAt: number;
  #checking: Promise<void> | undefined;
  #renewing: Promise<void> | undefined;
  readonly #beating: Promise<void>;

  /** `takenAt`: clock milliseconds at which the write that took it was sent. */
  constructor(options: LeaseOptions, lock: Lock, etag: string, takenAt: number) {
    this.fence = lock.fence;
    this.runId = lock.runId;
    this.#options = options;
    this.#seen = { lock, etag };
    this.#renewedAt = takenAt;
    this.#checkedAt = takenAt;
    this.#beating = this.#beat();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async check(): Promise<void> {
    this.#lost.signal.throwIfAborted();
    if (!this.#isFresh()) {
      this.#checking ??= this.#look().finally(() => {
        this.#checking = undefined;
      });
      await this.#checking;
    }
    this.#lost.signal.throwIfAborted();
  }

  async release(): Promise<void> {
    if (this.#released.signal.aborted) return;
    this.#released.abort(new Error('released'));
    await this.#beating;
    await this.#renewing;
    if (this.#lost.signal.aborted) return;
    const { clock, place, s3 } = this.#options;
    const { lock } = this.#seen;
    const next: Lock = { ...lock, state: 'released', beat: lock.beat + 1, releasedAt: iso(clock.now()) };
    // Nothing hangs on it: whoever comes next waits until it runs out.
    await swapLock(s3, place, this.#seen, next).catch(() => undefined);
  }

  #isFresh(): boolean {
    const now = this.#options.clock.now();
    return now - this.#checkedAt <= BELIEVED_MS && now - this.#renewedAt < SAFE_MS;
  }

  /** Ends without a word, or with the lease lost. */
  async #look(): Promise<void> {
    const { clock } = this.#options;
    const askedAt = clock.now();
    const there = await this.#read();
    if (there === undefined || !this.#isOurs(there)) return;
    if (clock.now() - this.#renewedAt >= SAFE_MS) await this.#renew();
    const silent = clock.now() - this.#renewedAt;
    if (silent >= SAFE_MS) {
      this.#lose(
        `it could not be renewed for ${Math.round(silent / 1_000)} s, and runs out after ${EXPIRES_MS / 1_000}`,
      );
    }
    this.#checkedAt = askedAt;
  }

  async #read(): Promise<SeenLock | undefined> {
    const { s3, place } = this.#options;
    try {
      const there = await readLock(s3, place);
      if (there === undefined) this.#lose('the lock was deleted');
      return there;
    } catch (error) {
      // What cannot be shown to be ours is treated as somebody else's.
      this.#lose(`it could not be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  #isOurs({ lock }: SeenLock): boolean {
    if (lock.nonce === this.#seen.lock.nonce && lock.state === 'held') return true;
    const reason = lock.takenFrom?.fence === this.fence ? ` (${lock.takenFrom.reason})` : '';
    this.#lose(`run ${lock.runId} took it over${reason}; its fence is ${lock.fence}, ours is ${this.fence}`);
    return false;
  }

  async #beat(): Promise<void> {
    const { clock } = this.#options;
    const ended = AbortSignal.any([this.#released.signal, this.#lost.signal]);
    for (let wait = HEARTBEAT_MS; !ended.aborted; ) {
      const slept = await (clock.sleepBeside?.(wait, ended) ?? clock.sleep(wait, ended)).then(
        () => true,
        () => false,
      );
      if (!slept) return;
      const before = this.#renewedAt;
      await this.#renew();
      wait = this.#renewedAt > before ? HEARTBEAT_MS : POLL_MS;
    }
  }

  #renew(): Promise<void> {
    this.#renewing ??= this.#renewOnce().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  /** A renewal that fails is tried again later; until then `check` counts the seconds. */
  async #renewOnce(): Promise<void> {
    const { clock, place, s3 } = this.#options;
    const sentAt = clock.now();
    const lock: Lock = { ...this.#seen.lock, beat: this.#seen.lock.beat + 1 };
    try {
      const etag = await swapLock(s3, place, this.#seen, lock);
      if (etag !== undefined) {
        this.#seen = { lock, etag };
        this.#renewedAt = sentAt;
        return;
      }
    } catch {
      return;
    }
    const there = await this.#read();
    // Still ours: another write was under way in that moment (409).
    if (there !== undefined && this.#isOurs(there)) this.#seen = there;
  }

  #lose(because: string): void {
    if (this.#lost.signal.aborted || this.#released.signal.aborted) return;
    const { clock, listener, place } = this.#options;
    const message = `the lease ${nameOf(place)} (fence ${this.fence}) is not ours any more: ${because}. Nothing more is written; the next plan tells what is left`;
    this.#lost.abort(new TowerctlError('failed', message));
    listener?.({ code: 'lease-lost', at: clock.now(), fence: this.fence, because });
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();
