import type { World } from '../../world.js';
import { policyArn, targetArn } from './names.js';
import { buildState } from './seeds/build.js';
import type { OrganizationsSeed } from './seeds/format.js';
import { landingZone } from './seeds/landing-zone.js';
import { Store, type StoredTables } from './store.js';

/** What the simulated AWS Organizations knows: plain JSON under the world's name `organizations`. */
export type OrganizationsState = StoredTables;

/** The state in this world; the default seed where the world has not been seeded. Ask anew in every operation. */
export function organizationsState(world: World): OrganizationsState {
  return world.state('organizations', () => buildState(landingZone(world.settings.accountId), world.clock.now()));
}

/** Replaces everything that the simulated AWS Organizations knows. */
export function seedOrganizations(world: World, seed: OrganizationsSeed): void {
  world.setState('organizations', buildState(seed, world.clock.now()));
}

export function openStore(world: World): Store {
  return new Store(organizationsState(world), world.clock.now(), world.settings.lagMs);
}

export interface TaggedResource {
  readonly arn: string;
  readonly type: 'account' | 'ou' | 'policy' | 'root';
  readonly tags: Readonly<Record<string, string>>;
  /** It has no tags now, but had some. */
  readonly formerly?: boolean;
}

/**
 * Everything that is tagged or once was, in the order of the ids. `lagMs` answers from the state as it was so many
 * milliseconds ago; the state remembers no longer than the world's own lag.
 */
export function taggedResources(world: World, lagMs = 0): TaggedResource[] {
  const store = openStore(world);
  const view = store.asOfMs(lagMs);
  const found: TaggedResource[] = [];
  for (const id of store.keys('tags').sort()) {
    const tags = view.get('tags', id);
    const type = typeOf(id);
    if (!tags || !type) continue;
    const policy = type === 'policy' ? view.get('policies', id) : undefined;
    if (type === 'policy' && !policy) continue;
    const arn = policy ? policyArn(view, policy) : targetArn(view, id);
    found.push({ arn, type, tags, ...(Object.keys(tags).length === 0 ? { formerly: true } : {}) });
  }
  return found;
}

/** A resource policy and a transfer can be tagged too, but these four are what the tagging service lists. */
function typeOf(id: string): TaggedResource['type'] | undefined {
  if (/^\d{12}$/.test(id)) return 'account';
  if (id.startsWith('r-')) return 'root';
  if (id.startsWith('ou-')) return 'ou';
  return id.startsWith('p-') ? 'policy' : undefined;
}
