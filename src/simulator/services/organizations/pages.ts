import { createHash } from 'node:crypto';
import { invalidInput } from './faults.js';
import type { Input } from './input.js';
import { QUOTA } from './quotas.js';
import type { Session } from './session.js';

/** How often a page is empty although more follows, where the world asks for such pages. */
const EMPTY_PAGE_CHANCE = 0.25;

interface Cursor {
  /** How many ids come before the next page. */
  readonly offset: number;
  /** The id before the next page: where to go on when the list has changed meanwhile. */
  readonly last: string;
  /** The page that gave this token was empty: the next one is not. */
  readonly afterEmpty: boolean;
}

/**
 * One page of a list operation. `list` names what is listed (operation and arguments): a token is good for that only.
 * Costs what the page costs, however long the list is.
 */
export function page<T>(
  session: Session,
  input: Input,
  list: string,
  ids: readonly string[],
  render: (id: string) => T | undefined,
): { items: T[]; NextToken?: string } {
  const asked = input.integer('MaxResults', 1, QUOTA.pageSize) ?? QUOTA.pageSize;
  const size = Math.min(asked, session.world.settings.pageSize ?? QUOTA.pageSize);
  const token = input.optional('NextToken', { max: 100_000 });
  const cursor = token === undefined ? { offset: 0, last: '', afterEmpty: false } : read(token, list);
  const start = resume(ids, cursor);
  const emptyPages = session.world.settings.emptyPages;
  if (emptyPages && !cursor.afterEmpty && start < ids.length && session.random() < EMPTY_PAGE_CHANCE) {
    return { items: [], NextToken: write({ offset: start, last: cursor.last, afterEmpty: true }, list) };
  }
  const end = Math.min(start + size, ids.length);
  const items: T[] = [];
  for (const id of ids.slice(start, end)) {
    const item = render(id);
    if (item !== undefined) items.push(item);
  }
  const endless = emptyPages && end === ids.length && end > start && session.random() < EMPTY_PAGE_CHANCE;
  if (end >= ids.length && !endless) return { items };
  return { items, NextToken: write({ offset: end, last: ids[end - 1] ?? '', afterEmpty: false }, list) };
}

/** Where the list goes on: at the offset when nothing moved, else after the last id, else at the offset all the same. */
function resume(ids: readonly string[], { offset, last }: Cursor): number {
  if (offset === 0 || ids[offset - 1] === last) return offset;
  const at = ids.indexOf(last);
  return at >= 0 ? at + 1 : Math.min(offset, ids.length);
}

function digest(list: string, body: string): string {
  return createHash('sha256').update(`${list}\n${body}`).digest('base64url').slice(0, 16);
}

function write(cursor: Cursor, list: string): string {
  const body = [cursor.offset, cursor.afterEmpty ? 1 : 0, cursor.last].join(' ');
  return Buffer.from(`${digest(list, body)} ${body}`).toString('base64url');
}

function read(token: string, list: string): Cursor {
  const [mark, offset, afterEmpty, ...last] = Buffer.from(token, 'base64url').toString('utf8').split(' ');
  const body = [offset, afterEmpty, ...last].join(' ');
  if (mark !== digest(list, body)) {
    throw invalidInput('INVALID_NEXT_TOKEN', 'You specified an invalid value for the NextToken parameter.');
  }
  return { offset: Number(offset), afterEmpty: afterEmpty === '1', last: last.join(' ') };
}
