import { ServiceError } from './service.js';
import type { World } from './world.js';

const CHANCE_OF_EMPTY = 0.25;

interface Paging {
  readonly world: World;
  readonly input: Readonly<Record<string, unknown>>;
  /** What is listed, arguments included: a token is good for that list alone. */
  readonly list: string;
  readonly largest: number;
}

/**
 * One page of rows in the order of their keys. A token holds the key it goes on after, and whether the page before it was an empty one.
 *
 * @throws ServiceError ValidationException for a token of another list.
 */
export function pageByKey<T>(
  { world, input, list, largest }: Paging,
  rows: readonly T[],
  keyOf: (row: T) => string,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const asked = Number(input['MaxResults'] ?? largest);
  const { pageSize = largest, emptyPages } = world.settings;
  const { after, afterEmpty } = readToken(input['NextToken'], list);
  const rest = rows.filter((row) => keyOf(row) > after).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  if (emptyPages && !afterEmpty && rest.length > 0 && world.random() < CHANCE_OF_EMPTY) {
    return { items: [], NextToken: writeToken(list, after, true) };
  }
  const items = rest.slice(0, Math.min(asked, pageSize));
  const last = items.at(-1);
  return items.length < rest.length && last !== undefined
    ? { items, NextToken: writeToken(list, keyOf(last), false) }
    : { items };
}

function readToken(token: unknown, list: string): { readonly after: string; readonly afterEmpty: boolean } {
  if (token === undefined || token === '') return { after: '', afterEmpty: false };
  const parts = Buffer.from(String(token), 'base64url').toString('utf8').split('\n');
  const [mark, empty, after] = parts;
  if (parts.length !== 3 || mark !== list || after === undefined) {
    throw new ServiceError('ValidationException', 'The NextToken is not one that this list has given.');
  }
  return { after, afterEmpty: empty === '1' };
}

const writeToken = (list: string, after: string, isEmpty: boolean): string =>
  Buffer.from([list, isEmpty ? '1' : '0', after].join('\n')).toString('base64url');
