const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)$/;
/** A narrow no-break space stands before AM and PM where a newer Java wrote it. */
const WRITTEN = /^([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d):(\d\d)[\s\u202f]?([AaPp])[Mm]$/;

/**
 * Times as Control Tower and Organizations write them, which is not one way, not even within one event:
 * `2025-02-10T17:14:57Z`, `2025-02-10T17:14:57+0000`, `Sep 16, 2020 9:20:50 PM` (UTC).
 *
 * @returns milliseconds since the Unix epoch, or undefined for anything else.
 */
export function parseEventTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const iso = ISO.exec(text);
  if (iso) return fromIso(iso);
  const written = WRITTEN.exec(text);
  return written ? fromWritten(written) : undefined;
}

function fromIso([, year, month, day, hours, minutes, seconds, fraction = '0', zone = 'Z']: RegExpExecArray):
  | number
  | undefined {
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1_000);
  const local = utc([year, Number(month) - 1, day, hours, minutes, seconds], milliseconds);
  if (local === undefined || zone === 'Z') return local;
  const away = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return local - (zone.startsWith('-') ? -1 : 1) * away * 60_000;
}

function fromWritten([, name = '', day, year, hours, minutes, seconds, half = '']: RegExpExecArray):
  | number
  | undefined {
  const month = MONTHS.indexOf(name.toLowerCase());
  const hour = Number(hours);
  if (month < 0 || hour < 1 || hour > 12) return undefined;
  return utc([year, month, day, (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0), minutes, seconds], 0);
}

/** Undefined for a date that there is not: `Date.UTC` would take the 31st of February for one in March. */
function utc(parts: readonly (string | number | undefined)[], milliseconds: number): number | undefined {
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(Number);
  const at = Date.UTC(year, month, day, hours, minutes, seconds, milliseconds);
  const date = new Date(at);
  const same =
    date.getUTCMonth() === month &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hours &&
    date.getUTCMinutes() === minutes &&
    date.getUTCSeconds() === seconds;
  return same ? at : undefined;
}
