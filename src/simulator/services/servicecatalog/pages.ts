import { ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { pageOf } from '../controltower/pages.js';
import { invalid } from './errors.js';

const LARGEST_PAGE = 20;

/** One page, by `PageSize` and `PageToken`. */
export function paged<T>(
  world: World,
  listing: string,
  items: readonly T[],
  keyOf: (item: T) => string,
  input: Readonly<Record<string, unknown>>,
): { readonly items: readonly T[]; readonly next: { readonly NextPageToken?: string } } {
  const asked = input['PageSize'];
  if (typeof asked === 'number' && (asked < 0 || asked > LARGEST_PAGE))
    throw invalid(`PageSize ${asked} must be between 0 and ${LARGEST_PAGE}.`);
  try {
    const { items: shown, nextToken } = pageOf(world, `servicecatalog ${listing}`, items, keyOf, {
      asked: asked === 0 ? undefined : asked,
      token: input['PageToken'],
      largest: LARGEST_PAGE,
    });
    return { items: shown, next: nextToken === undefined ? {} : { NextPageToken: nextToken } };
  } catch (error) {
    if (error instanceof ServiceError) throw invalid('The PageToken is not one of this list.');
    throw error;
  }
}
