import { ServiceError } from '../../service.js';
import type { World } from '../../world.js';

export type Input = Readonly<Record<string, unknown>>;

const PAGE = { usual: 100, largest: 1_000 };

/** A marker holds the name after which the list goes on. Rows are sorted by it. */
export function pageOf<T>(world: World, input: Input, rows: readonly T[], nameOf: (row: T) => string) {
  const asked = Number(input['MaxItems'] ?? PAGE.usual);
  if (!(asked >= 1 && asked <= PAGE.largest))
    throw invalid(`maxItems is ${asked}: give a number from 1 to ${PAGE.largest}.`);
  const marker =
    input['Marker'] === undefined ? '' : Buffer.from(String(input['Marker']), 'base64url').toString('utf8');
  const rest = rows.filter((row) => nameOf(row) > marker);
  const items = rest.slice(0, Math.min(asked, world.settings.pageSize ?? asked));
  const last = items.at(-1);
  if (last === undefined || items.length === rest.length) return { items, IsTruncated: false };
  return { items, IsTruncated: true, Marker: Buffer.from(nameOf(last)).toString('base64url') };
}

export const invalid = (message: string): ServiceError => new ServiceError('ValidationError', message);
export const notFound = (message: string): ServiceError => new ServiceError('NoSuchEntityException', message);
export const alreadyThere = (message: string): ServiceError =>
  new ServiceError('EntityAlreadyExistsException', message);
