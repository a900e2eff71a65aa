import type { Host } from './host.js';

/** 128 + SIGINT, what a shell expects of a process that Ctrl-C ended. */
const INTERRUPTED = 130;

export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export interface Interruption {
  /** Aborted by the first Ctrl-C: what is in flight is finished, nothing new is started. */
  readonly signal: AbortSignal;
  close(): void;
}

/** First Ctrl-C: finish what is in flight. Second: quit at once. */
export function listenForInterrupts(host: Host, say: (line: string) => void): Interruption {
  const controller = new AbortController();
  const close = host.onInterrupt(() => {
    if (controller.signal.aborted) {
      say('Quit. The next plan tells what was done and what was not.');
      host.quit(INTERRUPTED);
      return;
    }
    say('Finishing what is in flight; Ctrl-C again quits at once.');
    controller.abort(new Interrupted('interrupted'));
  });
  return { signal: controller.signal, close };
}
