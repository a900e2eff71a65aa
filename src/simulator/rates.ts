import type { Clock } from '../clock.js';
import { type Rate, rateOf } from '../facts/rates.js';

export interface RateSettings {
  /** Multiplies the documented rates and bursts; 'off' throttles nothing by rate. */
  readonly speed: 'off' | number;
  /** Whether the APIs of one row in the rate table draw from one bucket: AWS does not say. */
  readonly buckets: 'per-row' | 'per-operation';
  /** One more bucket for all calls of a service together. Not multiplied by `speed`. */
  readonly overall?: { readonly perSecond: number; readonly burst: number };
  /** Every so many calls one is throttled whatever its rate: the second to be called after a reset is number 2. */
  readonly everyNth?: number;
}

export const NO_RATES: RateSettings = { speed: 'off', buckets: 'per-row' };

interface Bucket {
  tokens: number;
  /** Clock milliseconds up to which `tokens` has been filled. */
  filledAt: number;
}

/** Token buckets on the simulator's clock, so that virtual time refills them too. */
export class Rates {
  readonly settings: RateSettings;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();
  #calls = 0;

  constructor(clock: Clock, settings: Partial<RateSettings> = {}) {
    this.#clock = clock;
    this.settings = { ...NO_RATES, ...settings };
  }

  /** Takes a token for the call. False: throttle it; a throttled call takes nothing. Each `place` has buckets of its own: account and Region. */
  allows(service: string, operation: string, place = ''): boolean {
    const { speed, everyNth, overall } = this.settings;
    this.#calls += 1;
    if (everyNth !== undefined && this.#calls % everyNth === 0) return false;
    const drawn: Bucket[] = [];
    if (speed !== 'off') {
      const rate = rateOf(service, operation);
      const key = `${this.#key(service, operation, rate)} ${place}`;
      drawn.push(this.#filled(key, rate.perSecond * speed, rate.burst * speed));
    }
    if (overall) drawn.push(this.#filled(`${service} overall ${place}`, overall.perSecond, overall.burst));
    if (drawn.some((bucket) => bucket.tokens < 1)) return false;
    for (const bucket of drawn) bucket.tokens -= 1;
    return true;
  }

  reset(): void {
    this.#buckets.clear();
    this.#calls = 0;
  }

  #key(service: string, operation: string, rate: Rate): string {
    const isAssumedShared = this.settings.buckets === 'per-row' && !rate.operations.includes('*');
    const isShared = rate.together === true || isAssumedShared;
    return `${service}:${isShared ? rate.operations.join() : operation}`;
  }

  #filled(key: string, perSecond: number, burst: number): Bucket {
    const now = this.#clock.now();
    // A slowed-down bucket still holds one token, or nothing would ever pass.
    const size = Math.max(1, burst);
    const bucket = this.#buckets.get(key) ?? { tokens: size, filledAt: now };
    bucket.tokens = Math.min(size, bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
