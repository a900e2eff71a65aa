import type { EngineEvent, Listener } from '../events.js';
import { eventLine } from '../report/events.js';
import { sanitizeText } from '../report/sanitize.js';
import type { Host } from './host.js';
import { LiveView } from './live-view.js';
import { isLive, styleOf } from './terminal.js';

export interface Progress {
  readonly listener: Listener;
  /** A line of its own, above the live ones. */
  say(line: string): void;
  /** Takes the live lines away; nothing is drawn after that. */
  close(): void;
}

export interface ProgressOptions {
  readonly colour: boolean;
  /** Milliseconds of the engine's clock, for the time on a running change. */
  readonly now: () => number;
  /** Every event, not only the ones a reader wants. */
  readonly verbose: boolean;
}

/** A live view on a terminal, timestamped lines in a log; both on stderr, so that stdout stays the report. */
export function progressFor(host: Host, options: ProgressOptions): Progress {
  if (!isLive(host.stderr, host)) return logLines(host, options);
  return new LiveView(host.stderr, styleOf(host.stderr, host, options.colour), options.now);
}

const QUIET: ReadonlySet<EngineEvent['code']> = new Set([
  'read-started',
  'step-started',
  'step-waiting',
  'plan-ready',
  'apply-finished',
]);

function logLines(host: Host, options: ProgressOptions): Progress {
  const listener: Listener = (event) => {
    if (!options.verbose && QUIET.has(event.code)) return;
    host.stderr.write(`${new Date(event.at).toISOString()} ${sanitizeText(eventLine(event))}\n`);
  };
  return { listener, say: (line) => host.stderr.write(`${line}\n`), close: () => {} };
}
