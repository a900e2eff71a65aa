import { type Operation, type OperationContext, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { integerWithin, invalid, resourceFilter } from './filters.js';
import { type IndexedResource, indexedIn } from './index-of-tags.js';
import { pageOf } from './pages.js';

const MAX_RESOURCES = 100;
const TAGS_PER_PAGE = { low: 100, high: 500 };
/** Keys and values have no documented page size; this one keeps answers below 1 MB. */
const NAMES_PER_PAGE = 1_000;

function known({ world, caller }: OperationContext<World>): readonly IndexedResource[] {
  return indexedIn(world, caller.region);
}

const getResources: Operation<World> = (input, context) => {
  const size = integerWithin(input, 'ResourcesPerPage', 1, MAX_RESOURCES, MAX_RESOURCES);
  const tagsPerPage = integerWithin(input, 'TagsPerPage', TAGS_PER_PAGE.low, TAGS_PER_PAGE.high, TAGS_PER_PAGE.high);
  if (tagsPerPage % TAGS_PER_PAGE.low !== 0)
    throw invalid(`TagsPerPage is ${tagsPerPage}, it must be a multiple of 100`);
  if (input['IncludeComplianceDetails'] === true || input['ExcludeCompliantResources'] === true) {
    const message = 'tag policy compliance is not simulated: see src/simulator/services/tagging/operations.ts';
    throw new ServiceError('NotImplemented', message, {}, 501);
  }
  const matching = known(context).filter(resourceFilter(input));
  const { PaginationToken: token, ...filters } = input;
  const page = pageOf(context.world, `resources ${JSON.stringify(filters)}`, matching, text(token), {
    size,
    capacity: tagsPerPage,
    weigh: ({ tags }) => Object.keys(tags).length,
  });
  return {
    PaginationToken: page.token,
    ResourceTagMappingList: page.items.map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
  };
};

const getTagKeys: Operation<World> = (input, context) => {
  const keys = new Set(known(context).flatMap(({ tags }) => Object.keys(tags)));
  const page = names(context.world, 'keys', keys, input);
  return { PaginationToken: page.token, TagKeys: page.items };
};

const getTagValues: Operation<World> = (input, context) => {
  const key = text(input['Key']);
  if (key === undefined || key.length > 128) throw invalid('Key is required, 1 to 128 characters');
  const values = new Set(known(context).flatMap(({ tags }) => (Object.hasOwn(tags, key) ? [tags[key] ?? ''] : [])));
  const page = names(context.world, `values of ${key}`, values, input);
  return { PaginationToken: page.token, TagValues: page.items };
};

function names(world: World, listing: string, all: Iterable<string>, input: Readonly<Record<string, unknown>>) {
  return pageOf(world, listing, [...all].sort(), text(input['PaginationToken']), { size: NAMES_PER_PAGE });
}

/** An empty string means what an absent one means. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const operations: Readonly<Record<string, Operation<World>>> = {
  GetResources: getResources,
  GetTagKeys: getTagKeys,
  GetTagValues: getTagValues,
};
