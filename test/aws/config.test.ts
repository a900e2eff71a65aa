import { describe, expect, test } from '@jest/globals';
import { faultOf } from '../../src/aws/faults.js';
import { bodies, sessionOver } from './session-over.js';

const REGION = 'eu-west-1';
const MANAGED = {
  OrganizationConfigRuleName: 'tls',
  OrganizationManagedRuleMetadata: {
    RuleIdentifier: 'S3_BUCKET_SSL_REQUESTS_ONLY',
    Description: '',
    InputParameters: '{"a":"1"}',
    ResourceTypesScope: ['AWS::S3::Bucket'],
    TagKeyScope: 'data',
  },
  ExcludedAccounts: ['111111111111'],
};

describe('organization rules', () => {
  test('are read to the last page, one hundred at a time, and kept until they are forgotten', async () => {
    const { aws, sent } = sessionOver(
      { body: { OrganizationConfigRules: [MANAGED], NextToken: 'more' } },
      {
        body: {
          OrganizationConfigRules: [
            {
              OrganizationConfigRuleName: 'guard',
              OrganizationCustomPolicyRuleMetadata: {
                PolicyRuntime: 'guard-2.x.x',
                OrganizationConfigRuleTriggerTypes: ['ConfigurationItemChangeNotification'],
              },
            },
            {
              OrganizationConfigRuleName: 'lambda',
              OrganizationCustomRuleMetadata: {
                LambdaFunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:f',
                OrganizationConfigRuleTriggerTypes: ['ScheduledNotification'],
                MaximumExecutionFrequency: 'Six_Hours',
              },
            },
          ],
        },
      },
    );
    const port = aws.configIn(REGION);
    expect(await port.organizationRules()).toEqual([
      {
        name: 'tls',
        source: { type: 'managed', identifier: 'S3_BUCKET_SSL_REQUESTS_ONLY' },
        inputParameters: '{"a":"1"}',
        resourceTypes: ['AWS::S3::Bucket'],
        tagKey: 'data',
        excludedAccounts: ['111111111111'],
      },
      {
        name: 'guard',
        source: {
          type: 'policy',
          runtime: 'guard-2.x.x',
          triggers: ['ConfigurationItemChangeNotification'],
          debugIn: [],
        },
        resourceTypes: [],
        excludedAccounts: [],
      },
      {
        name: 'lambda',
        source: {
          type: 'lambda',
          functionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:f',
          triggers: ['ScheduledNotification'],
        },
        frequency: 'Six_Hours',
        resourceTypes: [],
        excludedAccounts: [],
      },
    ]);
    expect(bodies(sent)).toEqual([{ Limit: 100 }, { Limit: 100, NextToken: 'more' }]);
    expect(sent[0]?.host).toBe('config.eu-west-1.amazonaws.com');
    expect(sent[0]?.headers['x-amz-target']).toBe('StarlingDoveService.DescribeOrganizationConfigRules');
    await port.organizationRules();
    expect(sent).toHaveLength(2);
    port.forget();
    await port.organizationRules();
    expect(sent).toHaveLength(3);
  });

  test('what is read is what is sent: one kind of metadata, nothing empty, the text of a rule in Guard', async () => {
    const { aws, sent } = sessionOver({ body: { OrganizationConfigRules: [MANAGED] } }, { body: {} });
    const port = aws.configIn(REGION);
    const [record] = await port.organizationRules();
    if (!record) throw new Error('no rule was read');
    await port.putOrganizationRule({ ...record, description: 'TLS' });
    await port.putOrganizationRule({
      name: 'guard',
      source: {
        type: 'policy',
        runtime: 'guard-2.x.x',
        triggers: ['ConfigurationItemChangeNotification'],
        debugIn: [],
      },
      policyText: 'rule a { x exists }',
      resourceTypes: [],
      excludedAccounts: [],
    });
    expect(bodies(sent).slice(1)).toEqual([
      {
        ...MANAGED,
        OrganizationManagedRuleMetadata: { ...MANAGED.OrganizationManagedRuleMetadata, Description: 'TLS' },
      },
      {
        OrganizationConfigRuleName: 'guard',
        ExcludedAccounts: [],
        OrganizationCustomPolicyRuleMetadata: {
          PolicyRuntime: 'guard-2.x.x',
          PolicyText: 'rule a { x exists }',
          OrganizationConfigRuleTriggerTypes: ['ConfigurationItemChangeNotification'],
          DebugLogDeliveryAccounts: [],
        },
      },
    ]);
  });

  test('failures are asked for alone, of every way to fail', async () => {
    const failed = {
      AccountId: '222222222222',
      MemberAccountRuleStatus: 'UPDATE_FAILED',
      ErrorCode: 'NoAvailableConfigurationRecorderException',
      ErrorMessage: 'none',
    };
    const { aws, sent } = sessionOver(
      { body: { OrganizationConfigRuleDetailedStatus: [] } },
      { body: { OrganizationConfigRuleDetailedStatus: [failed] } },
      { body: {} },
    );
    expect(await aws.configIn(REGION).organizationRuleFailures('tls')).toEqual([
      {
        accountId: '222222222222',
        status: 'UPDATE_FAILED',
        errorCode: 'NoAvailableConfigurationRecorderException',
        errorMessage: 'none',
      },
    ]);
    expect(bodies(sent)).toEqual(
      ['CREATE_FAILED', 'UPDATE_FAILED', 'DELETE_FAILED'].map((MemberAccountRuleStatus) => ({
        OrganizationConfigRuleName: 'tls',
        Filters: { MemberAccountRuleStatus },
        Limit: 100,
      })),
    );
  });

  test('a status by name is asked anew each time; one that is gone is none', async () => {
    const status = { OrganizationConfigRuleName: 'tls', OrganizationRuleStatus: 'CREATE_IN_PROGRESS' };
    const { aws } = sessionOver(
      { body: { OrganizationConfigRuleStatuses: [status] } },
      { status: 400, body: { __type: 'NoSuchOrganizationConfigRuleException', message: 'no such rule' } },
    );
    const port = aws.configIn(REGION);
    expect(await port.organizationRuleStatus('tls')).toEqual({ name: 'tls', status: 'CREATE_IN_PROGRESS' });
    expect(await port.organizationRuleStatus('tls')).toBeUndefined();
  });
});

test('a pack is sent with its template, and read without', async () => {
  const { aws, sent } = sessionOver(
    { body: {} },
    {
      body: {
        OrganizationConformancePacks: [
          {
            OrganizationConformancePackName: 'pci',
            ConformancePackInputParameters: [{ ParameterName: 'a', ParameterValue: 'b' }],
            DeliveryS3Bucket: '',
          },
        ],
      },
    },
  );
  const port = aws.configIn(REGION);
  const pack = { name: 'pci', parameters: [{ name: 'a', value: 'b' }], excludedAccounts: [] };
  await port.putOrganizationPack({ ...pack, templateBody: 'Resources: {}' });
  expect(bodies(sent)).toEqual([
    {
      OrganizationConformancePackName: 'pci',
      TemplateBody: 'Resources: {}',
      ConformancePackInputParameters: [{ ParameterName: 'a', ParameterValue: 'b' }],
      ExcludedAccounts: [],
    },
  ]);
  expect(await port.organizationPacks()).toEqual([pack]);
});

test('an aggregator of the organization: all Regions, or those that are named', async () => {
  const arn = 'arn:aws:config:eu-west-1:111111111111:config-aggregator/config-aggregator-x';
  const { aws, sent } = sessionOver({ body: { ConfigurationAggregator: { ConfigurationAggregatorArn: arn } } });
  const port = aws.configIn(REGION);
  const roleArn = 'arn:aws:iam::111111111111:role/r';
  expect(await port.putAggregator({ name: 'all', roleArn, tags: { owner: 'sec' } })).toBe(arn);
  await port.putAggregator({ name: 'some', roleArn, regions: ['eu-west-1'] });
  expect(bodies(sent)).toEqual([
    {
      ConfigurationAggregatorName: 'all',
      OrganizationAggregationSource: { RoleArn: roleArn, AllAwsRegions: true },
      Tags: [{ Key: 'owner', Value: 'sec' }],
    },
    {
      ConfigurationAggregatorName: 'some',
      OrganizationAggregationSource: { RoleArn: roleArn, AwsRegions: ['eu-west-1'] },
    },
  ]);
});

describe('the recorder', () => {
  const linked = { name: 'AWSConfigurationRecorderForX', servicePrincipal: 'x.amazonaws.com' };

  test('service-linked ones are none', async () => {
    const { aws, sent } = sessionOver({ body: { ConfigurationRecorders: [linked] } });
    expect(await aws.configIn(REGION).recorder()).toBeUndefined();
    expect(sent).toHaveLength(1);
  });

  test('one that is there and does not record says so', async () => {
    const { aws, sent } = sessionOver(
      { body: { ConfigurationRecorders: [linked, { name: 'default' }] } },
      {
        body: {
          ConfigurationRecordersStatus: [
            { name: 'default', recording: false, lastStatus: 'Failure', lastErrorCode: 'X' },
          ],
        },
      },
    );
    expect(await aws.configIn(REGION).recorder()).toEqual({
      name: 'default',
      recording: false,
      lastStatus: 'Failure',
      lastErrorCode: 'X',
    });
    expect(bodies(sent)[1]).toEqual({ ConfigurationRecorderNames: ['default'] });
  });
});

test.each([
  ['MaxNumberOfOrganizationConfigRulesExceededException', 'quota'],
  ['LimitExceededException', 'quota'],
  ['OrganizationAccessDeniedException', 'denied'],
  ['InvalidParameterValueException', 'refused'],
  ['NoSuchConfigurationAggregatorException', 'gone'],
])('%s is %s', async (code, expected) => {
  const { aws } = sessionOver({ status: 400, body: { __type: code, message: 'no' } });
  const error = await aws
    .configIn(REGION)
    .deleteOrganizationRule('x')
    .catch((thrown: unknown) => thrown);
  expect(faultOf(error).class).toBe(expected);
});
