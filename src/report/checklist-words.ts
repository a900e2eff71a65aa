import { type Checklist, type ChecklistRow, type EvidenceLine, VERDICTS } from '../checklist/verdict.js';
import { count } from './words.js';

const MOST_NAMES = 8;

/** `3 met, 1 partly, 12 not assessed`. */
export function verdictCounts({ rows }: Checklist): string {
  return VERDICTS.flatMap((verdict) => {
    const number = rows.filter((row) => row.verdict === verdict).length;
    return number === 0 ? [] : [`${number} ${verdict}`];
  }).join(', ');
}

/** `partly, 3 of 8 accounts`; the numbers are left out where they say nothing more. */
export function verdictWords({ verdict, count: counted }: ChecklistRow): string {
  if (counted === undefined || counted.of === 0) return verdict;
  return `${verdict}, ${counted.met} of ${count(counted.of, counted.noun)}`;
}

/** `leaving the organization is not denied: payments-dev, sandbox-alice and 4 more`. */
export function evidenceWords({ text, about = [], every, state }: EvidenceLine): string {
  // The text has counted already: all of them need no names, nor do the many where something holds.
  if (about.length === 0 || every === true || (state === 'met' && about.length > MOST_NAMES)) return text;
  const more = about.length - MOST_NAMES;
  const names = more > 0 ? `${about.slice(0, MOST_NAMES).join(', ')} and ${more} more` : about.join(', ');
  return `${text}: ${names}`;
}

/** Rows under their heading, in the order of the target state. */
export function areasOf(rows: readonly ChecklistRow[]): { readonly area: string; readonly rows: ChecklistRow[] }[] {
  const areas = new Map<string, ChecklistRow[]>();
  for (const row of rows) {
    const area = row.id.slice(0, 1);
    areas.set(area, [...(areas.get(area) ?? []), row]);
  }
  return [...areas].map(([area, ofArea]) => ({ area, rows: ofArea }));
}

/** Headings of the report, by the first character of a row's id. */
export const AREAS: Readonly<Record<string, string>> = {
  '1': 'A new account is as it should be by itself',
  '2': 'People sign in simply, with the right permissions',
  '3': 'The management account is not used day to day',
};
