import { createHash } from 'node:crypto';
import { ServiceError } from '../../service.js';
import type { World } from '../../world.js';

/** Milliseconds that a pagination token is good for. */
const TOKEN_LIVES_MS = 15 * 60_000;
const EMPTY_PAGE_CHANCE = 0.25;

interface Token {
  /** How many items came before. */
  readonly offset: number;
  /** Clock milliseconds. */
  readonly issuedAt: number;
  readonly listing: string;
  readonly afterEmpty: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Empty at the end, as AWS answers it. */
  readonly token: string;
}

/**
 * One page. `listing` names what is listed with all its filters: a token is good for that alone. `weigh` says how much
 * of `capacity` an item takes.
 *
 * @throws ServiceError PaginationTokenExpiredException after 15 minutes, InvalidParameterException for any other token.
 */
export function pageOf<T>(
  world: World,
  listing: string,
  items: readonly T[],
  given: string | undefined,
  limits: { readonly size: number; readonly capacity?: number; readonly weigh?: (item: T) => number },
): Page<T> {
  const now = world.clock.now();
  const { pageSize, emptyPages } = world.settings;
  const start = given ? readToken(given, listing, now) : { offset: 0, afterEmpty: false };
  const issue = (offset: number, afterEmpty: boolean): string =>
    writeToken({ offset, issuedAt: now, listing, afterEmpty });
  if (emptyPages && !start.afterEmpty && start.offset < items.length && world.random() < EMPTY_PAGE_CHANCE) {
    return { items: [], token: issue(start.offset, true) };
  }
  const page: T[] = [];
  const size = Math.min(limits.size, pageSize ?? limits.size);
  let room = limits.capacity ?? Number.POSITIVE_INFINITY;
  for (const item of items.slice(start.offset, start.offset + size)) {
    room -= limits.weigh?.(item) ?? 0;
    if (room < 0 && page.length > 0) break;
    page.push(item);
  }
  const end = start.offset + page.length;
  return { items: page, token: end < items.length ? issue(end, false) : '' };
}

function digestOf(listing: string): string {
  return createHash('sha256').update(listing).digest('base64url').slice(0, 16);
}

function writeToken({ offset, issuedAt, listing, afterEmpty }: Token): string {
  return Buffer.from([digestOf(listing), offset, issuedAt, afterEmpty ? 1 : 0].join(' ')).toString('base64url');
}

function readToken(text: string, listing: string, now: number): { offset: number; afterEmpty: boolean } {
  const [digest, offset, issuedAt, afterEmpty] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  if (digest !== digestOf(listing) || !/^\d+$/.test(offset ?? '') || !/^\d+$/.test(issuedAt ?? '')) {
    throw new ServiceError('InvalidParameterException', 'The PaginationToken is not one that this request was given');
  }
  if (now - Number(issuedAt) > TOKEN_LIVES_MS) {
    throw new ServiceError('PaginationTokenExpiredException', 'A PaginationToken is valid for at most 15 minutes');
  }
  return { offset: Number(offset), afterEmpty: afterEmpty === '1' };
}
