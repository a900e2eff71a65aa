import { pageByKey } from '../../cursor.js';
import type { Operation, OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { visibleInstances } from './access.js';
import { missing, overQuota } from './errors.js';
import { type Input, tagsIn, text } from './input.js';
import { type InstanceRow, type SetRow, setOf } from './state.js';

const PAGE = 100;
const MOST = 50;

/** Instances and permission sets. The instance need not be said: it is in the ARN. */
function taggedIn(input: Input, context: OperationContext<World>): InstanceRow | SetRow {
  const arn = text(input, 'ResourceArn');
  const instances = visibleInstances(context);
  const instance = instances.find((each) => each.arn === arn);
  if (instance) return instance;
  const isVisible = instances.some((each) => arn.includes(`/${each.arn.slice(each.arn.lastIndexOf('/') + 1)}/`));
  const set = isVisible ? setOf(context.world, arn) : undefined;
  if (!set) throw missing(`Could not find resource with arn ${arn}`);
  return set;
}

const TagResource: Operation<World> = (input, context) => {
  const row = taggedIn(input, context);
  const tags = { ...row.tags, ...tagsIn(input) };
  if (Object.keys(tags).length > MOST) throw overQuota(`a resource has at most ${MOST} tags`);
  row.tags = tags;
  return {};
};

const UntagResource: Operation<World> = (input, context) => {
  const row = taggedIn(input, context);
  const keys = input['TagKeys'];
  const gone = new Set(Array.isArray(keys) ? keys.map(String) : []);
  row.tags = Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.has(key)));
  return {};
};

const ListTagsForResource: Operation<World> = (input, context) => {
  const row = taggedIn(input, context);
  const paging = { world: context.world, input, list: `tags ${row.arn}`, largest: PAGE };
  const { items, ...next } = pageByKey(paging, Object.entries(row.tags), ([key]) => key);
  return { Tags: items.map(([Key, Value]) => ({ Key, Value })), ...next };
};

export const tagOperations = { TagResource, UntagResource, ListTagsForResource };
