import type { Clock } from '../clock.js';

/** The reason of a signal that was aborted since the time for this build is over. */
export class TimeIsOver extends Error {
  override readonly name = 'TimeIsOver';
}

/** Ends the starting of new work after a time, as a person's interruption does. */
export interface StopAfter {
  readonly signal: AbortSignal;
  /** Takes the timer away. */
  cancel(): void;
}

/** `seconds` from now; absent = never. */
export function stopAfter(seconds: number | undefined, clock: Clock): StopAfter {
  const stop = new AbortController();
  const cancelled = new AbortController();
  if (seconds !== undefined) {
    const ms = seconds * 1_000;
    // Beside the work: a virtual clock must not run to it while the work waits for something else.
    const slept = clock.sleepBeside?.(ms, cancelled.signal) ?? clock.sleep(ms, cancelled.signal);
    slept.then(
      () => stop.abort(new TimeIsOver(`no new work is begun after ${seconds} s`)),
      () => undefined,
    );
  }
  return { signal: stop.signal, cancel: () => cancelled.abort(new Error('cancelled')) };
}
