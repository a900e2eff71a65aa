import { ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import type { Input } from './errors.js';

const CHANCE_OF_EMPTY = 0.25;

interface Paging {
  /** What is listed: a token is good for that only. */
  readonly list: string;
  readonly largest: number;
}

/** One page of keys that are sorted; a token holds the key it goes on after. @throws ServiceError InvalidLimitException, InvalidNextTokenException */
export function pageOf(
  world: World,
  input: Input,
  keys: readonly string[],
  { list, largest }: Paging,
): { readonly keys: readonly string[]; readonly NextToken?: string } {
  const asked = Number(input['Limit'] ?? 0);
  if (!Number.isInteger(asked) || asked < 0 || asked > largest) {
    throw new ServiceError('InvalidLimitException', `The limit ${asked} is not between 0 and ${largest}.`);
  }
  const { pageSize = largest, emptyPages } = world.settings;
  const { after, afterEmpty } = readToken(input['NextToken'], list);
  const start = after === '' ? 0 : firstAfter(keys, after);
  if (emptyPages && !afterEmpty && start < keys.length && world.random() < CHANCE_OF_EMPTY) {
    return { keys: [], NextToken: writeToken(list, after, true) };
  }
  const size = Math.min(asked === 0 ? largest : asked, pageSize);
  const found = keys.slice(start, start + size);
  const last = found.at(-1);
  const isLast = start + size >= keys.length;
  return isLast || last === undefined ? { keys: found } : { keys: found, NextToken: writeToken(list, last, false) };
}

function firstAfter(keys: readonly string[], after: string): number {
  const at = keys.findIndex((key) => key > after);
  return at < 0 ? keys.length : at;
}

function readToken(token: unknown, list: string): { readonly after: string; readonly afterEmpty: boolean } {
  if (token === undefined || token === '') return { after: '', afterEmpty: false };
  const words = Buffer.from(String(token), 'base64url').toString('utf8').split(' ');
  const [kind, empty, ...after] = words;
  if (kind !== list || (empty !== '0' && empty !== '1')) {
    throw new ServiceError('InvalidNextTokenException', 'The specified next token is not valid.');
  }
  return { after: after.join(' '), afterEmpty: empty === '1' };
}

const writeToken = (list: string, after: string, isEmpty: boolean): string =>
  Buffer.from(`${list} ${isEmpty ? 1 : 0} ${after}`).toString('base64url');
