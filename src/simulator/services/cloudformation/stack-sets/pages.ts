import { createHash } from 'node:crypto';
import type { World } from '../../../world.js';
import { validation } from './errors.js';
import type { Input } from './input.js';

const LARGEST = 100;
/** How often a page is empty although more follows, where the world asks for such pages. */
const EMPTY_PAGE_CHANCE = 0.25;

interface Cursor {
  readonly offset: number;
  /** The key before the next page. */
  readonly last: string;
  /** The page that gave this token was empty: the next one is not. */
  readonly empty: boolean;
}

/**
 * One page of a list of keys. `listing` names what is listed, filters included: a token is good for that only. Costs what
 * the page costs, unless the list has changed since the last one; it goes on after the last key that was shown.
 */
export function page(
  world: World,
  listing: string,
  keys: readonly string[],
  input: Input,
): { readonly keys: readonly string[]; readonly next: { readonly NextToken?: string } } {
  const asked = input['MaxResults'];
  const most = typeof asked === 'number' ? asked : LARGEST;
  if (most < 1 || most > LARGEST) throw validation(`MaxResults must be between 1 and ${LARGEST}: ${most}`);
  const size = Math.min(most, world.settings.pageSize ?? LARGEST);
  const given = input['NextToken'];
  const cursor =
    typeof given === 'string' && given !== '' ? read(given, listing) : { offset: 0, last: '', empty: false };
  const start = resume(keys, cursor);
  if (world.settings.emptyPages && !cursor.empty && start < keys.length && world.random() < EMPTY_PAGE_CHANCE) {
    return { keys: [], next: { NextToken: write({ offset: start, last: cursor.last, empty: true }, listing) } };
  }
  const end = Math.min(start + size, keys.length);
  const shown = keys.slice(start, end);
  if (end >= keys.length) return { keys: shown, next: {} };
  return { keys: shown, next: { NextToken: write({ offset: end, last: keys[end - 1] ?? '', empty: false }, listing) } };
}

function resume(keys: readonly string[], { offset, last }: Cursor): number {
  if (offset === 0 || keys[offset - 1] === last) return offset;
  const at = keys.indexOf(last);
  return at >= 0 ? at + 1 : Math.min(offset, keys.length);
}

const mark = (listing: string, body: string): string =>
  createHash('sha256').update(`${listing}\n${body}`).digest('base64url').slice(0, 16);

function write({ offset, last, empty }: Cursor, listing: string): string {
  const body = [offset, empty ? 1 : 0, last].join(' ');
  return Buffer.from(`${mark(listing, body)} ${body}`).toString('base64url');
}

function read(token: string, listing: string): Cursor {
  const [given, offset, empty, ...last] = Buffer.from(token, 'base64url').toString('utf8').split(' ');
  const body = [offset, empty, ...last].join(' ');
  if (given !== mark(listing, body)) throw validation('NextToken is not valid for this request');
  return { offset: Number(offset), empty: empty === '1', last: last.join(' ') };
}
