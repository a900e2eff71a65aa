import { describe, expect, it, test } from '@jest/globals';
import { COMPANIONS, companionsOf } from '../../src/facts/companion-actions.js';
import { allows, denies } from '../../src/iam/evaluate.js';
import { KINDS } from '../../src/kinds/index.js';
import type { JsonObject } from '../../src/model.js';
import { allowedIn, besideOf } from '../../src/permissions/beside.js';
import type { PermissionOptions, PolicyDocument } from '../../src/permissions/document.js';
import { NARROWINGS } from '../../src/permissions/narrowing/index.js';
import { policiesOf, ROLES } from '../../src/permissions/policies.js';
import { MOST_CHARACTERS, MOST_POLICIES, sizeOf, split } from '../../src/permissions/split.js';

const OPTIONS: PermissionOptions = {
  managementAccountId: '123456789012',
  organizationId: 'o-exampleorg1',
  homeRegion: 'eu-west-1',
  auditResult: { bucket: 'bank-audit', key: 'towerctl/root-audit.json' },
  runBucket: { name: 'bank-runs', keyArn: 'arn:aws:kms:eu-west-1:123456789012:key/0f' },
};
const [PLAN, APPLY, AUDIT] = ROLES.map((role) => policiesOf(role, KINDS, OPTIONS)) as [
  PolicyDocument[],
  PolicyDocument[],
  PolicyDocument[],
];

/** Whether a role with these policies may do it, for certain. */
function may(policies: readonly PolicyDocument[], action: string, resource: string, context = {}): boolean {
  const documents = policies.map((policy) => JSON.parse(JSON.stringify(policy)) as JsonObject);
  const request = {
    action,
    resource,
    context: {
      'aws:resourceorgid': 'o-exampleorg1',
      'sts:taskpolicyarn': null,
      'iam:passedtoservice': null,
      'iam:awsservicename': null,
      'kms:viaservice': null,
      ...context,
    },
  };
  return allows(documents, request) === 'yes' && documents.every((document) => denies(document, request) === 'no');
}

const member = (role: string): string => `arn:aws:iam::300000000001:role/${role}`;
const ROOT = 'arn:aws:iam::300000000001:root';
const task = (name: string): object => ({ 'sts:taskpolicyarn': `arn:aws:iam::aws:policy/root-task/${name}` });

describe('the role that plans', () => {
  test('reads, and writes nothing but its own plans and drift reports', () => {
    const writes = allowedIn(PLAN).filter((action) => !/:(Get|List|Describe|Search)/.test(action));
    expect(writes).toEqual(['kms:Decrypt', 'kms:GenerateDataKey', 's3:PutObject', 'sts:AssumeRole']);
    expect(may(PLAN, 's3:PutObject', 'arn:aws:s3:::bank-runs/runs/x/plan.json')).toBe(true);
    for (const key of ['bank-runs/lease/lock.json', 'bank-runs/holds.json', 'bank-audit/towerctl/root-audit.json']) {
      expect({ key, may: may(PLAN, 's3:PutObject', `arn:aws:s3:::${key}`) }).toEqual({ key, may: false });
    }
    expect(may(PLAN, 's3:GetObject', 'arn:aws:s3:::bank-audit/towerctl/root-audit.json')).toBe(true);
  });

  test('enters members by the role that reads, in its own organization, and nobody as root', () => {
    expect(may(PLAN, 'sts:AssumeRole', member('towerctl-read'))).toBe(true);
    expect(may(PLAN, 'sts:AssumeRole', member('towerctl-read'), { 'aws:resourceorgid': 'o-other' })).toBe(false);
    for (const role of ['AWSControlTowerExecution', 'OrganizationAccountAccessRole', 'towerctl-read-2']) {
      expect({ role, may: may(PLAN, 'sts:AssumeRole', member(role)) }).toEqual({ role, may: false });
    }
    expect(may(PLAN, 'sts:AssumeRoot', ROOT, task('IAMAuditRootUserCredentials'))).toBe(false);
  });

  test('stays so whatever else is attached to it', () => {
    const everything: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'All', Effect: 'Allow', Action: ['*'], Resource: '*' }],
    };
    const more = [...PLAN, everything];
    expect(may(more, 'sts:AssumeRole', member('AWSControlTowerExecution'))).toBe(false);
    expect(may(more, 'sts:AssumeRoot', ROOT, task('IAMAuditRootUserCredentials'))).toBe(false);
    expect(may(more, 'iam:AttachRolePolicy', 'arn:aws:iam::123456789012:role/pipeline/TowerctlPlan')).toBe(false);
    expect(may(more, 'iam:CreatePolicyVersion', 'arn:aws:iam::123456789012:policy/towerctl-plan-1')).toBe(false);
  });

  test('has the names of roles that the manifest gives', () => {
    const named = policiesOf('plan', KINDS, { ...OPTIONS, memberRoles: { read: 'Reader', write: 'Writer' } });
    expect(may(named, 'sts:AssumeRole', member('Reader'))).toBe(true);
    expect(may(named, 'sts:AssumeRole', member('Writer'))).toBe(false);
    expect(may(named, 'sts:AssumeRole', member('towerctl-read'))).toBe(false);
  });
});

describe('the role that applies', () => {
  test('may all that a plan may', () => {
    const lacking = allowedIn(PLAN).filter((action) => !allowedIn(APPLY).includes(action));
    expect(lacking).toEqual([]);
  });

  test('is root of a member for the tasks that a kind names, and for no other', () => {
    for (const name of ['IAMAuditRootUserCredentials', 'IAMDeleteRootUserCredentials']) {
      expect({ name, may: may(APPLY, 'sts:AssumeRoot', ROOT, task(name)) }).toEqual({ name, may: true });
    }
    for (const name of ['IAMCreateRootUserPassword', 'S3UnlockBucketPolicy', 'SQSUnlockQueuePolicy', 'Another']) {
      expect({ name, may: may(APPLY, 'sts:AssumeRoot', ROOT, task(name)) }).toEqual({ name, may: false });
    }
    expect(allowedIn(APPLY).filter((action) => /AccessKey|MFADevice|SigningCert/.test(action))).toEqual([]);
    const without = policiesOf(
      'apply',
      KINDS.filter(({ name }) => name !== 'root-credentials'),
      OPTIONS,
    );
    expect(may(without, 'sts:AssumeRoot', ROOT, task('IAMAuditRootUserCredentials'))).toBe(false);
  });

  test('writes roles of Identity Center and of Control Tower alone', () => {
    const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
    for (const action of ['iam:CreateRole', 'iam:AttachRolePolicy', 'iam:PutRolePolicy']) {
      expect(may(APPLY, action, role('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0f'))).toBe(true);
      expect(may(APPLY, action, role('service-role/AWSControlTowerStackSetRole'))).toBe(true);
      for (const name of ['Admin', 'TowerctlApply', 'service-role/Other'])
        expect({ action, name, may: may(APPLY, action, role(name)) }).toEqual({ action, name, may: false });
    }
  });

  test('hands roles to CloudFormation and AWS Config alone, and where it is known which, those', () => {
    const handedOver = { cloudformation: ['service-role/AWSControlTowerStackSetRole'], config: [] };
    const named = policiesOf('apply', KINDS, { ...OPTIONS, handedOver });
    const role = 'arn:aws:iam::123456789012:role/service-role/AWSControlTowerStackSetRole';
    const to = (service: string): object => ({ 'iam:passedtoservice': service });
    expect(may(named, 'iam:PassRole', role, to('cloudformation.amazonaws.com'))).toBe(true);
    expect(may(named, 'iam:PassRole', role, to('config.amazonaws.com'))).toBe(false);
    expect(may(named, 'iam:PassRole', role, to('lambda.amazonaws.com'))).toBe(false);
    expect(may(named, 'iam:PassRole', 'arn:aws:iam::123456789012:role/Admin', to('cloudformation.amazonaws.com'))).toBe(
      false,
    );
    expect(
      may(APPLY, 'iam:PassRole', 'arn:aws:iam::123456789012:role/TowerctlApply', to('cloudformation.amazonaws.com')),
    ).toBe(false);
  });

  test('does not change the stacks that made it', () => {
    const stack = (name: string): string => `arn:aws:cloudformation:eu-west-1:123456789012:stack/${name}/0f`;
    expect(may(APPLY, 'cloudformation:UpdateStack', stack('towerctl-trail'))).toBe(true);
    for (const name of ['TowerctlManagement', 'CDKToolkit'])
      expect({ name, may: may(APPLY, 'cloudformation:UpdateStack', stack(name)) }).toEqual({ name, may: false });
  });

  test('touches this organization and no other', () => {
    const account = (organization: string): string =>
      `arn:aws:organizations::123456789012:account/${organization}/300000000001`;
    expect(may(APPLY, 'organizations:CloseAccount', account('o-exampleorg1'))).toBe(true);
    expect(may(APPLY, 'organizations:CloseAccount', account('o-other'))).toBe(false);
    // Policies of AWS are attached, never changed.
    const full = 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess';
    expect(may(APPLY, 'organizations:DetachPolicy', full)).toBe(true);
    expect(may(APPLY, 'organizations:UpdatePolicy', full)).toBe(false);
  });
});

test('the role that audits becomes root to look, and enters nobody by a role', () => {
  expect(may(AUDIT, 'sts:AssumeRoot', ROOT, task('IAMAuditRootUserCredentials'))).toBe(true);
  expect(may(AUDIT, 'sts:AssumeRoot', ROOT, task('IAMDeleteRootUserCredentials'))).toBe(false);
  expect(may(AUDIT, 'sts:AssumeRole', member('towerctl-read'))).toBe(false);
  expect(may(AUDIT, 's3:PutObject', 'arn:aws:s3:::bank-audit/towerctl/root-audit.json')).toBe(true);
});

describe('documents', () => {
  it.each(ROLES)('%s: named actions, in documents that IAM takes, the same every time', (role) => {
    const policies = policiesOf(role, KINDS, OPTIONS);
    expect(allowedIn(policies).filter((action) => action.includes('*'))).toEqual([]);
    expect(policies.length).toBeLessThanOrEqual(MOST_POLICIES);
    for (const policy of policies) expect(sizeOf(policy)).toBeLessThanOrEqual(MOST_CHARACTERS);
    const sids = policies.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
    expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
    expect(new Set(sids).size).toBe(sids.length);
    expect(policiesOf(role, [...KINDS].reverse(), OPTIONS)).toEqual(policies);
  });

  test('another partition has other ARNs', () => {
    const text = JSON.stringify(policiesOf('apply', KINDS, { ...OPTIONS, homeRegion: 'us-gov-west-1' }));
    expect(text).toContain('arn:aws-us-gov:iam::aws:policy/root-task/');
    expect(text.replaceAll('arn:aws:kms:', '')).not.toContain('"arn:aws:');
  });

  test('a statement that is too long is told apart, and too many documents are refused', () => {
    const long = (sid: string, count: number) => ({
      Sid: sid,
      Effect: 'Allow' as const,
      Action: Array.from({ length: count }, (_, index) => `service:SomethingThatIsRatherLong${index}`),
      Resource: '*',
    });
    const documents = split([long('Long', 400)]);
    expect(documents.length).toBeGreaterThan(2);
    expect(allowedIn(documents)).toHaveLength(400);
    for (const document of documents) expect(sizeOf(document)).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(() => split(Array.from({ length: 11 }, (_, index) => long(`S${index}`, 140)))).toThrow(/role has 10/);
  });
});

describe('the tables', () => {
  test('each action is held to something by one row, and each row has its source', () => {
    const narrowed = NARROWINGS.flatMap(({ actions }) => actions);
    expect(narrowed).toEqual([...new Set(narrowed)]);
    for (const { source } of [...NARROWINGS, ...COMPANIONS]) expect(source).toMatch(/https:|AWS::/);
  });

  test('what is asked for beside a call is told with the call', () => {
    expect(companionsOf(['controltower:ListLandingZones'])).toEqual(['controltower:GetHomeRegion']);
    expect(companionsOf(['controltower:ListLandingZones', 'controltower:GetHomeRegion'])).toEqual([]);
    const rows = besideOf(PLAN).filter(({ of }) => of.includes('controlcatalog:ListControls'));
    expect(rows).toMatchObject([{ actions: ['controltower:ListGuardrails'] }]);
  });

  test('no kind asks for a whole service', () => {
    const wide = KINDS.flatMap(({ name, actions: { read, write } }) =>
      [...read, ...write].filter((action) => action.includes('*')).map((action) => `${name} ${action}`),
    );
    expect(wide).toEqual([]);
  });
});
