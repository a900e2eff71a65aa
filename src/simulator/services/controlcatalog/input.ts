import { createHash } from 'node:crypto';
import { ServiceError } from '../../service.js';
import type { World } from '../../world.js';

/** What the model asks of the inputs of Control Catalog. Errors name the member and the rule, as AWS's do. */

/** How often a page is empty although more follows, where the world asks for such pages. */
const EMPTY_PAGE_CHANCE = 0.25;
const PATTERN = {
  ControlArn: {
    pattern: /^arn:aws[-a-z]*:(controlcatalog|controltower):[a-zA-Z0-9-]*::control\/[0-9a-zA-Z_-]+$/,
    min: 34,
  },
  CommonControlArn: { pattern: /^arn:aws[-a-z]*:controlcatalog:::common-control\/[0-9a-z]+$/, min: 41 },
  ObjectiveArn: { pattern: /^arn:aws[-a-z]*:controlcatalog:::objective\/[0-9a-z]+$/, min: 36 },
  DomainArn: { pattern: /^arn:aws[-a-z]*:controlcatalog:::domain\/[0-9a-z]+$/, min: 33 },
  ImplementationType: { pattern: /^[A-Za-z0-9]+(::[A-Za-z0-9_]+){2,3}$/, min: 7 },
  ImplementationIdentifier: { pattern: /^[a-zA-Z0-9_.-]+$/, min: 1 },
} as const;
export type Shape = keyof typeof PATTERN;

export type Fields = Readonly<Record<string, unknown>>;

export const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message, {}, 400);

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** @throws ServiceError ValidationException when the text is not of the shape. */
export function checkText(value: unknown, name: string, shape: Shape): string {
  const { pattern, min } = PATTERN[shape];
  if (typeof value !== 'string' || value.length < min || value.length > 2_048 || !pattern.test(value)) {
    throw invalid(
      `1 validation error detected: Value '${String(value)}' at '${name}' failed to satisfy constraint: ${shape} of at least ${min} characters that match ${pattern.source}`,
    );
  }
  return value;
}

/** The one value of a filter's list, which holds exactly one. */
export function onlyOf(filter: Fields, name: string): unknown {
  const list = filter[name];
  if (list === undefined) return undefined;
  if (!Array.isArray(list) || list.length !== 1) {
    throw invalid(
      `1 validation error detected: Value at '${name}' failed to satisfy constraint: a list of exactly 1 item`,
    );
  }
  return list[0];
}

/** The ARN in a filter of resources: `[{ Arn }]`. */
export function resourceIn(filter: Fields, name: string, shape: Shape): string | undefined {
  const list = filter[name];
  if (list === undefined) return undefined;
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  if (items.length > 1) throw invalid(`You can only specify one filter in '${name}'`);
  const arn = items.length === 0 ? undefined : fieldsOf(items[0])['Arn'];
  return arn === undefined ? undefined : checkText(arn, `${name}.Arn`, shape);
}

/**
 * One page. A token is good for the listing that gave it. @throws ServiceError ValidationException for another token, or for a
 * page size out of the model's range.
 */
export function page<T>(
  world: World,
  input: Fields,
  listing: string,
  items: readonly T[],
  largest = 100,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const asked = input['MaxResults'];
  if (asked !== undefined && (typeof asked !== 'number' || !Number.isInteger(asked) || asked < 1 || asked > largest)) {
    throw invalid(
      `1 validation error detected: Value '${String(asked)}' at 'maxResults' failed to satisfy constraint: Member must have value from 1 to ${largest}`,
    );
  }
  const token = input['NextToken'];
  const mark = createHash('sha256').update(listing).digest('base64url').slice(0, 12);
  const { offset, afterEmpty } =
    typeof token === 'string' && token !== '' ? read(token, mark) : { offset: 0, afterEmpty: false };
  const more = (from: number, empty: boolean): string =>
    Buffer.from(`${mark} ${from} ${empty ? 1 : 0}`).toString('base64url');
  const { pageSize, emptyPages } = world.settings;
  if (emptyPages && !afterEmpty && offset < items.length && world.random() < EMPTY_PAGE_CHANCE) {
    return { items: [], NextToken: more(offset, true) };
  }
  const size = Math.min(typeof asked === 'number' ? asked : largest, pageSize ?? largest);
  const end = offset + size;
  return { items: items.slice(offset, end), ...(end < items.length ? { NextToken: more(end, false) } : {}) };
}

function read(token: string, mark: string): { offset: number; afterEmpty: boolean } {
  const [given, offset, afterEmpty] = Buffer.from(token, 'base64url').toString('utf8').split(' ');
  if (given !== mark || !/^\d+$/.test(offset ?? '')) throw invalid('The specified pagination token is invalid.');
  return { offset: Number(offset), afterEmpty: afterEmpty === '1' };
}
