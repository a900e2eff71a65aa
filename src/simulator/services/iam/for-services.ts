import type { World } from '../../world.js';
import { roleNamed } from './roles.js';
import { iamState } from './state.js';

/** IAM as other simulated services see it, and what happens in accounts behind towerctl's back. */

export { organizationFeatures, type RootFeature, setFeature } from './organization-features.js';
export { type Role, roleNamed, rolesIn } from './roles.js';
export { rootUserOf, type SignIn, setRootUser, setUser, type User, usersIn } from './sign-in.js';

export const roleExists = (world: World, accountId: string, name: string): boolean =>
  roleNamed(world, accountId, name) !== undefined;

/** As if somebody in the account had deleted it: nobody can enter by it until it is made again, or `restoreRole`. */
export function removeRole(world: World, accountId: string, name: string): void {
  iamState(world).deleted[`${accountId}/${name}`] = world.clock.now();
}

export function restoreRole(world: World, accountId: string, name: string): void {
  delete iamState(world).deleted[`${accountId}/${name}`];
}

export const aliasOf = (world: World, accountId: string): string | undefined => iamState(world).aliases[accountId];
