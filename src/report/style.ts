import pico from 'picocolors';

/** How a report may look. Reports are pure: they never ask the terminal themselves. */
export interface Style {
  /** Columns a line may fill. An address that is longer than that is never broken: it runs over. */
  readonly width: number;
  readonly colour: boolean;
  /** False on a terminal that may not show more than ASCII (`TERM=dumb`, a C locale). */
  readonly unicode: boolean;
}

export type Render<Value> = (value: Value, style: Style) => string;

/** For a log, a file or a test: no colour, 120 columns. */
export const PLAIN: Style = { width: 120, colour: false, unicode: true };

export interface Glyphs {
  readonly dot: string;
  readonly expect: string;
  readonly ellipsis: string;
  readonly done: string;
  readonly failed: string;
}

const UNICODE: Glyphs = { dot: '·', expect: '»', ellipsis: '…', done: '✓', failed: '✗' };
const ASCII: Glyphs = { dot: '|', expect: '>', ellipsis: '...', done: 'ok', failed: 'x' };

export function glyphsOf(style: Style): Glyphs {
  return style.unicode ? UNICODE : ASCII;
}

export type Paint = ReturnType<typeof pico.createColors>;

export function paintOf(style: Style): Paint {
  return pico.createColors(style.colour);
}
