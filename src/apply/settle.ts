import type { Clock } from '../clock.js';
import type { Listener } from '../events.js';
import type { Address, Change } from '../model.js';

export interface SettleOptions {
  readonly clock: Clock;
  readonly listener: Listener;
  /** The next reads ask AWS again. */
  readonly forget: () => void;
  readonly shows: (change: Change) => Promise<boolean>;
}

/** While writes go on, finished ones are looked for now and then: their lists are read once for many. */
const MEANWHILE_MS = 5_000;
const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 8_000;
/** The lists of Organizations follow a write within seconds; no bound is documented. */
const DEADLINE_MS = 90_000;

/**
 * Looks until AWS's lists show what was done, so that the plan after an apply is empty. What does not show by the
 * deadline was done all the same, but the next plan may still say otherwise.
 */
export class Settling {
  readonly #options: SettleOptions;
  #open: Change[] = [];
  #looking: Promise<void> | undefined;
  #lookedAt: number;

  constructor(options: SettleOptions) {
    this.#options = options;
    this.#lookedAt = options.clock.now();
  }

  /** A change was done. Looks for it in passing, when the last look is long enough ago. */
  done(change: Change): void {
    this.#open.push(change);
    if (this.#looking || this.#options.clock.now() - this.#lookedAt < MEANWHILE_MS) return;
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined;
    });
  }

  /** Ends when everything shows, or at the deadline. Answers what did not show. */
  async toEnd(): Promise<ReadonlySet<Address>> {
    const { clock, listener } = this.#options;
    await this.#looking;
    const deadline = clock.now() + DEADLINE_MS;
    for (let wait = FIRST_WAIT_MS; this.#open.length > 0; wait = Math.min(wait * 2, LAST_WAIT_MS)) {
      await this.#look();
      if (this.#open.length === 0 || clock.now() >= deadline) break;
      listener({ code: 'settling', at: clock.now(), addresses: this.#open.map((change) => change.address) });
      await clock.sleep(wait);
    }
    return new Set(this.#open.map((change) => change.address));
  }

  async #look(): Promise<void> {
    const asked = this.#open;
    this.#options.forget();
    const shown = await Promise.all(asked.map((change) => this.#options.shows(change)));
    const seen = new Set(asked.filter((_, index) => shown[index]));
    this.#open = this.#open.filter((change) => !seen.has(change));
    this.#lookedAt = this.#options.clock.now();
  }
}
