import type { SectionFinding } from '../../kind.js';
import { type AccountEntry, type Accounts, mayBeMade } from './entry.js';

/** What the schema of one entry cannot say: what two entries share, and what only a new account must not have. */
export function* checkAccounts(section: Accounts): Iterable<SectionFinding> {
  const seen = new Map<string, string>();
  for (const [key, entry] of Object.entries(section)) {
    yield* duplicates(key, entry, seen);
    yield* unfitNames(key, entry, seen);
    yield* twiceNamedRegions(key, entry);
  }
}

function* duplicates(key: string, entry: AccountEntry, seen: Map<string, string>): Iterable<SectionFinding> {
  for (const field of ['id', 'email', 'management', 'alias'] as const) {
    const value = entry[field];
    if (value === undefined || value === null) continue;
    const mark = `${field}\0${String(value).toLowerCase()}`;
    const first = seen.get(mark);
    if (first === undefined) seen.set(mark, key);
    else {
      const message =
        field === 'management'
          ? 'a second management account'
          : `accounts.${key}.${field} "${value}" is that of "${first}" too`;
      yield { path: [key, field], first: [first, field], message, hint: 'an account is declared once' };
    }
  }
}

/** As Control Tower takes them; others create an account that it cannot enrol. */
const EMAIL = /^[A-Z0-9a-z._%+-]+@[A-Za-z0-9.-]+[.]+[A-Za-z]+$/;
const LONGEST_NAME = 50;

/** An entry that could be made needs a name and an address that both services take. */
function* unfitNames(key: string, entry: AccountEntry, seen: Map<string, string>): Iterable<SectionFinding> {
  const { email = '', name = key } = entry;
  if (!mayBeMade(entry)) return;
  if (!EMAIL.test(email))
    yield {
      path: [key, 'email'],
      message: `"${email}" is an address that Control Tower does not take`,
      hint: 'use letters, digits and . _ % + - before the @; or write the id of an account that exists',
    };
  if (name.length > LONGEST_NAME)
    yield {
      path: [key],
      message: `the key "${key}" is longer than the ${LONGEST_NAME} characters of an account's name`,
      hint: 'write name:',
    };
  const mark = `name\0${name}`;
  const first = seen.get(mark);
  if (first === undefined) seen.set(mark, key);
  else
    yield {
      path: [key],
      first: [first],
      message: `"${name}" is the name of "${first}" too`,
      hint: 'give new accounts names of their own: while AWS makes them it tells them apart by nothing else',
    };
}

function* twiceNamedRegions(key: string, { regions = [] }: AccountEntry): Iterable<SectionFinding> {
  const seen = new Set<string>();
  for (const [index, wish] of regions.entries()) {
    const region = wish.replace(/^-/, '');
    if (seen.has(region))
      yield { path: [key, 'regions', index], message: `"${region}" is named twice`, hint: 'keep one of the two' };
    seen.add(region);
  }
}
