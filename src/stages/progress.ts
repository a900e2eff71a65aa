import type { Clock } from '../clock.js';
import type { Listener } from '../events.js';
import type { Address, Outcome } from '../model.js';
import type { Run } from '../runs/run.js';

/** How long what is done may be known to nobody but this process. */
const SAVED_EVERY_MS = 60_000;

/**
 * Keeps the record up while a run works: of a process that dies, what it did until the last minute is written down.
 * What cannot be written is written with the next, or at the end.
 */
export class RecordedProgress {
  readonly #run: Run;
  readonly #clock: Clock;
  readonly #before: readonly Outcome[];
  readonly #outcomes = new Map<Address, Outcome>();
  #savedAt: number;
  #saving: Promise<void> | undefined;

  constructor(run: Run, clock: Clock) {
    this.#run = run;
    this.#clock = clock;
    this.#before = run.record.outcomes;
    this.#savedAt = clock.now();
  }

  readonly listener: Listener = (event) => {
    if (event.code !== 'change-finished') return;
    this.#outcomes.set(event.outcome.address, event.outcome);
    if (this.#saving || this.#clock.now() - this.#savedAt < SAVED_EVERY_MS) return;
    this.#savedAt = this.#clock.now();
    this.#saving = this.#run
      .save({ outcomes: this.together([...this.#outcomes.values()]) })
      .catch(() => undefined)
      .finally(() => {
        this.#saving = undefined;
      });
  };

  /** When this has resolved nothing is being written any more. */
  async toEnd(): Promise<void> {
    await this.#saving;
  }

  /** What an earlier process did stays as it was told then. */
  together(outcomes: readonly Outcome[]): readonly Outcome[] {
    const now = new Map(outcomes.map((outcome) => [outcome.address, outcome]));
    const before = new Map(this.#before.map((outcome) => [outcome.address, outcome]));
    // What is found so, and what was not come to again, is as it was told.
    const isOlder = ({ state, address, startedAt }: Outcome): boolean =>
      (state === 'already-so' || (state === 'interrupted' && startedAt === undefined)) &&
      ['done', 'settling', ...(state === 'interrupted' ? ['already-so'] : [])].includes(
        before.get(address)?.state ?? '',
      );
    const kept = this.#before.filter(({ address }) => !now.has(address));
    return [
      ...outcomes.map((outcome) => (isOlder(outcome) ? (before.get(outcome.address) ?? outcome) : outcome)),
      ...kept,
    ];
  }
}
