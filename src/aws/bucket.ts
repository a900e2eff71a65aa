import type { Clock } from '../clock.js';

const CUT_EVERY_MS = 1_000;
/** Half a second without a throttle raises the rate by GROWTH: what other callers used up may be free again. */
const GROW_EVERY_MS = 500;
const GROWTH = 1.5;
/** Above an assumed rate: by so much of it each time, while calls wait, and for a while not at all once AWS minded. */
const SHARE_ADDED = 0.2;
const MINDED_MS = 10_000;

/**
 * A token bucket that adapts: AWS asking to slow down cuts the rate to what was really getting through, and quiet
 * seconds raise it again up to its ceiling; beyond an assumed one slowly, as long as AWS does not mind.
 */
export class Bucket {
  readonly #clock: Clock;
  readonly #ceiling: number;
  /** How far an assumed ceiling may be exceeded where AWS lets it. */
  readonly #most: number;
  readonly #burst: number;
  #rate: number;
  #tokens: number;
  #filledAt: number;
  #cutAt = Number.NEGATIVE_INFINITY;
  #startedAt: number;
  #grownAt: number;
  readonly #passed: number[] = [];
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(clock: Clock, perSecond: number, burst: number, most: number) {
    this.#clock = clock;
    this.#ceiling = perSecond;
    this.#most = most;
    this.#burst = burst;
    this.#rate = perSecond;
    this.#tokens = burst;
    this.#filledAt = this.#grownAt = this.#startedAt = clock.now();
  }

  take(): Promise<void> {
    if (this.#rate === Number.POSITIVE_INFINITY) return Promise.resolve();
    this.#waiting += 1;
    const turn = this.#queue.then(() => this.#waitForToken());
    this.#queue = turn;
    return turn;
  }

  passed(): void {
    const now = this.#clock.now();
    this.#passed.push(now);
    while (this.#passed.length > 0 && (this.#passed[0] ?? now) < now - 1_000) this.#passed.shift();
    if (now - Math.max(this.#grownAt, this.#cutAt) >= GROW_EVERY_MS) this.#grow(now);
  }

  #grow(now: number): void {
    const known = this.#rate < this.#ceiling;
    const more = this.#rate < this.#most && this.#waiting > 0 && now - this.#cutAt >= MINDED_MS;
    if (!known && !more) return;
    this.#fill();
    this.#rate = known
      ? Math.min(this.#ceiling, this.#rate * GROWTH)
      : Math.min(this.#most, this.#rate + this.#ceiling * SHARE_ADDED);
    this.#grownAt = now;
  }

  throttled(): void {
    const now = this.#clock.now();
    // What gets through can only be told from a whole second of trying; until then backing off is enough.
    if (now - Math.max(this.#cutAt, this.#startedAt) < CUT_EVERY_MS) return;
    this.#fill();
    const recent = this.#passed.filter((at) => at > now - 1_000).length;
    this.#rate = Math.max(0.05, Math.min(this.#rate, Math.max(1, recent)) * 0.97);
    this.#tokens = Math.min(this.#tokens, 1);
    this.#cutAt = now;
  }

  #fill(): void {
    const now = this.#clock.now();
    if (this.#rate === Number.POSITIVE_INFINITY) this.#tokens = this.#burst;
    else this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1_000) * this.#rate);
    this.#filledAt = now;
  }

  async #waitForToken(): Promise<void> {
    this.#fill();
    // A hair of tolerance: clocks count whole milliseconds and sums of fractions do not.
    while (this.#tokens < 1 - 1e-6) {
      await this.#clock.sleep(Math.ceil(((1 - this.#tokens) / this.#rate) * 1_000));
      this.#fill();
    }
    this.#tokens -= 1;
    this.#waiting -= 1;
  }
}
