import type { OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { accountFactory } from '../controltower/account-factory.js';
import { factoryIn, PRODUCT_NAME } from './factory.js';
import type { ProvisionedRow, RecordRow } from './state.js';

/** Answers in the members of the API reference. */

const TYPE = 'CONTROL_TOWER_ACCOUNT';

type Shape = Record<string, unknown>;

export function recordShape(context: OperationContext<World>, record: RecordRow): Shape {
  const factory = factoryIn(context);
  return {
    RecordId: record.id,
    ProvisionedProductName: record.provisionedName,
    Status: record.status,
    CreatedTime: new Date(record.createdAt),
    UpdatedTime: new Date(record.updatedAt),
    ProvisionedProductType: TYPE,
    RecordType: record.type,
    ProvisionedProductId: record.provisionedId,
    ProvisioningArtifactId: record.artifactId,
    PathId: record.pathId,
    ...(factory && { ProductId: factory.productId }),
    RecordErrors: record.error ? [{ Code: record.error.code, Description: record.error.message }] : [],
    RecordTags: [],
  };
}

export function provisionedShape(context: OperationContext<World>, row: ProvisionedRow): Shape {
  const zone = accountFactory(context.world);
  const factory = factoryIn(context);
  return {
    Name: row.name,
    Arn: `arn:aws:servicecatalog:${zone?.homeRegion ?? ''}:${zone?.accountId ?? ''}:stack/${row.name}/${row.id}`,
    Type: TYPE,
    Id: row.id,
    Status: row.status,
    ...(row.message !== undefined && { StatusMessage: row.message }),
    CreatedTime: new Date(row.createdAt),
    IdempotencyToken: row.token,
    LastRecordId: row.lastRecord,
    ...(row.lastProvisioning !== undefined && { LastProvisioningRecordId: row.lastProvisioning }),
    ...(row.lastSuccess !== undefined && { LastSuccessfulProvisioningRecordId: row.lastSuccess }),
    ...(factory && { ProductId: factory.productId }),
    ProvisioningArtifactId: row.artifactId,
  };
}

/** As a search answers it: with the account's id, the tags and who made it. */
export function attributesShape(context: OperationContext<World>, row: ProvisionedRow): Shape {
  const factory = factoryIn(context);
  return {
    ...provisionedShape(context, row),
    Tags: row.tags.map(({ Key, Value }) => ({ Key, Value })),
    ...(row.accountId !== undefined && { PhysicalId: row.accountId }),
    ProductName: PRODUCT_NAME,
    ...(factory && { ProvisioningArtifactName: factory.artifactName }),
    UserArn: row.userArn.replace(/\/[^/]*$/, ''),
    UserArnSession: row.userArn,
  };
}
