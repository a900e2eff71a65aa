import { lockout } from '../../src/guards/lockout.js';
import type { JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { deny, MANAGEMENT_ID, type Options, planOf, policy, type Sketch, SMALL } from '../support/picture.js';

const attach = (document: JsonObject, target = 'unit:Workloads', type = 'scp'): Sketch => ({
  ...SMALL,
  policies: { [`${type}/p`]: document },
  attached: [`${type}/p@${target}`],
});
const said = (document: JsonObject, target?: string, options?: Options) =>
  sayings(lockout, planOf(SMALL, attach(document, target), options));
const whose = (lines: string[]) =>
  lines.map((line) => /^(\w+) .* (?:may stop|stops) (\S+)/.exec(line)?.slice(1, 3).join(' '));
const unless = (...roles: string[]) => ({
  Condition: { ArnNotLike: { 'aws:PrincipalArn': roles.map((role) => `arn:aws:iam::*:role/${role}`) } },
});

const EVERYBODY = [
  'AWSControlTowerExecution',
  'stacksets-exec-*',
  'aws-controltower-*',
  'aws-reserved/sso.amazonaws.com/*AWSReservedSSO_*',
];

describe('lockout by a deny', () => {
  test('a deny of everything stops every built-in principal, and says from what', () => {
    const lines = said(policy(deny('*')));
    expect(whose(lines).sort()).toEqual([
      'error AWSControlTowerExecution',
      'error AWSReservedSSO_*',
      'error aws-controltower-*',
      'error aws-controltower-ConfigRecorderRole',
      'error aws-controltower-ForwardSnsNotificationRole',
      'error stacksets-exec-*',
    ]);
    expect(lines[0]).toBe(
      'error policy-attachment:scp/p@unit:Workloads: p stops AWSControlTowerExecution at Workloads (1 account) from cloudformation:CreateStack, cloudformation:UpdateStack, cloudformation:DeleteStack, cloudformation:DescribeStacks, cloudformation:DescribeStackEvents and 33 more (Deny)',
    );
  });

  test('with all of them excepted it passes', () => {
    expect(said(policy(deny('*', unless(...EVERYBODY))))).toEqual([]);
  });

  test.each(EVERYBODY)('without %s excepted it does not', (missing) => {
    const rest = EVERYBODY.filter((role) => role !== missing);
    expect(said(policy(deny('*', unless(...rest)))).length).toBeGreaterThan(0);
  });

  test('one permission set that is excepted does not let the others pass', () => {
    const roles = [...EVERYBODY.slice(0, 3), 'aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Incident_*'];
    expect(whose(said(policy(deny('*', unless(...roles)))))).toEqual(['error AWSReservedSSO_*']);
  });

  test('only what they need counts: other actions and other resources pass', () => {
    expect(said(policy(deny(['organizations:LeaveOrganization', 'cloudtrail:StopLogging'])))).toEqual([]);
    expect(said(policy(deny('iam:*', { Resource: 'arn:aws:iam::*:role/towerctl-*' })))).toEqual([]);
    expect(whose(said(policy(deny('iam:*', { Resource: 'arn:aws:iam::*:role/aws-controltower-*' }))))).toEqual([
      'error AWSControlTowerExecution',
    ]);
    expect(whose(said(policy(deny('config:DeleteConfigurationRecorder'))))).toEqual(['error AWSControlTowerExecution']);
  });

  test('a deny of root does not touch roles', () => {
    const root = { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' } } };
    expect(said(policy(deny('*', root)))).toEqual([]);
  });

  test('a Region deny: without exceptions a warning, and an error when it forgets global services', () => {
    const region = { StringNotEquals: { 'aws:RequestedRegion': ['ap-northeast-1'] } };
    const notAction = { Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: '*', Condition: region };
    expect(new Set(whose(said(policy(notAction))).map((line) => line?.split(' ')[0]))).toEqual(new Set(['warning']));
    expect(whose(said(policy(deny('*', { Condition: region }))))).toContain('error AWSControlTowerExecution');
  });

  test('the management account is out of reach of SCPs', () => {
    expect(said(policy(deny('*')), 'account:management')).toEqual([]);
  });

  test('a target without accounts is judged for the accounts to come', () => {
    const empty = { ...attach(policy(deny('*'))), accounts: {} };
    expect(sayings(lockout, planOf({ ...SMALL, accounts: {} }, empty)).length).toBeGreaterThan(0);
  });

  test('a policy whose text is not known, a type that is off, and what nobody changes are let be', () => {
    expect(said({})).toEqual([]);
    const off = { ...attach(policy(deny('*'))), types: ['rcp'] };
    expect(sayings(lockout, planOf(SMALL, off))).toEqual([]);
    const same = attach(policy(deny('*')));
    expect(sayings(lockout, planOf(same, same))).toEqual([]);
  });

  test('what is declared is judged although nothing changes, so that an allowance stays in use', () => {
    const same = attach(policy(deny('*', unless(...EVERYBODY.slice(1)))));
    const declared = planOf(same, same, { declared: ['policy-attachment:scp/p@unit:Workloads'] });
    expect(whose(sayings(lockout, declared))).toEqual(['error AWSControlTowerExecution']);
    expect(leftAfterAllowing(lockout, declared)).toEqual([]);
  });

  test('an account that moves under a quarantine is judged', () => {
    const quarantine = { policies: { 'scp/q': policy(deny('*')) }, attached: ['scp/q@unit:Sandbox'] };
    const before = { ...SMALL, ...quarantine };
    const after = { ...before, accounts: { ...SMALL.accounts, payments: 'unit:Sandbox' as const } };
    expect(sayings(lockout, planOf(before, after))).toHaveLength(6);
  });
});

describe('protected principals', () => {
  const breakGlass = {
    protectedPrincipals: [{ arn: 'arn:aws:iam::*:role/BreakGlass', actions: ['ec2:StopInstances'] }],
  };

  test('are stopped or excepted like the built-in ones', () => {
    expect(whose(said(policy(deny('ec2:*')), undefined, breakGlass))).toContain('error arn:aws:iam::*:role/BreakGlass');
    expect(said(policy(deny('ec2:Stop*', unless('BreakGlass'))), undefined, breakGlass)).toEqual([]);
  });

  test('a need with a wildcard that is partly denied is a warning', () => {
    const all = { protectedPrincipals: [{ arn: 'arn:aws:iam::*:role/BreakGlass', actions: ['*'] }] };
    expect(whose(said(policy(deny('organizations:LeaveOrganization')), undefined, all))).toEqual([
      'warning arn:aws:iam::*:role/BreakGlass',
    ]);
  });

  test('one that lives in one account matters where that account is', () => {
    const ids = { payments: '111111111111' };
    const one = (account: string) => ({
      ids,
      protectedPrincipals: [{ arn: `arn:aws:iam::${account}:role/X`, actions: ['s3:GetObject'] }],
    });
    const document = policy(deny('s3:GetObject'));
    expect(said(document, 'unit:Workloads', one('${account.payments.id}'))).toHaveLength(1);
    expect(said(document, 'unit:Sandbox', one('${account.payments.id}'))).toEqual([]);
    expect(said(document, 'root', one(MANAGEMENT_ID))).toEqual([]);
  });
});

describe('lockout by an allow-list', () => {
  const plan = (...allow: JsonObject[]) =>
    planOf(SMALL, {
      ...SMALL,
      fullAccess: false,
      policies: { 'scp/only': policy(...allow) },
      attached: [
        ...[
          'root',
          'unit:Workloads/Prod',
          'unit:Sandbox',
          'account:payments',
          'account:alice',
          'account:management',
        ].map((node) => `scp/FullAWSAccess@${node}`),
        'scp/only@unit:Workloads',
      ],
    });

  test('what it leaves out is stopped, at the attachment that ends', () => {
    const lines = sayings(lockout, plan({ Effect: 'Allow', Action: ['s3:*', 'ec2:*'], Resource: '*' }));
    expect(lines).toContain(
      'error policy-attachment:scp/FullAWSAccess@unit:Workloads: without FullAWSAccess at Workloads, no policy there allows stacksets-exec-* cloudformation:CreateStack, cloudformation:UpdateStack, cloudformation:DeleteStack, cloudformation:DescribeStacks, cloudformation:DescribeStackEvents and 6 more',
    );
  });

  test('one that allows everything passes', () => {
    expect(sayings(lockout, plan({ Effect: 'Allow', Action: '*', Resource: '*' }))).toEqual([]);
  });
});

describe('lockout by a resource control policy', () => {
  const perimeter = (action: string | string[], more: JsonObject = {}) =>
    policy({
      Sid: 'Perimeter',
      Effect: 'Deny',
      Principal: '*',
      Action: action,
      Resource: '*',
      Condition: {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': '${org.id}' },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        ...more,
      },
    });
  const rcp = (document: JsonObject) => sayings(lockout, planOf(SMALL, attach(document, 'root', 'rcp')));

  test('a perimeter with the usual exceptions passes', () => {
    expect(rcp(perimeter(['s3:*', 'sqs:*', 'kms:*', 'sts:AssumeRole']))).toEqual([]);
  });

  test('sts:* shuts sign-in by SAML, which has no principal', () => {
    const [line, ...more] = rcp(perimeter('sts:*'));
    expect(line).toContain('p stops sign-in through IAM Identity Center at the root');
    expect(more).toEqual([]);
  });

  test('without the exception for services, logs are not delivered', () => {
    const document = policy({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': '${org.id}' } },
    });
    expect(rcp(document)[0]).toContain('p stops log delivery by AWS services');
  });

  test('the wrong organization id stops everybody', () => {
    const document = policy({
      Effect: 'Deny',
      Principal: '*',
      Action: ['sts:AssumeRole', 's3:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-someoneelse' } },
    });
    expect(rcp(document).join('\n')).toContain('p stops AWSControlTowerStackSetRole');
  });
});
