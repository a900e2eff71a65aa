import { forever } from '../../lived.js';
import type { World } from '../../world.js';
import { openStore } from '../identitystore/for-services.js';
import { organizationOf } from '../organizations/for-services.js';
import { instanceArn, storeId } from './names.js';
import { type InstanceRow, identityCenterState, organizationInstance } from './state.js';

/** The organization's instance, made where there is none yet. */
export function ensureInstance(world: World, region: string): InstanceRow {
  return organizationInstance(world) ?? addInstance(world, region, world.settings.accountId);
}

/** An account other than the management account has an instance of its own, for applications. */
export function addInstance(world: World, region: string, owner: string, name?: string): InstanceRow {
  const text = `${organizationOf(world)?.id ?? ''} ${owner}`;
  const row: InstanceRow = {
    arn: instanceArn(text),
    identityStoreId: storeId(text),
    ownerAccountId: owner,
    region,
    createdAt: forever(world),
    tags: {},
    ...(name === undefined ? {} : { name }),
  };
  identityCenterState(world).instances[row.arn] = row;
  openStore(world, row.identityStoreId, region, owner);
  return row;
}
