import { createHash } from 'node:crypto';
import type { World } from '../../world.js';
import { validation } from './errors.js';

/** How often a page is empty although more follows, where the world asks for such pages. */
const EMPTY_PAGE_CHANCE = 0.25;

/**
 * One page of a list. `listing` names what is listed, filter included: a token is good for that only. A list goes on
 * after the last entry it told, also when it has changed since.
 */
export function pageOf<T>(
  world: World,
  listing: string,
  items: readonly T[],
  keyOf: (item: T) => string,
  { asked, token, largest }: { readonly asked: unknown; readonly token: unknown; readonly largest: number },
): { readonly items: readonly T[]; readonly nextToken?: string } {
  const size = Math.min(typeof asked === 'number' ? asked : largest, world.settings.pageSize ?? largest);
  const cursor =
    typeof token === 'string' && token !== '' ? read(token, listing) : { offset: 0, last: '', empty: false };
  const start = resume(items.map(keyOf), cursor);
  const { emptyPages } = world.settings;
  if (emptyPages && !cursor.empty && start < items.length && world.random() < EMPTY_PAGE_CHANCE) {
    return { items: [], nextToken: write({ offset: start, last: cursor.last, empty: true }, listing) };
  }
  const end = Math.min(start + size, items.length);
  const shown = items.slice(start, end);
  if (end >= items.length) return { items: shown };
  const last = shown.at(-1);
  const next = { offset: end, last: last === undefined ? '' : keyOf(last), empty: false };
  return { items: shown, nextToken: write(next, listing) };
}

interface Cursor {
  readonly offset: number;
  /** Key of the entry before the next page. */
  readonly last: string;
  /** The page that gave this token was empty: the next one is not. */
  readonly empty: boolean;
}

function resume(keys: readonly string[], { offset, last }: Cursor): number {
  if (offset === 0 || keys[offset - 1] === last) return offset;
  const at = keys.indexOf(last);
  return at >= 0 ? at + 1 : Math.min(offset, keys.length);
}

function digest(listing: string, body: string): string {
  return createHash('sha256').update(`${listing}\n${body}`).digest('base64url').slice(0, 16);
}

function write({ offset, last, empty }: Cursor, listing: string): string {
  const body = [offset, empty ? 1 : 0, last].join(' ');
  return Buffer.from(`${digest(listing, body)} ${body}`).toString('base64url');
}

function read(token: string, listing: string): Cursor {
  const [mark, offset, empty, ...last] = Buffer.from(token, 'base64url').toString('utf8').split(' ');
  const body = [offset, empty, ...last].join(' ');
  if (mark !== digest(listing, body)) throw validation('The nextToken is not one of this list with these arguments.');
  return { offset: Number(offset), empty: empty === '1', last: last.join(' ') };
}
