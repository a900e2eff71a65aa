import type { ConfigService, PutConfigurationAggregatorCommandInput } from '@aws-sdk/client-config-service';
import { removeRole } from '../../../src/simulator/services/iam/for-services.js';
import { AUDIT, MANAGEMENT, PAYMENTS } from '../account-roles.js';
import { errorOf } from '../client.js';
import { AGGREGATION, configHouse, HOME, SECOND } from './house.js';

const ConfigurationAggregatorName = 'organization';
const linked = (account: string): string =>
  `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
const aggregator = (account: string) => ({
  ConfigurationAggregatorName,
  OrganizationAggregationSource: { RoleArn: linked(account), AllAwsRegions: true },
});

async function sources(config: ConfigService, more: { UpdateStatus?: ['FAILED'] } = {}) {
  const found = await config.describeConfigurationAggregatorSourcesStatus({ ConfigurationAggregatorName, ...more });
  return found.AggregatedSourceStatusList ?? [];
}

describe('of the organization', () => {
  test('the management account makes one with its tags, and trusts the service by it', async () => {
    const { config, organizations } = configHouse();
    await organizations.disableAWSServiceAccess({ ServicePrincipal: AGGREGATION });
    const Tags = [{ Key: 'team', Value: 'security' }];
    const { ConfigurationAggregator: made } = await config.putConfigurationAggregator({
      ...aggregator(MANAGEMENT),
      Tags,
    });
    expect(made?.ConfigurationAggregatorArn).toMatch(
      /^arn:aws:config:ap-northeast-1:123456789012:config-aggregator\/config-aggregator-\w{8}$/,
    );
    const { EnabledServicePrincipals } = await organizations.listAWSServiceAccessForOrganization({});
    expect(EnabledServicePrincipals?.map(({ ServicePrincipal }) => ServicePrincipal)).toContain(AGGREGATION);
    const ResourceArn = made?.ConfigurationAggregatorArn;
    expect((await config.listTagsForResource({ ResourceArn })).Tags).toEqual(Tags);
    await config.putConfigurationAggregator({
      ConfigurationAggregatorName,
      OrganizationAggregationSource: { RoleArn: linked(MANAGEMENT), AwsRegions: [HOME] },
      Tags: [{ Key: 'team', Value: 'other' }],
    });
    expect((await config.listTagsForResource({ ResourceArn })).Tags).toEqual(Tags);
    await config.tagResource({ ResourceArn, Tags: [{ Key: 'more', Value: '' }] });
    await config.untagResource({ ResourceArn, TagKeys: ['team'] });
    expect((await config.listTagsForResource({ ResourceArn })).Tags).toEqual([{ Key: 'more', Value: '' }]);
    const { ConfigurationAggregators } = await config.describeConfigurationAggregators({});
    expect(ConfigurationAggregators).toMatchObject([
      {
        ConfigurationAggregatorArn: ResourceArn,
        OrganizationAggregationSource: { RoleArn: linked(MANAGEMENT), AwsRegions: [HOME], AllAwsRegions: false },
      },
    ]);
    await config.deleteConfigurationAggregator({ ConfigurationAggregatorName });
    expect(await errorOf(config.listTagsForResource({ ResourceArn }))).toBe('ResourceNotFoundException');
    expect(await errorOf(config.deleteConfigurationAggregator({ ConfigurationAggregatorName }))).toBe(
      'NoSuchConfigurationAggregatorException',
    );
  });

  test('a member only as delegated administrator, and never again one that it had before', async () => {
    const made = configHouse();
    const { organizations } = made;
    const audit = await made.inside(AUDIT);
    expect(await errorOf(audit.putConfigurationAggregator(aggregator(AUDIT)))).toBe(
      'OrganizationAccessDeniedException',
    );
    const delegation = { AccountId: AUDIT, ServicePrincipal: AGGREGATION };
    await organizations.registerDelegatedAdministrator(delegation);
    await audit.putConfigurationAggregator(aggregator(AUDIT));
    expect(await sources(audit, { UpdateStatus: ['FAILED'] })).toEqual([]);
    await organizations.deregisterDelegatedAdministrator(delegation);
    expect(await sources(audit)).toMatchObject([
      { SourceType: 'ORGANIZATION', LastUpdateStatus: 'FAILED', LastErrorCode: 'OrganizationAccessDeniedException' },
    ]);
    await organizations.registerDelegatedAdministrator(delegation);
    expect(await errorOf(audit.putConfigurationAggregator(aggregator(AUDIT)))).toBe(
      'OrganizationAccessDeniedException',
    );
    await audit.deleteConfigurationAggregator({ ConfigurationAggregatorName });
    await audit.putConfigurationAggregator(aggregator(AUDIT));
    expect(await sources(audit, { UpdateStatus: ['FAILED'] })).toEqual([]);
  });

  test('sources are told once it has gathered: the organization, and each account and Region', async () => {
    const { config, simulator } = configHouse({ pace: { kind: 'polls', polls: 1 } });
    const role = 'AWSControlTowerAdmin';
    await config.putConfigurationAggregator({
      ConfigurationAggregatorName,
      OrganizationAggregationSource: {
        RoleArn: `arn:aws:iam::${MANAGEMENT}:role/service-role/${role}`,
        AwsRegions: [HOME, SECOND],
      },
    });
    expect(await sources(config)).toEqual([]);
    const found = await sources(config);
    expect(found[0]).toMatchObject({ SourceType: 'ORGANIZATION', LastUpdateStatus: 'SUCCEEDED' });
    expect(found.filter(({ SourceId }) => SourceId === PAYMENTS).map(({ AwsRegion }) => AwsRegion)).toEqual([
      HOME,
      SECOND,
    ]);
    removeRole(simulator.world, MANAGEMENT, role);
    expect(await sources(config)).toMatchObject([
      { LastUpdateStatus: 'FAILED', LastErrorCode: 'InvalidRoleException' },
    ]);
  });
});

const ALL = { RoleArn: linked(MANAGEMENT), AllAwsRegions: true };
const wrong: [string, Partial<PutConfigurationAggregatorCommandInput>, string][] = [
  ['no source', { OrganizationAggregationSource: undefined }, 'InvalidParameterValueException'],
  [
    'both sources',
    { AccountAggregationSources: [{ AccountIds: [PAYMENTS], AllAwsRegions: true }] },
    'InvalidParameterValueException',
  ],
  [
    'both kinds of Regions',
    { OrganizationAggregationSource: { ...ALL, AwsRegions: [HOME] } },
    'InvalidParameterValueException',
  ],
  ['no Regions', { OrganizationAggregationSource: { RoleArn: ALL.RoleArn } }, 'InvalidParameterValueException'],
  [
    'a role of another account',
    { OrganizationAggregationSource: { ...ALL, RoleArn: linked(AUDIT) } },
    'InvalidRoleException',
  ],
  ['a name with a dot', { ConfigurationAggregatorName: 'a.b' }, 'ValidationException'],
  ['a tag of AWS', { Tags: [{ Key: 'aws:x', Value: '' }] }, 'ValidationException'],
];
test.each(wrong)('an aggregator with %s is refused', async (_what, change, error) => {
  const { config } = configHouse();
  expect(await errorOf(config.putConfigurationAggregator({ ...aggregator(MANAGEMENT), ...change }))).toBe(error);
});

test('of accounts: what nobody authorized stays failed', async () => {
  const { config } = configHouse();
  const AccountAggregationSources = [{ AccountIds: [MANAGEMENT, PAYMENTS], AwsRegions: [HOME] }];
  await config.putConfigurationAggregator({ ConfigurationAggregatorName, AccountAggregationSources });
  expect((await sources(config)).map(({ SourceId, LastUpdateStatus }) => [SourceId, LastUpdateStatus])).toEqual([
    [MANAGEMENT, 'SUCCEEDED'],
    [PAYMENTS, 'FAILED'],
  ]);
});

test('there are 50 at most', async () => {
  const { config } = configHouse();
  const { OrganizationAggregationSource } = aggregator(MANAGEMENT);
  for (let at = 0; at < 50; at += 1) {
    await config.putConfigurationAggregator({ ConfigurationAggregatorName: `a${at}`, OrganizationAggregationSource });
  }
  expect(await errorOf(config.putConfigurationAggregator(aggregator(MANAGEMENT)))).toBe('LimitExceededException');
});

test('tags: 50 at most, on what is there', async () => {
  const { config } = configHouse();
  const { ConfigurationAggregator } = await config.putConfigurationAggregator(aggregator(MANAGEMENT));
  const ResourceArn = ConfigurationAggregator?.ConfigurationAggregatorArn;
  const Tags = Array.from({ length: 50 }, (_each, at) => ({ Key: `k${at}`, Value: '' }));
  await config.tagResource({ ResourceArn, Tags });
  expect(await errorOf(config.tagResource({ ResourceArn, Tags: [{ Key: 'one', Value: 'more' }] }))).toBe(
    'TooManyTagsException',
  );
  expect(await errorOf(config.tagResource({ ResourceArn: `${ResourceArn}x`, Tags: [] }))).toBe(
    'ResourceNotFoundException',
  );
});
