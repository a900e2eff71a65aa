import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { type Input, invalid, text, texts } from '../errors.js';
import { pageOf } from '../pages.js';
import { configState } from '../state.js';

/** Tags, of aggregators alone: organization rules and packs take none. */

const MOST = 50;
const ARN = { max: 1_000 };

type Tags = Readonly<Record<string, string>>;

/** @throws ServiceError ValidationException */
export function givenTags(value: unknown): Tags {
  const list = Array.isArray(value) ? (value as Input[]) : [];
  const tags = list.map((tag) => [String(tag['Key'] ?? ''), String(tag['Value'] ?? '')] as const);
  for (const [key, each] of tags) {
    if (key === '' || key.length > 128 || each.length > 256 || /^aws:/i.test(key)) {
      throw invalid(`1 validation error detected: '${key}' with '${each}' is no tag.`);
    }
  }
  if (tags.length > MOST) throw invalid(`There are ${tags.length} tags: ${MOST} are the most.`);
  return Object.fromEntries(tags);
}

/** Whose tags: an ARN of the caller's account and Region. */
function tagsOf(input: Input, { world, caller }: Parameters<Operation<World>>[1]): { arn: string; tags: Tags } {
  const arn = text(input, 'ResourceArn', ARN);
  const tags = configState(world).tags[arn];
  if (!tags || !arn.startsWith(`arn:aws:config:${caller.region}:${caller.accountId}:`)) {
    throw new ServiceError('ResourceNotFoundException', `There is no resource ${arn}.`);
  }
  return { arn, tags };
}

const TagResource: Operation<World> = (input, context) => {
  const { arn, tags } = tagsOf(input, context);
  const all = { ...tags, ...givenTags(input['Tags']) };
  if (Object.keys(all).length > MOST) {
    throw new ServiceError('TooManyTagsException', `${arn} would have more than ${MOST} tags.`);
  }
  configState(context.world).tags[arn] = all;
  return {};
};

const UntagResource: Operation<World> = (input, context) => {
  const { arn, tags } = tagsOf(input, context);
  const keys = texts(input, 'TagKeys', MOST);
  configState(context.world).tags[arn] = Object.fromEntries(
    Object.entries(tags).filter(([key]) => !keys.includes(key)),
  );
  return {};
};

const ListTagsForResource: Operation<World> = (input, context) => {
  const { arn, tags } = tagsOf(input, context);
  const { keys, ...next } = pageOf(context.world, input, Object.keys(tags).sort(), {
    list: `tags:${arn}`,
    largest: 100,
  });
  return { Tags: keys.map((Key) => ({ Key, Value: tags[Key] ?? '' })), ...next };
};

export const tagOperations = { TagResource, UntagResource, ListTagsForResource };
