import { ServiceError } from '../../service.js';
import type { World } from '../../world.js';

const CHANCE_OF_EMPTY = 0.25;

/** One page; a token holds the name it goes on after, and whether the page before it was an empty one. */
export function pageOf<T extends { readonly name: string }>(
  world: World,
  input: Readonly<Record<string, unknown>>,
  rows: readonly T[],
  largest: number,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const asked = Number(input['MaxResults'] ?? largest);
  if (!(asked >= 1 && asked <= largest)) {
    throw new ServiceError('ValidationException', `MaxResults is ${asked}: give a number from 1 to ${largest}.`);
  }
  const { pageSize = largest, emptyPages } = world.settings;
  const { after, afterEmpty } = readToken(input['NextToken']);
  const rest = rows.filter(({ name }) => name > after);
  if (emptyPages && !afterEmpty && rest.length > 0 && world.random() < CHANCE_OF_EMPTY) {
    return { items: [], NextToken: writeToken(after, true) };
  }
  const items = rest.slice(0, Math.min(asked, pageSize));
  const last = items.at(-1);
  return items.length < rest.length && last ? { items, NextToken: writeToken(last.name, false) } : { items };
}

function readToken(token: unknown): { readonly after: string; readonly afterEmpty: boolean } {
  if (token === undefined) return { after: '', afterEmpty: false };
  const text = Buffer.from(String(token), 'base64url').toString('utf8');
  const [, empty, after] = /^ssm ([01]) (.*)$/.exec(text) ?? [];
  if (after === undefined) throw new ServiceError('InvalidNextToken', 'The specified token is not valid.');
  return { after, afterEmpty: empty === '1' };
}

const writeToken = (after: string, isEmpty: boolean): string =>
  Buffer.from(`ssm ${isEmpty ? 1 : 0} ${after}`).toString('base64url');
