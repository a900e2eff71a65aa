import type { Operation, OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { invalid, missing } from './errors.js';
import { factoryIn } from './factory.js';
import { paged } from './pages.js';
import { poll } from './progress.js';
import { provisionedNamed } from './provisioning.js';
import { attributesShape, provisionedShape, recordShape } from './shapes.js';
import { type ProvisionedRow, type RecordRow, serviceCatalogState } from './state.js';

/** What is read of provisioned products and of the records of what was done with them. Each read is a poll. */

type Input = Readonly<Record<string, unknown>>;

/** Only the management account, in the home Region, has any. */
function all(context: OperationContext<World>): ProvisionedRow[] {
  if (!factoryIn(context)) return [];
  return Object.values(serviceCatalogState(context.world).provisioned);
}

/** Without a filter only what the caller made itself. */
function withinReach(context: OperationContext<World>, input: Input, userArn: string): boolean {
  const filter = input['AccessLevelFilter'];
  const key = typeof filter === 'object' && filter !== null && 'Key' in filter ? filter.Key : 'User';
  if (key === 'Account') return true;
  const role = (arn: string): string => arn.replace(/\/[^/]*$/, '');
  return key === 'Role' ? role(userArn) === role(context.caller.arn) : userArn === context.caller.arn;
}

const describeProvisionedProduct: Operation<World> = (input, context) => {
  const { world } = context;
  poll(world);
  if (!factoryIn(context))
    throw missing(`Provisioned product ${String(input['Id'] ?? input['Name'] ?? '')} not found.`);
  const row = provisionedNamed(world, String(input['Id'] ?? ''), String(input['Name'] ?? ''));
  return { ProvisionedProductDetail: provisionedShape(context, row), CloudWatchDashboards: [] };
};

/** `name:x`: the field is this text. */
function matcher(queries: readonly unknown[]): (row: ProvisionedRow) => boolean {
  const wanted = queries.map((query) => {
    const [, field = '', value = ''] = /^(\w+):(.*)$/.exec(String(query)) ?? [];
    if (!FIELDS[field])
      throw invalid(`The search query ${String(query)} is not of the form FIELD:VALUE with a known field.`);
    return { read: FIELDS[field], value: value.replaceAll(/^"|"$/g, '') };
  });
  return (row) => wanted.every(({ read, value }) => read(row) === value);
}

const FIELDS: Readonly<Record<string, (row: ProvisionedRow) => string | undefined>> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  status: ({ status }) => status,
  physicalId: ({ accountId }) => accountId,
  lastRecordId: ({ lastRecord }) => lastRecord,
};

const searchProvisionedProducts: Operation<World> = (input, context) => {
  const { world } = context;
  poll(world);
  const filters = input['Filters'];
  const queries =
    typeof filters === 'object' && filters !== null && 'SearchQuery' in filters ? filters.SearchQuery : [];
  const isMatch = matcher(Array.isArray(queries) ? queries : []);
  const found = all(context).filter((row) => withinReach(context, input, row.userArn) && isMatch(row));
  const listing = `search ${JSON.stringify([queries, input['AccessLevelFilter']])}`;
  const { items, next } = paged(world, listing, found, ({ id }) => id, input);
  return {
    ProvisionedProducts: items.map((row) => attributesShape(context, row)),
    TotalResultsCount: found.length,
    ...next,
  };
};

const scanProvisionedProducts: Operation<World> = (input, context) => {
  const { world } = context;
  poll(world);
  const found = all(context).filter((row) => withinReach(context, input, row.userArn));
  const { items, next } = paged(
    world,
    `scan ${JSON.stringify(input['AccessLevelFilter'])}`,
    found,
    ({ id }) => id,
    input,
  );
  return { ProvisionedProducts: items.map((row) => provisionedShape(context, row)), ...next };
};

const describeRecord: Operation<World> = (input, context) => {
  const { world } = context;
  const id = String(input['Id'] ?? '');
  const record = factoryIn(context) && serviceCatalogState(world).records[id];
  if (!record) throw missing(`Record ${id} not found.`);
  const answer = {
    RecordDetail: recordShape(context, record),
    RecordOutputs: Object.entries(record.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
  poll(world, id);
  return answer;
};

const listRecordHistory: Operation<World> = (input, context) => {
  const { world } = context;
  poll(world);
  const filter = input['SearchFilter'];
  const [key, value] =
    typeof filter === 'object' && filter !== null && 'Key' in filter && 'Value' in filter
      ? [filter.Key, filter.Value]
      : [undefined, undefined];
  const isWanted = (record: RecordRow): boolean =>
    key === undefined ||
    (key === 'provisionedproduct' && record.provisionedId === value) ||
    (key === 'product' && factoryIn(context)?.productId === value);
  const records = factoryIn(context)
    ? Object.values(serviceCatalogState(world).records).filter(isWanted).reverse()
    : [];
  const listing = `records ${JSON.stringify([filter])}`;
  const { items, next } = paged(world, listing, records, ({ id }) => id, input);
  return { RecordDetails: items.map((record) => recordShape(context, record)), ...next };
};

export const provisionedOperations: Readonly<Record<string, Operation<World>>> = {
  DescribeProvisionedProduct: describeProvisionedProduct,
  SearchProvisionedProducts: searchProvisionedProducts,
  ScanProvisionedProducts: scanProvisionedProducts,
  DescribeRecord: describeRecord,
  ListRecordHistory: listRecordHistory,
};
