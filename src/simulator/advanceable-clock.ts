import type { Clock } from '../clock.js';

interface Timer {
  readonly at: number;
  wake(): void;
}

/**
 * The machine's time plus an offset that `advance` raises: what a sandbox in its own process runs on. Timers that
 * fall due on the way fire at once, in order. Never goes backwards.
 */
export class AdvanceableClock implements Clock {
  #offset = 0;
  readonly #base: Clock;
  readonly #timers = new Set<Timer>();

  /** `base` runs by itself, like the machine's clock. */
  constructor(base: Clock) {
    this.#base = base;
  }

  now(): number {
    return this.#base.now() + this.#offset;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const early = new AbortController();
    let advanced = false;
    const timer: Timer = {
      at: this.now() + ms,
      wake: () => {
        advanced = true;
        early.abort();
      },
    };
    this.#timers.add(timer);
    try {
      await this.#base.sleep(ms, signal ? AbortSignal.any([signal, early.signal]) : early.signal);
    } catch (error) {
      if (!advanced) throw error;
    } finally {
      this.#timers.delete(timer);
    }
  }

  advance(ms: number): void {
    this.#offset += ms;
    const due = [...this.#timers].filter((timer) => timer.at <= this.now()).sort((a, b) => a.at - b.at);
    for (const timer of due) timer.wake();
  }
}
