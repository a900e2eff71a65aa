import { pageByKey } from '../../cursor.js';
import type { Operation } from '../../service.js';
import type { World } from '../../world.js';
import { isManagementAccount } from '../organizations/for-services.js';
import { instanceIn, visibleInstances } from './access.js';
import { optional } from './input.js';
import type { InstanceRow } from './state.js';

const PAGE = 100;

const ListInstances: Operation<World> = (input, context) => {
  const paging = { world: context.world, input, list: 'ListInstances', largest: PAGE };
  const { items, ...next } = pageByKey(paging, visibleInstances(context), ({ arn }) => arn);
  return { Instances: items.map(shapeOf), ...next };
};

const DescribeInstance: Operation<World> = (input, context) => {
  const instance = instanceIn(input, context, 'DescribeInstance');
  return {
    ...shapeOf(instance),
    EncryptionConfigurationDetails: { KeyType: 'AWS_OWNED_KMS_KEY', EncryptionStatus: 'ENABLED' },
    PermissionSetsEnabled: isManagementAccount(context.world, instance.ownerAccountId),
  };
};

const UpdateInstance: Operation<World> = (input, context) => {
  const instance = instanceIn(input, context, 'UpdateInstance');
  const name = optional(input, 'Name');
  if (name !== undefined) instance.name = name;
  return {};
};

function shapeOf(row: InstanceRow): Record<string, unknown> {
  const added = new Date(row.createdAt);
  return {
    InstanceArn: row.arn,
    IdentityStoreId: row.identityStoreId,
    IdentityStoreArn: `arn:aws:identitystore::${row.ownerAccountId}:identitystore/${row.identityStoreId}`,
    OwnerAccountId: row.ownerAccountId,
    ...(row.name === undefined ? {} : { Name: row.name }),
    CreatedDate: added,
    Status: 'ACTIVE',
    PrimaryRegion: row.region,
    Regions: [{ RegionName: row.region, Status: 'ACTIVE', AddedDate: added, IsPrimaryRegion: true }],
  };
}

export const instanceOperations = { ListInstances, DescribeInstance, UpdateInstance };
