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

/**
 * Starts whatever is ready: everything it needs is done, everything it must follow is over, its lanes have room.
 * A failure stops what depends on it and nothing else.
 */
export async function schedule(changes: readonly Change[], options: ScheduleOptions): Promise<Outcome[]> {
  const run = new Run(changes, options);
  await run.toEnd();
  return changes.map((change) => run.outcome(change));
}

interface Entry {
  readonly change: Change;
  readonly lanes: readonly Lane[];
  /** Place in the order in which ready changes are started. */
  rank: number;
  /** How many changes it still waits for. */
  open: number;
}

class Run {
  readonly #options: ScheduleOptions;
  readonly #entries = new Map<Address, Entry>();
  /** Who waits for whom. */
  readonly #waiting = new Map<Address, Entry[]>();
  /** Sorted by rank. */
  readonly #ready: Entry[] = [];
  readonly #outcomes = new Map<Address, Outcome>();
  readonly #running = new Map<Address, Promise<void>>();
  readonly #lanes = new Map<string, number>();

  constructor(changes: readonly Change[], options: ScheduleOptions) {
    this.#options = options;
    for (const change of changes)
      this.#entries.set(change.address, { change, lanes: options.lanes(change), rank: 0, open: 0 });
    const weighed = [...this.#entries.values()].map((entry, index) => ({
      entry,
      index,
      weight: options.weight(entry.change),
    }));
    weighed
      .sort((a, b) => b.weight - a.weight || a.index - b.index)
      .forEach(({ entry }, rank) => {
        entry.rank = rank;
      });
    for (const { entry } of weighed) this.#link(entry);
  }

  outcome(change: Change): Outcome {
    return (
      this.#outcomes.get(change.address) ?? { address: change.address, action: change.action, state: 'interrupted' }
    );
  }

  async toEnd(): Promise<void> {
    for (;;) {
      if (!this.#options.signal?.aborted) this.#startReady();
      if (this.#running.size === 0) break;
      await Promise.race(this.#running.values());
    }
  }

  #link(entry: Entry): void {
    const before = new Set([...entry.change.needs, ...entry.change.after]);
    for (const address of before) {
      if (!this.#entries.has(address)) continue;
      entry.open += 1;
      const waiting = this.#waiting.get(address);
      if (waiting) waiting.push(entry);
      else this.#waiting.set(address, [entry]);
    }
    if (entry.open === 0) this.#ready.push(entry);
  }

  #startReady(): void {
    const full = new Set<string>();
    for (let index = 0; index < this.#ready.length; ) {
      const entry = this.#ready[index];
      if (!entry) break;
      const busy = entry.lanes.find((lane) => full.has(lane.lane) || !this.#hasRoom(lane));
      if (busy) {
        full.add(busy.lane);
        index += 1;
      } else {
        this.#ready.splice(index, 1);
        this.#start(entry);
      }
    }
  }

  #hasRoom({ lane, limit, exclusive }: Lane): boolean {
    return (this.#lanes.get(lane) ?? 0) < (exclusive ? 1 : limit);
  }

  #start({ change, lanes }: Entry): void {
    for (const lane of lanes) this.#lanes.set(lane.lane, (this.#lanes.get(lane.lane) ?? 0) + placesOf(lane));
    this.#options.listener({ code: 'change-started', at: this.#options.clock.now(), change });
    const work = this.#options.drive(change).then((outcome) => {
      for (const lane of lanes) this.#lanes.set(lane.lane, (this.#lanes.get(lane.lane) ?? 0) - placesOf(lane));
      this.#running.delete(change.address);
      this.#finish(change, outcome);
    });
    this.#running.set(change.address, work);
  }

  #finish(change: Change, outcome: Outcome): void {
    this.#outcomes.set(change.address, outcome);
    const { clock, listener } = this.#options;
    listener({
      code: 'change-finished',
      at: clock.now(),
      change,
      outcome,
      done: this.#outcomes.size,
      of: this.#entries.size,
    });
    for (const entry of this.#waiting.get(change.address) ?? []) {
      entry.open -= 1;
      if (entry.open === 0) this.#release(entry);
    }
  }

  /** All that it waited for is over: it is ready, unless something that it needs was not done. */
  #release(entry: Entry): void {
    const { change } = entry;
    const broken = change.needs.find((need) => {
      const state = this.#outcomes.get(need)?.state;
      return state !== undefined && state !== 'done' && state !== 'already-so';
    });
    if (broken === undefined) {
      const place = this.#ready.findIndex((other) => other.rank > entry.rank);
      this.#ready.splice(place < 0 ? this.#ready.length : place, 0, entry);
    } else {
      const problem = `waits for ${broken}, which was not done`;
      this.#finish(change, { address: change.address, action: change.action, state: 'skipped', problem });
    }
  }
}

/** An exclusive change has the whole lane to itself. */
function placesOf({ limit, exclusive }: Lane): number {
  return exclusive ? limit : 1;
}
