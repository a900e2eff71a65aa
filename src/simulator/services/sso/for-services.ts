import type { World } from '../../world.js';
import { layAccess } from './control-tower.js';
import { rolePath as pathOf, roleName } from './names.js';
import { settle } from './operations.js';
import { identityCenterState, organizationInstance, provisionOf, type SetRow } from './state.js';

export { letOwnerIn } from './control-tower.js';

/** Identity Center as other simulated services see it: always the present state. */

/** What it does by itself has happened: what Control Tower lays, and the end of what is over. */
export function arrive(world: World): void {
  layAccess(world);
  settle(world);
}

/** The role that a permission set is in an account. */
export interface ReservedRole {
  /** `AWSReservedSSO_Developer_0123456789abcdef`. */
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly permissionSet: SetRow;
  /** Clock milliseconds. */
  readonly createdAt: number;
}

/** The roles of an account that stand for its permission sets; people enter by them through Identity Center alone. */
export function reservedRolesIn(world: World, accountId: string): ReservedRole[] {
  arrive(world);
  const region = organizationInstance(world)?.region ?? '';
  return Object.values(identityCenterState(world).sets).flatMap((permissionSet) => {
    const { arn, name } = permissionSet;
    const row = provisionOf(world, arn, accountId);
    if (!row) return [];
    return [{ name: roleName(name, arn, accountId), path: pathOf(region), permissionSet, createdAt: row.createdAt }];
  });
}
