import type { Clock } from '../clock.js';
import type { Listener } from '../events.js';
import type { Lane } from '../kind.js';
import type { Address, Change, Outcome } from '../model.js';

export interface ScheduleOptions {
  readonly clock: Clock;
  readonly listener: Listener;
  readonly lanes: (change: Change) => readonly Lane[];
  /** Seconds that a change takes with all that follows it: the longest goes first. */
  readonly weight: (change: Change) => number;
  readonly drive: (change: Change) => Promise<Outcome>;
  /** Aborted = start nothing more; what is in flight is finished. */
  readonly signal?: AbortSignal;
}

/** Changes in progress at the same time, whatever their lanes allow: calls are paced by the throttle, not by this. */
const MOST_RUNNING = 64;

/**
 * Starts whatever is ready: everything it needs is done, everything it must follow is over, its lanes have room.
 * A failure stops what depends on it and nothing else.
 */
export async function schedule(changes: readonly Change[], options: ScheduleOptions): Promise<Outcome[]> {
  const run = new Run(changes, options);
  await run.toEnd();
  return changes.map((change) => run.outcome(change));
}

class Run {
  readonly #options: ScheduleOptions;
  readonly #waiting: Change[];
  readonly #outcomes = new Map<Address, Outcome>();
  readonly #running = new Map<Address, Promise<void>>();
  readonly #lanes = new Map<string, number>();
  readonly #total: number;
  readonly #addresses: ReadonlySet<Address>;

  constructor(changes: readonly Change[], options: ScheduleOptions) {
    this.#options = options;
    this.#total = changes.length;
    this.#addresses = new Set(changes.map((change) => change.address));
    const weights = new Map(changes.map((change) => [change.address, options.weight(change)]));
    this.#waiting = changes
      .map((change, index) => ({ change, index }))
      .sort((a, b) => (weights.get(b.change.address) ?? 0) - (weights.get(a.change.address) ?? 0) || a.index - b.index)
      .map(({ change }) => change);
  }

  outcome(change: Change): Outcome {
    return (
      this.#outcomes.get(change.address) ?? { address: change.address, action: change.action, state: 'interrupted' }
    );
  }

  async toEnd(): Promise<void> {
    for (;;) {
      this.#startReady();
      if (this.#running.size === 0) break;
      await Promise.race(this.#running.values());
    }
  }

  #startReady(): void {
    let index = 0;
    while (index < this.#waiting.length && this.#running.size < MOST_RUNNING && !this.#options.signal?.aborted) {
      const change = this.#waiting[index];
      if (!change) break;
      const verdict = this.#verdict(change);
      if (verdict === 'not-yet') {
        index += 1;
        continue;
      }
      this.#waiting.splice(index, 1);
      if (verdict === 'start') this.#start(change);
      else
        this.#finish(change, {
          address: change.address,
          action: change.action,
          state: 'skipped',
          problem: `waits for ${verdict}, which was not done`,
        });
      // What was skipped may decide about something earlier in the list.
      if (verdict !== 'start') index = 0;
    }
  }

  /** `start`, `not-yet`, or the address that it needs in vain. */
  #verdict(change: Change): 'start' | 'not-yet' | Address {
    const needs = change.needs.filter((need) => this.#addresses.has(need));
    const broken = needs.find((need) => {
      const state = this.#outcomes.get(need)?.state;
      return state !== undefined && state !== 'done' && state !== 'already-so';
    });
    if (broken) return broken;
    if (needs.some((need) => !this.#outcomes.has(need))) return 'not-yet';
    if (change.after.some((address) => this.#addresses.has(address) && !this.#outcomes.has(address))) return 'not-yet';
    return this.#laneIsFree(change) ? 'start' : 'not-yet';
  }

  #laneIsFree(change: Change): boolean {
    return this.#options
      .lanes(change)
      .every(({ lane, limit, exclusive }) => (this.#lanes.get(lane) ?? 0) < (exclusive ? 1 : limit));
  }

  #start(change: Change): void {
    const lanes = this.#options.lanes(change);
    for (const { lane } of lanes) this.#lanes.set(lane, (this.#lanes.get(lane) ?? 0) + 1);
    this.#options.listener({ code: 'change-started', at: this.#options.clock.now(), change });
    const work = this.#options.drive(change).then((outcome) => {
      for (const { lane } of lanes) this.#lanes.set(lane, (this.#lanes.get(lane) ?? 1) - 1);
      this.#running.delete(change.address);
      this.#finish(change, outcome);
    });
    this.#running.set(change.address, work);
  }

  #finish(change: Change, outcome: Outcome): void {
    this.#outcomes.set(change.address, outcome);
    this.#options.listener({
      code: 'change-finished',
      at: this.#options.clock.now(),
      change,
      outcome,
      done: this.#outcomes.size,
      of: this.#total,
    });
  }
}
