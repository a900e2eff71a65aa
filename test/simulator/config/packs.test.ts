import type { PutOrganizationConformancePackCommandInput } from '@aws-sdk/client-config-service';
import { S3 } from '@aws-sdk/client-s3';
import { LEGACY, MANAGEMENT, PAYMENTS } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';
import { configHouse, HOME } from './house.js';

const rules = (names: readonly string[], type = 'AWS::Config::ConfigRule'): string =>
  JSON.stringify({
    Parameters: { Age: { Type: 'String', Default: '90' } },
    Resources: Object.fromEntries(
      names.map((name) => [
        name,
        {
          Type: type,
          Properties: { ConfigRuleName: name, Source: { Owner: 'AWS', SourceIdentifier: 'ACCESS_KEYS_ROTATED' } },
        },
      ]),
    ),
  });

const OrganizationConformancePackName = 'pci';
const pack = {
  OrganizationConformancePackName,
  TemplateBody: rules(['Rotated', 'Encrypted']),
  ConformancePackInputParameters: [{ ParameterName: 'Age', ParameterValue: '30' }],
  ExcludedAccounts: [MANAGEMENT, LEGACY],
};

async function statusOf({ config }: ReturnType<typeof configHouse>): Promise<string | undefined> {
  const { OrganizationConformancePackStatuses: found } = await config.describeOrganizationConformancePackStatuses({
    OrganizationConformancePackNames: ['pci'],
  });
  return found?.[0]?.Status;
}

test('a pack is laid, changed and taken away; what it is made of is not given back', async () => {
  const made = configHouse({ pace: { kind: 'time', ms: 3_000 }, durations: 'observed' });
  const { config, clock } = made;
  const { OrganizationConformancePackArn } = await config.putOrganizationConformancePack(pack);
  expect(OrganizationConformancePackArn).toMatch(/:123456789012:organization-conformance-pack\/pci-\w{8}$/);
  expect(await statusOf(made)).toBe('CREATE_IN_PROGRESS');
  expect(await errorOf(config.putOrganizationConformancePack(pack))).toBe('ResourceInUseException');
  await clock.sleep(180_000);
  expect(await statusOf(made)).toBe('CREATE_SUCCESSFUL');
  const { TemplateBody: _body, ...described } = pack;
  const { OrganizationConformancePacks } = await config.describeOrganizationConformancePacks({});
  expect(OrganizationConformancePacks).toEqual([
    { ...described, OrganizationConformancePackArn, LastUpdateTime: expect.any(Date) },
  ]);
  const { ConfigRules } = await (await made.inside(PAYMENTS)).describeConfigRules({});
  const names = ConfigRules?.map(({ ConfigRuleName }) => ConfigRuleName ?? '') ?? [];
  expect(names.filter((name) => /^(Rotated|Encrypted)-conformance-pack-\w{8}$/.test(name))).toHaveLength(2);
  await config.putOrganizationConformancePack({ ...pack, ExcludedAccounts: [LEGACY] });
  await clock.sleep(180_000);
  expect(await statusOf(made)).toBe('UPDATE_FAILED');
  const { OrganizationConformancePackDetailedStatuses: failed } =
    await config.getOrganizationConformancePackDetailedStatus({
      OrganizationConformancePackName,
      Filters: { Status: 'CREATE_FAILED' },
    });
  expect(failed).toMatchObject([{ AccountId: MANAGEMENT, ErrorCode: 'NoAvailableConfigurationRecorderException' }]);
  await config.deleteOrganizationConformancePack({ OrganizationConformancePackName });
  await clock.sleep(180_000);
  expect(await errorOf(statusOf(made))).toBe('NoSuchOrganizationConformancePackException');
});

const wrong: [string, Partial<PutOrganizationConformancePackCommandInput>, string][] = [
  ['a name that begins with a digit', { OrganizationConformancePackName: '1a' }, 'ValidationException'],
  ['no template', { TemplateBody: undefined }, 'ValidationException'],
  ['a template that is none', { TemplateBody: 'hello' }, 'OrganizationConformancePackTemplateValidationException'],
  [
    'a bucket in it',
    { TemplateBody: rules(['Bucket'], 'AWS::S3::Bucket') },
    'OrganizationConformancePackTemplateValidationException',
  ],
  [
    '131 rules',
    { TemplateBody: rules(Array.from({ length: 131 }, (_each, at) => `R${at}`)) },
    'OrganizationConformancePackTemplateValidationException',
  ],
  ['51,201 bytes', { TemplateBody: ' '.repeat(51_201) }, 'ValidationException'],
  [
    'a parameter that is not declared',
    { ConformancePackInputParameters: [{ ParameterName: 'Other', ParameterValue: '1' }] },
    'InvalidParameterValueException',
  ],
  [
    'a parameter that has no value',
    { TemplateBody: rules(['Rotated']).replace(',"Default":"90"', ''), ConformancePackInputParameters: [] },
    'InvalidParameterValueException',
  ],
];
test.each(wrong)('a pack with %s is refused', async (_what, change, error) => {
  const { config } = configHouse();
  expect(await errorOf(config.putOrganizationConformancePack({ ...pack, ...change }))).toBe(error);
});

test('where both are given, the template of S3 wins', async () => {
  const made = configHouse();
  const s3 = new S3(clientOf(made.simulator, HOME));
  await s3.createBucket({ Bucket: 'packs', CreateBucketConfiguration: { LocationConstraint: HOME } });
  await s3.putObject({ Bucket: 'packs', Key: 'pci.json', Body: rules(['Bucket'], 'AWS::S3::Bucket') });
  const both = { ...pack, TemplateS3Uri: 's3://packs/pci.json' };
  expect(await errorOf(made.config.putOrganizationConformancePack(both))).toBe(
    'OrganizationConformancePackTemplateValidationException',
  );
  await s3.putObject({ Bucket: 'packs', Key: 'pci.json', Body: rules(['Only']) });
  await made.config.putOrganizationConformancePack({ ...both, TemplateBody: 'hello' });
  const { ConfigRules } = await (await made.inside(PAYMENTS)).describeConfigRules({});
  expect(ConfigRules?.some(({ ConfigRuleName }) => ConfigRuleName?.startsWith('Only-conformance-pack-'))).toBe(true);
});

test('there are 50 at most', async () => {
  const { config } = configHouse();
  for (let at = 0; at < 50; at += 1) {
    await config.putOrganizationConformancePack({ ...pack, OrganizationConformancePackName: `p${at}` });
  }
  expect(await errorOf(config.putOrganizationConformancePack(pack))).toBe(
    'MaxNumberOfOrganizationConformancePacksExceededException',
  );
});
