import type { Operation, OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { notFound, validation } from './errors.js';
import { textOf } from './shapes.js';
import { type ControlTowerState, controlTowerState } from './state.js';

/** Tags of landing zones, enabled baselines and enabled controls. They are written at once. */

const MOST_TAGS = 50;

function taggable({ world }: OperationContext<World>, input: Readonly<Record<string, unknown>>) {
  const state = controlTowerState(world);
  const arn = textOf(input, 'resourceArn');
  if (!isKnown(state, arn)) throw notFound(`The resource ${arn} does not exist.`);
  return { state, arn, tags: state.tags[arn] ?? {} };
}

export function isKnown(state: ControlTowerState, arn: string): boolean {
  const isEnabled = [state.enabledBaselines, state.enabledControls].some((table) => Object.hasOwn(table, arn));
  return isEnabled || state.landingZone?.arn === arn;
}

const listTagsForResource: Operation<World> = (input, context) => ({ tags: { ...taggable(context, input).tags } });

const tagResource: Operation<World> = (input, context) => {
  const { state, arn, tags } = taggable(context, input);
  const given = (input['tags'] ?? {}) as Readonly<Record<string, string>>;
  const reserved = Object.keys(given).filter((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved.length > 0) throw validation(`Tag keys that begin with aws: are reserved: ${reserved.join(', ')}`);
  const all = { ...tags, ...given };
  if (Object.keys(all).length > MOST_TAGS) throw validation(`A resource can have at most ${MOST_TAGS} tags.`);
  state.tags[arn] = all;
  return {};
};

const untagResource: Operation<World> = (input, context) => {
  const { state, arn, tags } = taggable(context, input);
  const keys = Array.isArray(input['tagKeys']) ? input['tagKeys'].map(String) : [];
  if (Object.hasOwn(state.tags, arn)) {
    state.tags[arn] = Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
  }
  return {};
};

export const tagOperations: Readonly<Record<string, Operation<World>>> = {
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UntagResource: untagResource,
};
