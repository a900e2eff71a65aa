import type { EngineEvent, Listener } from '../events.js';
import { colourOf, signOf } from '../report/change-words.js';
import { eventLine } from '../report/events.js';
import { clip } from '../report/layout.js';
import { sanitizeText } from '../report/sanitize.js';
import { glyphsOf, paintOf, type Style } from '../report/style.js';
import { elapsed } from '../report/words.js';
import type { Output } from './host.js';
import { type RunningChange, RunningState } from './running.js';

const MOST_RUNNING = 8;
/** Milliseconds between two drawings, so that a fast run does not spend its time on the terminal. */
const REDRAW_MS = 80;
/** Milliseconds after which the elapsed time is drawn anew without an event. */
const TICK_MS = 500;

/** What stays on the screen, beside what became of each change. */
const KEPT: ReadonlySet<EngineEvent['code']> = new Set([
  'undo-written',
  'root-task',
  'lease-waiting',
  'lease-taken',
  'lease-lost',
]);

/** A few lines at the bottom of a terminal, rewritten in place; what is finished scrolls away above them. */
export class LiveView {
  readonly #output: Output;
  readonly #style: Style;
  readonly #now: () => number;
  readonly #state = new RunningState();
  readonly #ticker: NodeJS.Timeout;
  #drawn = 0;
  #lastDraw = Number.NEGATIVE_INFINITY;
  #closed = false;

  /** `now`: milliseconds of the engine's clock. */
  constructor(output: Output, style: Style, now: () => number) {
    this.#output = output;
    this.#style = style;
    this.#now = now;
    this.#ticker = setInterval(() => this.#draw(), TICK_MS);
    this.#ticker.unref();
  }

  readonly listener: Listener = (event) => {
    if (this.#closed) return;
    this.#state.take(event);
    const kept = this.#keptLine(event);
    if (kept !== undefined) this.say(kept);
    else if (performance.now() - this.#lastDraw >= REDRAW_MS) this.#draw();
  };

  say(line: string): void {
    this.#erase();
    this.#output.write(`${line}\n`);
    this.#draw();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ticker);
    this.#erase();
  }

  #keptLine(event: EngineEvent): string | undefined {
    if (KEPT.has(event.code)) return sanitizeText(eventLine(event));
    if (event.code !== 'change-finished') return undefined;
    const { done, failed } = glyphsOf(this.#style);
    const paint = paintOf(this.#style);
    const good = event.outcome.state === 'done' || event.outcome.state === 'already-so';
    return `${good ? paint.green(done) : paint.red(failed)} ${sanitizeText(eventLine(event))}`;
  }

  #lines(): string[] {
    const state = this.#state;
    const width = this.#style.width - 1;
    if (state.startedAt === undefined) {
      return state.reading.size === 0 ? [] : [clip(`Reading ${[...state.reading].join(', ')}`, width)];
    }
    const { dot } = glyphsOf(this.#style);
    const failed = state.failed === 0 ? '' : ` ${dot} ${state.failed} not done`;
    const head = `${state.title} ${state.done} of ${state.of}${failed} ${dot} ${elapsed(this.#now() - state.startedAt)}`;
    const { running } = state;
    const rest = running.length - MOST_RUNNING;
    return [
      clip(head, width),
      ...running.slice(0, MOST_RUNNING).map((change) => this.#runningLine(change, width)),
      ...(rest > 0 ? [`  and ${rest} more running`] : []),
    ];
  }

  #runningLine(change: RunningChange, width: number): string {
    const sign = colourOf(change.action, paintOf(this.#style))(signOf(change.action, glyphsOf(this.#style)));
    const time = elapsed(this.#now() - change.startedAt);
    return `  ${sign} ${clip(`${time}  ${sanitizeText(change.address)}  ${change.doing}`, width - 4)}`;
  }

  #draw(): void {
    if (this.#closed) return;
    this.#lastDraw = performance.now();
    this.#erase();
    const lines = this.#lines();
    if (lines.length > 0) this.#output.write(`${lines.join('\n')}\n`);
    this.#drawn = lines.length;
  }

  #erase(): void {
    if (this.#drawn > 0) this.#output.write(`\u001b[${this.#drawn}A\u001b[0J`);
    this.#drawn = 0;
  }
}
