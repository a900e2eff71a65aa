import type { Operation, OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { isControlTowerBusy } from '../controltower/account-factory.js';
import { duplicate, invalid, missing } from './errors.js';
import { type Factory, launchable, newId, PATH_NAME, PRODUCT_NAME } from './factory.js';
import { parametersFrom, unitFrom } from './parameters.js';
import { begin, settle } from './progress.js';
import { recordShape } from './shapes.js';
import {
  type ProvisionedRow,
  type RecordRow,
  type RecordType,
  serviceCatalogState,
  unfinishedRecords,
} from './state.js';

/** The three operations that change provisioned products. Each answers a record, which goes on by itself. */

type Input = Readonly<Record<string, unknown>>;

/** Service quota "Concurrent account operations": 5, adjustable. */
export const ACCOUNTS_AT_ONCE = 5;
const BUSY =
  'Account Factory cannot complete an operation on this account, because another AWS Control Tower operation is in progress. Try again later.';
const FULL = `Account Factory runs at most ${ACCOUNTS_AT_ONCE} account operations at once. Try again later.`;
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}$/;

const text = (input: Input, name: string): string => {
  const value = input[name];
  return typeof value === 'string' ? value : '';
};

/** The same token answers what it was answered before. */
function answered(world: World, type: RecordType, token: string): RecordRow | undefined {
  const { records, tokens } = serviceCatalogState(world);
  return records[tokens[`${type} ${token}`] ?? ''];
}

/** Product, artifact and path by id or by name; the two are one and the same here. */
function chosen(context: OperationContext<World>, input: Input): Factory {
  const factory = launchable(context, text(input, 'ProductId'));
  const isOther = (id: string, name: string, known: readonly [string, string]): boolean =>
    (text(input, id) !== '' && text(input, id) !== known[0]) ||
    (text(input, name) !== '' && text(input, name) !== known[1]);
  if (isOther('ProductId', 'ProductName', [factory.productId, PRODUCT_NAME]))
    throw missing(`Product ${text(input, 'ProductName')} not found.`);
  if (isOther('ProvisioningArtifactId', 'ProvisioningArtifactName', [factory.artifactId, factory.artifactName]))
    throw missing(
      `Provisioning artifact ${text(input, 'ProvisioningArtifactId') || text(input, 'ProvisioningArtifactName')} not found.`,
    );
  if (isOther('PathId', 'PathName', [factory.pathId, PATH_NAME]))
    throw missing(`Launch path ${text(input, 'PathId')} not found.`);
  return factory;
}

function start(
  context: OperationContext<World>,
  row: ProvisionedRow,
  wanted: {
    readonly type: RecordType;
    readonly token: string;
    readonly factory: Factory;
    readonly parameters: Readonly<Record<string, string>>;
    readonly unitId?: string;
  },
): Record<string, unknown> {
  const { world, clock, outcome } = context;
  const { type, token, factory, parameters, unitId } = wanted;
  const state = serviceCatalogState(world);
  const full = unfinishedRecords(world).length >= ACCOUNTS_AT_ONCE;
  const refusal = full ? FULL : isControlTowerBusy(world, unitId) ? BUSY : undefined;
  const message = outcome?.['message'];
  const record: RecordRow = {
    id: newId(world.random, 'rec-'),
    type,
    provisionedId: row.id,
    provisionedName: row.name,
    artifactId: factory.artifactId,
    pathId: factory.pathId,
    createdAt: clock.now(),
    updatedAt: clock.now(),
    status: 'CREATED',
    outputs: {},
    parameters,
    ...(refusal === undefined ? {} : { refusal }),
    ...(typeof message === 'string' && { outcome: { message, withoutAccount: outcome?.['account'] === 'none' } }),
  };
  state.records[record.id] = record;
  state.tokens[`${type} ${token}`] = record.id;
  row.status = 'UNDER_CHANGE';
  row.lastRecord = record.id;
  if (type !== 'TERMINATE_PROVISIONED_PRODUCT') row.lastProvisioning = record.id;
  delete row.message;
  begin(world, record);
  const answer = { RecordDetail: recordShape(context, record) };
  settle(world);
  return answer;
}

const provisionProduct: Operation<World> = (input, context) => {
  const { world, caller, clock } = context;
  const token = text(input, 'ProvisionToken');
  const known = answered(world, 'PROVISION_PRODUCT', token);
  if (known) return { RecordDetail: recordShape(context, known) };
  const factory = chosen(context, input);
  const name = text(input, 'ProvisionedProductName');
  if (!NAME.test(name)) throw invalid(`ProvisionedProductName '${name}' must match ${NAME.source}`);
  const parameters = parametersFrom(input['ProvisioningParameters']);
  const unitId = unitFrom(world, parameters['ManagedOrganizationalUnit'] ?? '');
  const { provisioned } = serviceCatalogState(world);
  if (Object.values(provisioned).some((row) => row.name === name))
    throw duplicate(`A provisioned product with the name ${name} already exists.`);
  const tags = Array.isArray(input['Tags']) ? (input['Tags'] as ProvisionedRow['tags']) : [];
  const row: ProvisionedRow = {
    id: newId(world.random, 'pp-'),
    name,
    createdAt: clock.now(),
    token,
    userArn: caller.arn,
    tags,
    artifactId: factory.artifactId,
    status: 'UNDER_CHANGE',
    parameters,
    lastRecord: '',
  };
  provisioned[row.id] = row;
  return start(context, row, { type: 'PROVISION_PRODUCT', token, factory, parameters, unitId });
};

/** By its id or its name. */
export function provisionedNamed(world: World, id: string, name: string): ProvisionedRow {
  const found = Object.values(serviceCatalogState(world).provisioned).find((row) => row.id === id || row.name === name);
  if (!found) throw missing(`Provisioned product ${id || name} not found.`);
  return found;
}

function changeable(world: World, input: Input): ProvisionedRow {
  const row = provisionedNamed(world, text(input, 'ProvisionedProductId'), text(input, 'ProvisionedProductName'));
  if (row.status === 'UNDER_CHANGE') throw invalid(`The provisioned product ${row.name} is under change.`);
  return row;
}

const updateProvisionedProduct: Operation<World> = (input, context) => {
  const { world } = context;
  const token = text(input, 'UpdateToken');
  const known = answered(world, 'UPDATE_PROVISIONED_PRODUCT', token);
  if (known) return { RecordDetail: recordShape(context, known) };
  const row = changeable(world, input);
  const factory = chosen(context, input);
  const parameters = parametersFrom(input['ProvisioningParameters'], row.parameters);
  for (const key of ['AccountName', 'AccountEmail'])
    if (parameters[key] !== row.parameters[key]) throw invalid(`Parameter '${key}' cannot be changed.`);
  const unitId = unitFrom(world, parameters['ManagedOrganizationalUnit'] ?? '');
  row.artifactId = factory.artifactId;
  return start(context, row, { type: 'UPDATE_PROVISIONED_PRODUCT', token, factory, parameters, unitId });
};

const terminateProvisionedProduct: Operation<World> = (input, context) => {
  const { world } = context;
  const token = text(input, 'TerminateToken');
  const known = answered(world, 'TERMINATE_PROVISIONED_PRODUCT', token);
  if (known) return { RecordDetail: recordShape(context, known) };
  const row = changeable(world, input);
  const factory = launchable(context, '');
  const { parameters } = row;
  return start(context, row, { type: 'TERMINATE_PROVISIONED_PRODUCT', token, factory, parameters });
};

export const provisioningOperations: Readonly<Record<string, Operation<World>>> = {
  ProvisionProduct: provisionProduct,
  UpdateProvisionedProduct: updateProvisionedProduct,
  TerminateProvisionedProduct: terminateProvisionedProduct,
};
