/**
 * Time is a value. The engine and the simulator never ask the machine what time it is: they are given a clock.
 * The real one waits; the virtual one jumps, so an apply that takes hours against AWS runs in seconds.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds of this clock; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * The same for what goes on beside the work, such as a heartbeat: a virtual clock passes such a timer on its way and does
   * not jump for its sake, or it would run away while the work waits for a file.
   */
  sleepBeside?(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      }, ms);
      const abort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  },
};

interface Timer {
  at: number;
  order: number;
  readonly beside: boolean;
  wake(): void;
}

/** Turns of the event loop without any activity after which every task is taken to wait on the clock. */
const QUIET_TURNS = 4;

/**
 * Jumps to the next timer as soon as nothing is held and the event loop has been quiet for a few turns.
 * Only for work that stays inside this process: a socket's answer is invisible to it unless it is held.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #held = 0;
  #activity = 0;
  #watching = false;
  readonly #timers: Timer[] = [];

  constructor(startsAt: number = Date.UTC(2026, 0, 1)) {
    this.#now = startsAt;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#timer(ms, signal, false);
  }

  sleepBeside(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#timer(ms, signal, true);
  }

  #timer(ms: number, signal: AbortSignal | undefined, beside: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const timer: Timer = { at: this.#now + Math.max(0, ms), order: this.#order++, beside, wake: () => {} };
      const abort = (): void => {
        this.#remove(timer);
        reject(signal?.reason);
      };
      timer.wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#insert(timer);
      this.#activity += 1;
      this.#watch();
    });
  }

  /** Time stands still until the work is done: wrap what this clock cannot see (a request, a file). */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await work();
    } finally {
      this.#held -= 1;
      this.#activity += 1;
      this.#watch();
    }
  }

  /** Moves time by hand, waking every timer that falls due on the way, in order. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#timers[0]; next && next.at <= until; next = this.#timers[0]) this.#fire(next);
    this.#now = until;
  }

  #insert(timer: Timer): void {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#timers[middle];
      if (other && other.at <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
  }

  #remove(timer: Timer): void {
    const index = this.#timers.indexOf(timer);
    if (index >= 0) this.#timers.splice(index, 1);
  }

  #fire(timer: Timer): void {
    this.#remove(timer);
    this.#now = Math.max(this.#now, timer.at);
    this.#activity += 1;
    timer.wake();
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    let seen = this.#activity;
    let quiet = 0;
    const turn = (): void => {
      if (this.#held > 0 || this.#timers.every(({ beside }) => beside)) {
        this.#watching = false;
        return;
      }
      quiet = seen === this.#activity ? quiet + 1 : 0;
      seen = this.#activity;
      const next = this.#timers[0];
      if (quiet >= QUIET_TURNS && next) {
        quiet = 0;
        this.#fire(next);
        seen = this.#activity;
      }
      setImmediate(turn);
    };
    setImmediate(turn);
  }
}
