import type { CallCount } from '../model.js';

/** What became of a call: `ok`, `throttled`, `dropped`, `hanging`, or the error code that was answered. */
export type CallOutcome = 'in-flight' | 'ok' | 'throttled' | 'dropped' | 'hanging' | (string & {});

export interface Call {
  /** `organizations:ListAccounts`. */
  readonly api: string;
  /** Clock milliseconds at which it arrived. */
  readonly at: number;
  readonly isWrite: boolean;
  outcome: CallOutcome;
}

export interface ApiCalls extends CallCount {
  /** Answered with an error other than a throttle, or not answered. */
  readonly errors: number;
  readonly isWrite: boolean;
}

/** Entries that `order` keeps: the newest. Counts are not bounded. */
const KEPT = 20_000;

const SETTLED = new Set<CallOutcome>(['in-flight', 'ok', 'throttled']);

/** Every call to a simulated AWS API since the last reset: counted by API, and the newest in their order. */
export class CallLog {
  readonly #counts = new Map<string, { isWrite: boolean; calls: number; throttled: number; errors: number }>();
  #order: Call[] = [];

  /** Notes a call that has arrived; `finish` says what became of it. */
  start(api: string, at: number, isWrite: boolean): Call {
    const call: Call = { api, at, isWrite, outcome: 'in-flight' };
    const count = this.#counts.get(api) ?? { isWrite, calls: 0, throttled: 0, errors: 0 };
    count.calls += 1;
    this.#counts.set(api, count);
    this.#order.push(call);
    if (this.#order.length > 2 * KEPT) this.#order = this.#order.slice(-KEPT);
    return call;
  }

  finish(call: Call, outcome: CallOutcome): void {
    call.outcome = outcome;
    const count = this.#counts.get(call.api);
    if (!count) return;
    if (outcome === 'throttled') count.throttled += 1;
    else if (!SETTLED.has(outcome)) count.errors += 1;
  }

  /** By API, sorted by name. */
  counts(): ApiCalls[] {
    return [...this.#counts].map(([api, count]) => ({ api, ...count })).sort((a, b) => (a.api < b.api ? -1 : 1));
  }

  /** The newest calls, oldest first; at least the last 20,000. */
  get order(): readonly Call[] {
    return this.#order;
  }

  get total(): number {
    return this.#sum((count) => count.calls);
  }

  get throttled(): number {
    return this.#sum((count) => count.throttled);
  }

  get errors(): number {
    return this.#sum((count) => count.errors);
  }

  /** Calls of operations that change something, whether or not they succeeded. */
  get writes(): number {
    return this.#sum((count) => (count.isWrite ? count.calls : 0));
  }

  /** How often one API was called: `organizations:CreatePolicy`. */
  of(api: string): number {
    return this.#counts.get(api)?.calls ?? 0;
  }

  clear(): void {
    this.#counts.clear();
    this.#order = [];
  }

  #sum(value: (count: { isWrite: boolean; calls: number; throttled: number; errors: number }) => number): number {
    let sum = 0;
    for (const count of this.#counts.values()) sum += value(count);
    return sum;
  }
}
