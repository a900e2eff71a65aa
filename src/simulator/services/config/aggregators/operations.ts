import { DEFAULT_REGIONS } from '../../../../facts/regions.js';
import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { organizationOf } from '../../organizations/for-services.js';
import { type Input, text, texts } from '../errors.js';
import { checkWriter, denied } from '../organization/access.js';
import { reachable } from '../organization/reach.js';
import { pageOf } from '../pages.js';
import { type AggregatorRow, configState, newSuffix } from '../state.js';
import { sourceOf } from './input.js';
import {
  aggregatorNamed,
  canBeUsed,
  endGathering,
  hasGathered,
  obstacle,
  PRINCIPAL,
  startGathering,
  tableOf,
} from './table.js';
import { givenTags } from './tags.js';

const NAME = { max: 256, pattern: /^[\w-]+$/ };
const MOST = 50;

const missing = (name: string): ServiceError =>
  new ServiceError(
    'NoSuchConfigurationAggregatorException',
    `The configuration aggregator does not exist. Check the configuration aggregator name and try again: ${name}`,
  );

const PutConfigurationAggregator: Operation<World> = (input, context) => {
  const { world, caller, clock } = context;
  const name = text(input, 'ConfigurationAggregatorName', NAME);
  const source = sourceOf(input);
  const tags = givenTags(input['Tags']);
  const there = aggregatorNamed(world, caller, name);
  if (source.roleArn !== undefined) {
    checkWriter(context, PRINCIPAL);
    if (there?.orphaned) {
      throw denied(
        `The aggregator ${name} cannot be updated because the administrator has changed: delete it and create a new one.`,
      );
    }
    if (!canBeUsed(world, caller.accountId, source.roleArn)) {
      throw new ServiceError(
        'InvalidRoleException',
        `The role '${source.roleArn}' is not valid: it is none of this account.`,
      );
    }
  }
  const now = clock.now();
  const row = there ?? created(context, name, source);
  Object.assign(row, { source, updatedAt: now });
  if (!there && Object.keys(tags).length > 0) configState(world).tags[row.arn] = tags;
  startGathering(world, row);
  return { ConfigurationAggregator: shapeOf(row) };
};

function created(
  { world, caller, clock }: Parameters<Operation<World>>[1],
  name: string,
  source: AggregatorRow['source'],
): AggregatorRow {
  const table = tableOf(world, caller);
  if (Object.keys(table).length >= MOST) {
    throw new ServiceError('LimitExceededException', `There are ${MOST} configuration aggregators already.`);
  }
  const { region, accountId } = caller;
  const now = clock.now();
  const row: AggregatorRow = {
    name,
    arn: `arn:aws:config:${region}:${accountId}:config-aggregator/config-aggregator-${newSuffix(world.random)}`,
    createdAt: now,
    updatedAt: now,
    source,
  };
  table[name] = row;
  configState(world).tags[row.arn] = {};
  return row;
}

function shapeOf({ name, arn, source, createdAt, updatedAt }: AggregatorRow): Record<string, unknown> {
  const regions = source.regions ? { AwsRegions: source.regions, AllAwsRegions: false } : { AllAwsRegions: true };
  return {
    ConfigurationAggregatorName: name,
    ConfigurationAggregatorArn: arn,
    ...(source.roleArn === undefined
      ? { AccountAggregationSources: [{ AccountIds: source.accountIds ?? [], ...regions }] }
      : { OrganizationAggregationSource: { RoleArn: source.roleArn, ...regions } }),
    CreationTime: new Date(createdAt),
    LastUpdatedTime: new Date(updatedAt),
  };
}

const DescribeConfigurationAggregators: Operation<World> = (input, { world, caller }) => {
  const names = texts(input, 'ConfigurationAggregatorNames', 10);
  const table = tableOf(world, caller);
  const paging = { list: 'aggregators', largest: 100 };
  const { keys, ...next } =
    names.length > 0 ? { keys: names } : pageOf(world, input, Object.keys(table).sort(), paging);
  const ConfigurationAggregators = keys.map((name) => {
    const row = aggregatorNamed(world, caller, name);
    if (!row) throw missing(name);
    return shapeOf(row);
  });
  return { ConfigurationAggregators, ...next };
};

const DescribeConfigurationAggregatorSourcesStatus: Operation<World> = (input, { world, caller }) => {
  const name = text(input, 'ConfigurationAggregatorName', NAME);
  const row = aggregatorNamed(world, caller, name);
  if (!row) throw missing(name);
  const wanted = texts(input, 'UpdateStatus', 3);
  const sources = new Map(hasGathered(world, row) ? statuses(world, caller.accountId, row) : []);
  const shown = [...sources].filter(
    ([, { LastUpdateStatus }]) => wanted.length === 0 || wanted.includes(LastUpdateStatus),
  );
  const paging = { list: `sources:${name}`, largest: 100 };
  const { keys, ...next } = pageOf(world, input, shown.map(([key]) => key).sort(), paging);
  return { AggregatedSourceStatusList: keys.map((key) => sources.get(key)), ...next };
};

type SourceStatus = Readonly<Record<string, unknown>> & { readonly LastUpdateStatus: string };

/** By what sorts them: the organization first, then account by account. */
function statuses(world: World, accountId: string, row: AggregatorRow): [string, SourceStatus][] {
  const { roleArn, accountIds, regions = DEFAULT_REGIONS } = row.source;
  const LastUpdateTime = new Date(row.updatedAt);
  const why = obstacle(world, accountId, row);
  const failed = (code: string, message: string) =>
    ({ LastUpdateStatus: 'FAILED', LastUpdateTime, LastErrorCode: code, LastErrorMessage: message }) as const;
  const fine = { LastUpdateStatus: 'SUCCEEDED', LastUpdateTime } as const;
  const stateOf = (id: string): SourceStatus => {
    if (why) return failed(why.code, why.message);
    if (roleArn !== undefined || id === accountId) return fine;
    return failed('NotAuthorized', `The account ${id} has not authorized ${accountId} to gather its data.`);
  };
  const organization = { SourceId: organizationOf(world)?.id ?? '', SourceType: 'ORGANIZATION', ...stateOf('') };
  const places = (accountIds ?? reachable(world)).flatMap((id) =>
    regions.map((AwsRegion): [string, SourceStatus] => [
      `account ${id} ${AwsRegion}`,
      { SourceId: id, SourceType: 'ACCOUNT', AwsRegion, ...stateOf(id) },
    ]),
  );
  return roleArn === undefined ? places : [[' organization', organization], ...(why ? [] : places)];
}

const DeleteConfigurationAggregator: Operation<World> = (input: Input, { world, caller }) => {
  const name = text(input, 'ConfigurationAggregatorName', NAME);
  const row = aggregatorNamed(world, caller, name);
  if (!row) throw missing(name);
  delete tableOf(world, caller)[name];
  delete configState(world).tags[row.arn];
  endGathering(world, row);
  return {};
};

export const aggregatorOperations = {
  PutConfigurationAggregator,
  DescribeConfigurationAggregators,
  DescribeConfigurationAggregatorSourcesStatus,
  DeleteConfigurationAggregator,
};
