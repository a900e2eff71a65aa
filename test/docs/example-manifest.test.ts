import { policyType } from '../../src/facts/policy-types.js';
import type { RequestContext } from '../../src/iam/condition.js';
import { denies } from '../../src/iam/evaluate.js';
import { type Policies, policies } from '../../src/kinds/organization-policy/section.js';
import { policyTypes } from '../../src/kinds/policy-type/section.js';
import { developer, incident, inRegion, nobody, ORGANIZATION, outsider, role, root, service } from './callers.js';
import { documentIn, documentOf, load } from './example.js';

const names = Object.keys((await load()).section<Policies>(policies) ?? {});

describe.each(['orgs/sandbox.yaml', 'orgs/prod.yaml'])('the worked example with %s', (variables) => {
  test('manages every section there is', async () => {
    expect((await load(variables)).unmanaged).toEqual([]);
  });

  test.each(names)('%s fits its type, whole and without open variables', async (name) => {
    const manifest = await load(variables);
    const type = policyType(manifest.section<Policies>(policies)?.[name]?.type ?? '');
    const text = JSON.stringify(documentOf(manifest, name));
    expect(text).not.toContain('${');
    expect(text.length).toBeLessThanOrEqual(type.size);
    expect(manifest.section(policyTypes)).toHaveProperty(type.name, 'on');
  });
});

/** policy, who does what, action, context, denied?, resource */
const CASES: [string, string, string, RequestContext, 'yes' | 'no', string?][] = [
  ['deny-leave-organization', 'anybody leaves', 'organizations:LeaveOrganization', role('Admin'), 'yes'],
  [
    'deny-leave-organization',
    'anybody asks which organization it is',
    'organizations:DescribeOrganization',
    role('Admin'),
    'no',
  ],
  ['protect-detection', 'an administrator stops a trail', 'cloudtrail:StopLogging', role('Admin'), 'yes'],
  ['protect-detection', 'break glass turns GuardDuty off', 'guardduty:DeleteDetector', role('BreakGlass'), 'yes'],
  [
    'protect-detection',
    'Control Tower changes a trail',
    'cloudtrail:UpdateTrail',
    role('AWSControlTowerExecution'),
    'no',
  ],
  ['protect-detection', 'an administrator adds a rule', 'config:PutConfigRule', role('Admin'), 'no'],
  [
    'protect-platform-roles',
    'an administrator makes BreakGlass trust itself',
    'iam:UpdateAssumeRolePolicy',
    role('Admin'),
    'yes',
    'arn:aws:iam::300000000001:role/BreakGlass',
  ],
  [
    'protect-platform-roles',
    'a StackSet lays a role of towerctl',
    'iam:CreateRole',
    role('stacksets-exec-0123'),
    'no',
    'arn:aws:iam::300000000001:role/towerctl-read',
  ],
  [
    'protect-platform-roles',
    'an administrator makes a role of its own',
    'iam:CreateRole',
    role('Admin'),
    'no',
    'arn:aws:iam::300000000001:role/app',
  ],
  [
    'keep-public-access-blocks',
    'whoever opens the account',
    's3:PutAccountPublicAccessBlock',
    role('BreakGlass'),
    'yes',
  ],
  [
    'card-data-safeguards',
    'an administrator schedules a key for deletion',
    'kms:ScheduleKeyDeletion',
    role('Admin'),
    'yes',
  ],
  ['card-data-safeguards', 'an application decrypts', 'kms:Decrypt', role('app'), 'no'],
  ['quarantine', 'a developer', 's3:GetObject', developer, 'yes'],
  ['quarantine', 'the incident team', 's3:GetObject', incident, 'no'],
  ['quarantine', 'somebody signed in as root', 's3:GetObject', root(), 'yes'],
  ['quarantine', 'a root task by sts:AssumeRoot', 'iam:DeleteLoginProfile', root({ 'aws:assumedroot': 'true' }), 'no'],
  [
    'quarantine',
    'the recorder of Control Tower',
    'ec2:DescribeInstances',
    role('aws-controltower-ConfigRecorderRole'),
    'no',
  ],
  ['organization-perimeter', 'our own role', 's3:GetObject', role('app'), 'no'],
  ['organization-perimeter', 'a stranger', 's3:GetObject', outsider('999999999999'), 'yes'],
  ['organization-perimeter', 'the vendor', 's3:GetObject', outsider('111122223333'), 'no'],
  ['organization-perimeter', 'an anonymous request', 's3:GetObject', nobody, 'yes'],
  ['organization-perimeter', 'sign-in through Identity Center', 'sts:AssumeRoleWithSAML', nobody, 'no'],
  ['organization-perimeter', 'a stranger assumes a role', 'sts:AssumeRole', outsider('999999999999'), 'yes'],
  [
    'organization-perimeter',
    'CloudTrail delivers for us',
    's3:PutObject',
    service({ 'aws:sourceaccount': '123456789012', 'aws:sourceorgid': ORGANIZATION }),
    'no',
  ],
  [
    'organization-perimeter',
    'a service that is somebody else’s deputy',
    's3:PutObject',
    service({ 'aws:sourceaccount': '999999999999', 'aws:sourceorgid': null }),
    'yes',
  ],
  ['organization-perimeter', 'a service that does not say for whom', 's3:PutObject', service({}), 'no'],
  ['https-only', 'plain HTTP', 's3:GetObject', role('app', { 'aws:securetransport': 'false' }), 'yes'],
  ['https-only', 'HTTPS', 's3:GetObject', role('app'), 'no'],
];

test.each(CASES)('%s: %s (%s)', async (name, _who, action, context, denied, resource = '*') => {
  expect(denies(documentOf(await load(), name), { action, resource, context })).toBe(denied);
});

/** The same as the control CT.MULTISERVICE.PV.1, for those who have no Control Tower. */
const REGIONS: [string, string, RequestContext, 'yes' | 'no'][] = [
  ['a developer in Europe', 'ec2:RunInstances', { ...developer, ...inRegion('eu-west-1') }, 'yes'],
  ['a developer at home', 'ec2:RunInstances', { ...developer, ...inRegion('ap-northeast-1') }, 'no'],
  ['a global service, wherever it answers', 'iam:CreateRole', { ...developer, ...inRegion('us-west-2') }, 'no'],
  ['Control Tower', 'cloudformation:CreateStack', role('AWSControlTowerExecution', inRegion('eu-west-1')), 'no'],
  ['a StackSet', 'guardduty:CreateDetector', role('stacksets-exec-0123', inRegion('eu-west-1')), 'no'],
];

test.each(REGIONS)('deny-outside-approved-regions, kept for others: %s', async (_who, action, context, denied) => {
  const regions = ['ap-northeast-1', 'us-east-1'];
  const document = documentIn(await load(), 'policies/scp/deny-outside-approved-regions.yaml', { regions });
  expect(denies(document, { action, resource: '*', context })).toBe(denied);
});

test('every policy in the permission language is asked about at least once', async () => {
  const entries = Object.entries((await load()).section<Policies>(policies) ?? {});
  const permissions = entries.filter(([, { type }]) => policyType(type).language === 'iam').map(([name]) => name);
  expect([...new Set(CASES.map(([name]) => name))].sort()).toEqual(permissions.sort());
});
