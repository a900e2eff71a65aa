import type { Style } from '../report/style.js';
import type { Host, Output } from './host.js';

const LOG_WIDTH = 120;
const TERMINAL_WIDTH = 80;
const NARROWEST = 40;

/** Colour only on a terminal that can show it; a log gets 120 columns unless COLUMNS says otherwise. */
export function styleOf(output: Output, host: Host, colour: boolean): Style {
  const { env } = host;
  const dumb = env['TERM'] === 'dumb';
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  const columns = Number(env['COLUMNS']);
  const log = Number.isInteger(columns) && columns > 0 ? columns : LOG_WIDTH;
  return {
    width: Math.max(NARROWEST, output.isTTY ? (output.columns ?? TERMINAL_WIDTH) : log),
    colour: colour && output.isTTY && !dumb && (env['NO_COLOR'] ?? '') === '',
    unicode: !dumb && !/^(C|POSIX)$/.test(locale),
  };
}

/** Whether lines may be rewritten in place. */
export function isLive(output: Output, host: Host): boolean {
  return output.isTTY && host.env['TERM'] !== 'dumb';
}
