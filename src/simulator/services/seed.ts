import type { JsonObject } from '../../model.js';
import type { World } from '../world.js';
import { landingZone } from './organizations/seeds/landing-zone.js';
import { none } from './organizations/seeds/none.js';
import { parseSeed } from './organizations/seeds/seed.js';
import { seedOrganizations } from './organizations/state.js';
import { indexedResources } from './tagging/index-of-tags.js';

/** `default`: a fresh landing zone; `none`: one account in no organization; or the content of a seed file. */
export type Seed = 'default' | 'none' | JsonObject;

/** What puts a cleared world back to its seed. @throws Error when a seed file's content is not valid, at once. */
export function seedWorld(seed: Seed): (world: World) => void {
  const parsed = typeof seed === 'string' ? undefined : parseSeed(seed);
  return (world) => {
    const { accountId } = world.settings;
    seedOrganizations(world, parsed ?? (seed === 'none' ? none(accountId) : landingZone(accountId)));
    // The index has seen the seed: what is written afterwards shows when it is built anew.
    indexedResources(world);
  };
}
