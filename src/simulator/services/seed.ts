import { TowerctlError } from '../../errors.js';
import type { JsonObject } from '../../model.js';
import type { World } from '../world.js';
import { parseStackSetsSeed, type StackSetsSeed, seedStackSets } from './cloudformation/stack-sets/seed.js';
import { type ConfigSeed, parseConfigSeed, seedConfig } from './config/seed.js';
import { type LandingZoneSeed, parseLandingZoneSeed, seedControlTower } from './controltower/seed.js';
import { DEFAULT_SIGN_IN, parseSignInSeed, type SignInSeed, seedSignIn } from './iam/seed.js';
import type { OrganizationsSeed } from './organizations/seeds/format.js';
import { landingZone } from './organizations/seeds/landing-zone.js';
import { none } from './organizations/seeds/none.js';
import { parseSeed } from './organizations/seeds/seed.js';
import { seedOrganizations } from './organizations/state.js';
import { type IdentityCenterSeed, parseIdentityCenterSeed, seedIdentityCenter } from './sso/seed.js';
import { indexedResources } from './tagging/index-of-tags.js';

/**
 * `default`: a fresh landing zone; `none`: one account in no organization; or the content of a seed file. One that says
 * nothing but what stands beside the organization (`landingZone`, `stackSets`, ...) is about the organization of the default seed.
 */
export type Seed = 'default' | 'none' | JsonObject;

interface Parsed {
  readonly organization: (accountId: string) => OrganizationsSeed;
  readonly landingZone?: LandingZoneSeed | undefined;
  readonly stackSets?: StackSetsSeed | undefined;
  readonly signIn?: SignInSeed | undefined;
  readonly config?: ConfigSeed | undefined;
  readonly identityCenter?: IdentityCenterSeed | undefined;
}

/** What puts a cleared world back to its seed. @throws Error when a seed file's content is not valid, at once. */
export function seedWorld(seed: Seed): (world: World) => void {
  const parsed = parse(seed);
  return (world) => {
    seedOrganizations(world, parsed.organization(world.settings.accountId));
    seedControlTower(world, parsed.landingZone);
    seedStackSets(world, parsed.stackSets);
    seedSignIn(world, parsed.signIn);
    seedConfig(world, parsed.config);
    seedIdentityCenter(world, parsed.identityCenter);
    // The index has seen the seed: what is written afterwards shows when it is built anew.
    indexedResources(world);
  };
}

function parse(seed: Seed): Parsed {
  if (seed === 'none') return { organization: none };
  const {
    landingZone: givenZone,
    stackSets,
    rootUsers,
    iamUsers,
    config,
    identityCenter,
    ...rest
  } = seed === 'default' ? {} : seed;
  const beside = {
    stackSets: stackSets === undefined ? undefined : parseStackSetsSeed(stackSets),
    signIn: parseSignInSeed({ rootUsers, iamUsers }),
    config: config === undefined ? undefined : parseConfigSeed(config),
    identityCenter: identityCenter === undefined ? undefined : parseIdentityCenterSeed(identityCenter),
  };
  const saysNothingElse = Object.keys(rest).every((name) => name === 'format');
  const isDefault =
    seed === 'default' ||
    (saysNothingElse &&
      [givenZone, stackSets, rootUsers, iamUsers, config, identityCenter].some((each) => each !== undefined));
  const given = isDefault ? (givenZone ?? '4.0') : givenZone;
  const zone = given === undefined ? undefined : parseLandingZoneSeed(given);
  if (zone && isDefault) {
    return {
      organization: (id) => landingZone(id, zone.version === '4.0' ? '4.0' : '3.3'),
      landingZone: zone,
      ...beside,
      signIn: { ...DEFAULT_SIGN_IN, ...beside.signIn },
    };
  }
  const organization = parseSeed(rest);
  if (zone && !organization.organization) throw new TowerctlError('usage', 'landingZone: there is no organization');
  return { organization: () => organization, landingZone: zone, ...beside };
}
