import type { World } from '../../world.js';
import { controlTowerState } from '../controltower/state.js';
import { organizationsState, type TaggedResource, taggedResources } from '../organizations/state.js';

/** What the index knows of a resource. */
export type IndexedResource = Pick<TaggedResource, 'arn' | 'tags'>;

/** Organizations lives in us-east-1, Control Tower in its home Region: asked elsewhere, the index is silently empty. */
const ORGANIZATIONS_REGION = 'us-east-1';

export function indexedIn(world: World, region: string): readonly IndexedResource[] {
  const organizations = region === ORGANIZATIONS_REGION ? indexedResources(world) : [];
  const { homeRegion, tags } = controlTowerState(world);
  const controlTower = region === homeRegion ? Object.entries(tags).map(([arn, own]) => ({ arn, tags: own })) : [];
  return [...organizations, ...controlTower];
}

interface TagIndex {
  /** Clock milliseconds of the last build. */
  builtAt: number;
  resources: readonly TaggedResource[];
}

/** Built lists of a fresh index, by the state they were built from: pages of one listing need not build it anew. */
const fresh = new WeakMap<object, { readonly seq: number; readonly resources: readonly TaggedResource[] }>();

/**
 * What the tagging service knows: everything in the organization that is tagged or was. With a lag it is the picture of
 * the last build, which may be up to `tagIndexLagMs` old.
 */
export function indexedResources(world: World): readonly TaggedResource[] {
  const { tagIndexLagMs } = world.settings;
  if (tagIndexLagMs <= 0) return freshResources(world);
  const now = world.clock.now();
  const index = world.state<TagIndex>('tagging', () => ({ builtAt: now, resources: taggedResources(world) }));
  if (now - index.builtAt >= tagIndexLagMs) {
    index.builtAt = now;
    index.resources = taggedResources(world);
  }
  return index.resources;
}

function freshResources(world: World): readonly TaggedResource[] {
  const state = organizationsState(world);
  const known = fresh.get(state);
  if (known?.seq === state.seq) return known.resources;
  const resources = taggedResources(world);
  fresh.set(state, { seq: state.seq, resources });
  return resources;
}
