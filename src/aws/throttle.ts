import type { Clock } from '../clock.js';
import { type Rate, rateOf } from '../facts/rates.js';
import type { CallCount } from '../model.js';
import { Bucket } from './bucket.js';
import { cameFrom, type Fault, faultOf } from './faults.js';
import { isWrite } from './writes.js';

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
  /** Codes, or reasons, that are tried again for this call although they usually are final: a known lag of AWS. */
  readonly alsoRetry?: readonly string[];
  /** The account and Region that is asked, where AWS's rates hold for each by itself. */
  readonly place?: string;
  /** A write of the run about itself: its lease does not stand over it. */
  readonly ofTheRunItself?: boolean;
  /** Made inside another call, which holds a place in flight already: waiting for a second one could be for ever. */
  readonly isWithin?: boolean;
}

/** Stands before each write, after all waiting: rejects when nothing more may be written. */
export type WriteGuard = () => Promise<void>;

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

/** The one place where calls wait, are paced, retried and counted. */
export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #buckets = new Map<Rate, Map<string, Bucket>>();
  readonly #inFlight = new Map<string, Gate>();
  readonly #writers = new Map<string, Gate>();
  readonly #counts = new Map<string, { calls: number; throttled: number }>();
  readonly #guards = new Set<WriteGuard>();

  constructor(options: ThrottleOptions) {
    this.#options = options;
  }

  /** @returns what takes the guard away again. */
  guardWrites(guard: WriteGuard): () => void {
    this.#guards.add(guard);
    return () => this.#guards.delete(guard);
  }

  async call<T>(service: string, operation: string, send: () => Promise<T>, options: CallOptions = {}): Promise<T> {
    const startedAt = this.#options.clock.now();
    // When AWS last answered, if only that it is busy with something else: what passes is measured from then.
    let answeredAt = startedAt;
    const bucket = this.#bucket(service, operation, options.place ?? '');
    for (let attempt = 1; ; attempt += 1) {
      await bucket.take();
      try {
        const answer = await this.#send(service, operation, send, options);
        bucket.passed();
        return answer;
      } catch (error) {
        cameFrom(service, error);
        const fault = faultOf(error);
        if (fault.class === 'throttle') {
          bucket.throttled();
          this.#count(service, operation).throttled += 1;
        }
        const now = this.#options.clock.now();
        const isBusy = fault.class === 'wait-for-other-operation';
        if (isBusy) answeredAt = now;
        if (!this.#mayRetry(fault, options, now - (isBusy ? startedAt : answeredAt))) throw error;
        await this.#options.clock.sleep(this.#delay(attempt, fault));
      }
    }
  }

  counts(): CallCount[] {
    return [...this.#counts].map(([api, count]) => ({ api, ...count })).sort((a, b) => (a.api < b.api ? -1 : 1));
  }

  async #send<T>(service: string, operation: string, send: () => Promise<T>, options: CallOptions): Promise<T> {
    const counted = (): Promise<T> => {
      this.#count(service, operation).calls += 1;
      return send();
    };
    const inFlight = this.#gate(this.#inFlight, service, this.#options.concurrency ?? CONCURRENCY);
    const isGuarded = options.ofTheRunItself !== true && isWrite(operation);
    const limited = async (): Promise<T> => {
      // After all waiting for others, which may have taken hours; before a place is taken that a guard's own read may need.
      if (isGuarded) for (const guard of this.#guards) await guard();
      return options.isWithin === true ? counted() : inFlight.run(counted);
    };
    return options.write ? this.#gate(this.#writers, service, 1).run(limited) : limited();
  }

  #mayRetry(fault: Fault, options: CallOptions, elapsedMs: number): boolean {
    if (fault.class === 'throttle') return elapsedMs < THROTTLED_FOR_MS;
    if (fault.class === 'wait-for-other-operation') return elapsedMs < WAIT_FOR_OTHER_MS;
    const isLag = options.alsoRetry?.some((word) => word === fault.code || word === fault.reason) === true;
    const transient = fault.class === 'retry' || isLag;
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

  #bucket(service: string, operation: string, place: string): Bucket {
    const rate = rateOf(service, operation);
    const places = this.#buckets.get(rate) ?? new Map<string, Bucket>();
    const bucket = places.get(place) ?? this.#newBucket(rate);
    this.#buckets.set(rate, places.set(place, bucket));
    return bucket;
  }

  #newBucket(rate: Rate): Bucket {
    const { pace, clock } = this.#options;
    const share = pace === 'off' ? Number.POSITIVE_INFINITY : pace / 100;
    const burst = pace === 'off' ? 1 : Math.max(1, Math.floor(rate.burst * share));
    return new Bucket(clock, rate.perSecond * share, burst, (rate.growsTo ?? rate.perSecond) * share);
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
