import type { Clock } from '../clock.js';
import { type Rate, rateOf } from '../facts/rates.js';
import type { CallCount } from '../model.js';
import { cameFrom, type Fault, faultOf } from './faults.js';

/** Half of the documented rate: Control Tower and people call the same APIs. */
export const DEFAULT_PACE = 50;

export interface ThrottleOptions {
  readonly clock: Clock;
  /** Percent of the documented rates; `off` starts without a limit and adapts to what AWS answers. */
  readonly pace: number | 'off';
  /** Requests in flight to one service. */
  readonly concurrency?: number;
  readonly random?: () => number;
}

export interface CallOptions {
  /** Organizations takes one write at a time from anybody: the gate is held for the call alone. */
  readonly write?: boolean;
  /** Codes that are tried again for this call although they usually are final: a known lag of AWS. */
  readonly alsoRetry?: readonly string[];
}

const CONCURRENCY = 16;
const RETRY_BASE_MS = 200;
const RETRY_CAP_MS = 10_000;
/** A throttled call waits in its bucket's queue again anyway. */
const THROTTLE_CAP_MS = 400;
/** A passing fault that has not passed by then is a failure with a name. */
const RETRY_FOR_MS = 120_000;
const THROTTLED_FOR_MS = 1_800_000;
/** Registering a large unit takes the better part of an hour, setting up a landing zone longer; there may be a queue of them. */
const WAIT_FOR_OTHER_MS = 6 * 3_600_000;
const OTHER_LEAST_MS = 15_000;
const OTHER_MOST_MS = 60_000;
const CUT_EVERY_MS = 1_000;
/** Half a second without a throttle raises the rate by GROWTH: what other callers used up may be free again. */
const GROW_EVERY_MS = 500;
const GROWTH = 1.5;

/** Resolves in order of asking. */
class Gate {
  readonly #limit: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#taken += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#taken -= 1;
    }
  }
}

/**
 * A token bucket that adapts: AWS asking to slow down cuts the rate to what was really getting through, and quiet
 * seconds raise it again up to its ceiling.
 */
class Bucket {
  readonly #clock: Clock;
  readonly #ceiling: number;
  readonly #burst: number;
  #rate: number;
  #tokens: number;
  #filledAt: number;
  #cutAt = Number.NEGATIVE_INFINITY;
  #startedAt: number;
  #grownAt: number;
  readonly #passed: number[] = [];
  #queue: Promise<void> = Promise.resolve();

  constructor(clock: Clock, perSecond: number, burst: number) {
    this.#clock = clock;
    this.#ceiling = perSecond;
    this.#burst = burst;
    this.#rate = perSecond;
    this.#tokens = burst;
    this.#filledAt = this.#grownAt = this.#startedAt = clock.now();
  }

  take(): Promise<void> {
    if (this.#rate === Number.POSITIVE_INFINITY) return Promise.resolve();
    const turn = this.#queue.then(() => this.#waitForToken());
    this.#queue = turn;
    return turn;
  }

  passed(): void {
    const now = this.#clock.now();
    this.#passed.push(now);
    while (this.#passed.length > 0 && (this.#passed[0] ?? now) < now - 1_000) this.#passed.shift();
    if (this.#rate < this.#ceiling && now - Math.max(this.#grownAt, this.#cutAt) >= GROW_EVERY_MS) {
      this.#fill();
      this.#rate = Math.min(this.#ceiling, this.#rate * GROWTH);
      this.#grownAt = now;
    }
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
  }
}

/** The one place where calls wait, are paced, retried and counted. */
export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #buckets = new Map<Rate, Bucket>();
  readonly #inFlight = new Map<string, Gate>();
  readonly #writers = new Map<string, Gate>();
  readonly #counts = new Map<string, { calls: number; throttled: number }>();

  constructor(options: ThrottleOptions) {
    this.#options = options;
  }

  async call<T>(service: string, operation: string, send: () => Promise<T>, options: CallOptions = {}): Promise<T> {
    const startedAt = this.#options.clock.now();
    const bucket = this.#bucket(service, operation);
    for (let attempt = 1; ; attempt += 1) {
      await bucket.take();
      try {
        const answer = await this.#send(service, operation, send, options.write === true);
        bucket.passed();
        return answer;
      } catch (error) {
        cameFrom(service, error);
        const fault = faultOf(error);
        if (fault.class === 'throttle') {
          bucket.throttled();
          this.#count(service, operation).throttled += 1;
        }
        if (!this.#mayRetry(fault, options, this.#options.clock.now() - startedAt)) throw error;
        await this.#options.clock.sleep(this.#delay(attempt, fault));
      }
    }
  }

  counts(): CallCount[] {
    return [...this.#counts].map(([api, count]) => ({ api, ...count })).sort((a, b) => (a.api < b.api ? -1 : 1));
  }

  async #send<T>(service: string, operation: string, send: () => Promise<T>, write: boolean): Promise<T> {
    const counted = (): Promise<T> => {
      this.#count(service, operation).calls += 1;
      return send();
    };
    const inFlight = this.#gate(this.#inFlight, service, this.#options.concurrency ?? CONCURRENCY);
    const limited = (): Promise<T> => inFlight.run(counted);
    return write ? this.#gate(this.#writers, service, 1).run(limited) : limited();
  }

  #mayRetry(fault: Fault, options: CallOptions, elapsedMs: number): boolean {
    if (fault.class === 'throttle') return elapsedMs < THROTTLED_FOR_MS;
    if (fault.class === 'wait-for-other-operation') return elapsedMs < WAIT_FOR_OTHER_MS;
    const transient = fault.class === 'retry' || options.alsoRetry?.includes(fault.code) === true;
    return transient && elapsedMs < RETRY_FOR_MS;
  }

  /** Full jitter, so that several runs in one organization do not knock together. */
  #delay(attempt: number, fault: Fault): number {
    const random = this.#options.random ?? Math.random;
    if (fault.class === 'wait-for-other-operation') {
      return Math.round(OTHER_LEAST_MS + random() * (OTHER_MOST_MS - OTHER_LEAST_MS));
    }
    // Asked to wait, everybody waits equally long: the spread comes on top.
    if (fault.retryAfterMs !== undefined) return Math.round(fault.retryAfterMs * (1 + 0.1 * random()));
    const cap = fault.class === 'throttle' ? THROTTLE_CAP_MS : RETRY_CAP_MS;
    const most = Math.min(cap, RETRY_BASE_MS * 2 ** Math.min(attempt, 10));
    return Math.max(20, Math.round(random() * most));
  }

  #bucket(service: string, operation: string): Bucket {
    const rate = rateOf(service, operation);
    const known = this.#buckets.get(rate);
    if (known) return known;
    const { pace, clock } = this.#options;
    const share = pace === 'off' ? Number.POSITIVE_INFINITY : pace / 100;
    const bucket = new Bucket(
      clock,
      rate.perSecond * share,
      pace === 'off' ? 1 : Math.max(1, Math.floor(rate.burst * share)),
    );
    this.#buckets.set(rate, bucket);
    return bucket;
  }

  #gate(gates: Map<string, Gate>, service: string, limit: number): Gate {
    const gate = gates.get(service) ?? new Gate(limit);
    gates.set(service, gate);
    return gate;
  }

  #count(service: string, operation: string): { calls: number; throttled: number } {
    const api = `${service}:${operation}`;
    const count = this.#counts.get(api) ?? { calls: 0, throttled: 0 };
    this.#counts.set(api, count);
    return count;
  }
}
