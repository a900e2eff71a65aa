import { VirtualClock } from '../../src/clock.js';
import { createSimulator } from '../../src/simulator/index.js';
import { deployStack, resourcesOf, stackOf } from '../../src/simulator/services/cloudformation/for-stack-sets.js';
import { accountOf, memberIds, pathTo, policiesOn } from '../../src/simulator/services/organizations/for-services.js';
import { TEMPLATES, templateOf } from './templates.js';

const HOME = 'ap-northeast-1';
const ELSEWHERE = 'eu-west-1';
/** Neither is governed: Control Tower records there nowhere. */
const UNGOVERNED = ['eu-central-1', ELSEWHERE] as const;
const BUS = `arn:aws:events:${HOME}:222233334444:event-bus/default`;

/** What a template has no default for, or does nothing without. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'break-glass-role': {
    TrustedAccountId: '222233334444',
    TrustedPrincipals: 'arn:aws:iam::222233334444:user/aiko,arn:aws:iam::222233334444:user/on-call/ben',
    AlarmBusArn: BUS,
  },
  'budget-alarm': { Email: 'cost@bank.example' },
  'config-non-compliance-notification': { ForwardTo: BUS },
  'config-recorder': { BucketName: 'aws-controltower-logs-222233334444-ap-northeast-1', KeyPrefix: 'o-abcdefghij' },
  'oidc-deploy-role': {
    Subjects: 'repo:bank/landing:environment:production',
    ManagedPolicyArns: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
  },
  'towerctl-read': { TrustedAccountId: '123456789012' },
};

const SETTING = ['AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup'];

/** What is made in the home Region, and in another one when the home Region is told. */
const MADE: Readonly<Record<string, readonly [home: readonly string[], elsewhere: readonly string[]]>> = {
  'access-analyzer': [['AWS::AccessAnalyzer::Analyzer'], ['AWS::AccessAnalyzer::Analyzer']],
  'break-glass-role': [
    ['AWS::Events::Rule', 'AWS::IAM::Role', 'AWS::IAM::Role'],
    ['AWS::Events::Rule', 'AWS::IAM::Role'],
  ],
  'budget-alarm': [['AWS::Budgets::Budget'], []],
  'config-non-compliance-notification': [
    ['AWS::Events::Rule', 'AWS::IAM::Role'],
    ['AWS::Events::Rule', 'AWS::IAM::Role'],
  ],
  'config-recorder': [
    ['AWS::Config::ConfigurationRecorder', 'AWS::Config::DeliveryChannel', 'AWS::IAM::Role'],
    ['AWS::Config::ConfigurationRecorder', 'AWS::Config::DeliveryChannel', 'AWS::IAM::Role'],
  ],
  'default-vpc-removal': [
    [...SETTING, 'Custom::DefaultVpcRemoval'],
    [...SETTING, 'Custom::DefaultVpcRemoval'],
  ],
  'ebs-default-encryption': [
    [...SETTING, 'Custom::EbsDefaultEncryption'],
    [...SETTING, 'Custom::EbsDefaultEncryption'],
  ],
  'iam-password-policy': [[...SETTING, 'Custom::IamPasswordPolicy'], []],
  'oidc-deploy-role': [['AWS::IAM::OIDCProvider', 'AWS::IAM::Role'], []],
  's3-account-public-access-block': [[...SETTING, 'Custom::S3AccountPublicAccessBlock'], []],
  'towerctl-read': [['AWS::IAM::Role'], []],
};

/** A simulated organization, and stacks in one member account of it, made as a StackSet makes them. */
function organization() {
  const { world } = createSimulator({ clock: new VirtualClock() });
  const enrolled = memberIds(world).find((id) => isProtected(id));
  if (enrolled === undefined) throw new Error('no account of the seed is under the statements of Control Tower');
  const lay = (
    name: string,
    region: string,
    parameters: Readonly<Record<string, string>> = {},
    role = 'AWSControlTowerExecution',
  ) =>
    deployStack(world, {
      accountId: enrolled,
      region,
      name: `StackSet-${name}`,
      template: templateOf(name),
      parameters: { ...PARAMETERS[name], ...parameters },
      tags: {},
      principal: `arn:aws:iam::${enrolled}:role/${role}`,
    });
  const made = (region: string) =>
    resourcesOf(world, enrolled, region).filter(({ type }) => type !== 'AWS::CloudFormation::WaitConditionHandle');
  return { world, lay, made };

  function isProtected(id: string): boolean {
    if (accountOf(world, id)?.state !== 'ACTIVE') return false;
    return pathTo(world, id).some((target) =>
      policiesOn(world, 'SERVICE_CONTROL_POLICY', target).some(({ content }) => content.includes('GRCONFIGENABLED')),
    );
  }
}

test('every template is in the table', () => {
  expect(Object.keys(MADE)).toEqual(TEMPLATES);
});

test.each(TEMPLATES)('%s makes what it should, in the home Region and elsewhere', (name) => {
  const { lay, made } = organization();
  const [home, elsewhere] = MADE[name] ?? [[], []];
  const homeRegion = name === 'config-recorder' ? UNGOVERNED[0] : HOME;
  const declared = templateOf(name).parameters.has('HomeRegion') ? { HomeRegion: homeRegion } : {};
  for (const [region, types] of [
    [homeRegion, home],
    [ELSEWHERE, elsewhere],
  ] as const) {
    expect(lay(name, region, declared)).toMatchObject({ status: 'CREATE_COMPLETE' });
    expect(
      made(region)
        .map(({ type }) => type)
        .sort(),
    ).toEqual([...types].sort());
  }
});

test('without a home Region, one stack does everything', () => {
  const { lay, made } = organization();
  lay('towerctl-read', ELSEWHERE);
  expect(made(ELSEWHERE)).toMatchObject([{ type: 'AWS::IAM::Role', physicalId: 'towerctl-read' }]);
});

describe('config-recorder', () => {
  test('is denied to a service-managed StackSet in an enrolled account, and let through for AWSControlTowerExecution', () => {
    const { lay, made } = organization();
    expect(lay('config-recorder', ELSEWHERE, {}, 'stacksets-exec-0123456789abcdef').reason).toContain('AWS::Config::');
    expect(made(ELSEWHERE)).toEqual([]);
    expect(organization().lay('config-recorder', ELSEWHERE)).toMatchObject({ status: 'CREATE_COMPLETE' });
  });

  test('fails where Control Tower records already', () => {
    const { lay, made } = organization();
    expect(lay('config-recorder', HOME)).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    expect(made(HOME)).toEqual([]);
  });

  test('records IAM in the home Region alone, with a role of its own unless told', () => {
    const { lay, made } = organization();
    const [home, other] = UNGOVERNED;
    lay('config-recorder', home, { HomeRegion: home });
    lay('config-recorder', other, { HomeRegion: home, Role: 'service-linked' });
    const recorder = (region: string) => made(region).find(({ type }) => type.endsWith('Recorder'))?.properties;
    expect(recorder(home)).toMatchObject({ RecordingGroup: { IncludeGlobalResourceTypes: true } });
    expect(recorder(other)).toMatchObject({
      RoleARN: expect.stringMatching(/:role\/aws-service-role\/config.amazonaws.com\/AWSServiceRoleForConfig$/),
      RecordingGroup: { IncludeGlobalResourceTypes: false },
    });
    expect(made(other).some(({ type }) => type === 'AWS::IAM::Role')).toBe(false);
  });
});

describe('who is trusted:', () => {
  const trust = (name: string, parameters: Readonly<Record<string, string>> = {}) => {
    const { lay, made } = organization();
    expect(lay(name, HOME, parameters)).toMatchObject({ status: 'CREATE_COMPLETE' });
    const role = made(HOME).find(({ logicalId, type }) => type === 'AWS::IAM::Role' && logicalId !== 'AlarmRole');
    return role?.properties['AssumeRolePolicyDocument'];
  };

  test('break glass, with a second factor that is fresh', () => {
    expect(trust('break-glass-role')).toMatchObject({
      Statement: [
        {
          Principal: { AWS: 'arn:aws:iam::222233334444:root' },
          Condition: {
            ArnEquals: {
              'aws:PrincipalArn': ['arn:aws:iam::222233334444:user/aiko', 'arn:aws:iam::222233334444:user/on-call/ben'],
            },
            Bool: { 'aws:MultiFactorAuthPresent': 'true' },
            NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' },
          },
        },
      ],
    });
  });

  test.each([
    ['github', 'repo:bank/landing:environment:production', 'token.actions.githubusercontent.com', 'true'],
    ['gitlab', 'project_path:bank/landing:ref_type:branch:ref:main', 'gitlab.com', 'false'],
  ])('jobs of %s, by subject and audience', (Issuer, Subjects, host, CreateProvider) => {
    expect(trust('oidc-deploy-role', { Issuer, Subjects, CreateProvider })).toMatchObject({
      Statement: [
        {
          Principal: { Federated: expect.stringContaining(`:oidc-provider/${host}`) },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com', [`${host}:sub`]: [Subjects] } },
        },
      ],
    });
  });
});

/** Patterns hold for each value of a list (CloudFormation, user guide: parameters). */
describe('a parameter that would open too much is refused:', () => {
  test.each([
    ['oidc-deploy-role', 'Subjects', 'repo:bank/landing:environment:production', 'repo:bank/landing:*'],
    ['oidc-deploy-role', 'Subjects', 'repo:bank@1/landing@2:ref:refs/heads/main', 'repo:*'],
    ['oidc-deploy-role', 'Subjects', 'project_path:bank/landing:ref_type:branch:ref:main', 'bank/landing'],
    [
      'oidc-deploy-role',
      'ManagedPolicyArns',
      'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess',
      'AdministratorAccess',
    ],
    [
      'break-glass-role',
      'TrustedPrincipals',
      'arn:aws:iam::222233334444:user/on-call/ben',
      'arn:aws:iam::222233334444:root',
    ],
    [
      'break-glass-role',
      'TrustedPrincipals',
      'arn:aws:iam::222233334444:user/aiko',
      'arn:aws:iam::222233334444:user/*',
    ],
    ['break-glass-role', 'TrustedAccountId', '022233334444', '22233334444'],
    ['towerctl-read', 'TrustedPrincipals', '*', 'arn:aws:iam::*'],
    ['towerctl-read', 'TrustedPrincipals', 'arn:aws:iam::123456789012:role/towerctl/*', 'arn:aws:iam::123456789012:*'],
    ['budget-alarm', 'Email', 'cost@bank.example', 'nobody'],
    ['config-recorder', 'KeyPrefix', 'o-abcdefghij', '/o-abcdefghij'],
    ['ebs-default-encryption', 'KmsKey', 'alias/bank/ebs', 'bank'],
  ])('%s %s: %s, not %s', (name, parameter, good, bad) => {
    const pattern = new RegExp(templateOf(name).parameters.get(parameter)?.allowedPattern ?? 'none');
    expect(pattern.test(good)).toBe(true);
    expect(pattern.test(bad)).toBe(false);
  });
});

test('events of the organization are collected and mailed in the security account', () => {
  const { world, lay, made } = organization();
  const parameters = { ForwardTo: '', Email: 'security@bank.example', OrganizationId: 'o-abcdefghij' };
  const { stackId } = lay('config-non-compliance-notification', HOME, parameters);
  const types = made(HOME).map(({ type }) => type);
  expect(types.sort()).toEqual([
    ...['AWS::Events::EventBusPolicy', 'AWS::Events::Rule', 'AWS::SNS::Subscription', 'AWS::SNS::Topic'],
    'AWS::SNS::TopicPolicy',
  ]);
  expect(
    stackOf(world, stackId ?? '')
      ?.outputs.map(({ key }) => key)
      .sort(),
  ).toEqual(['BusArn', 'TopicArn']);
});
