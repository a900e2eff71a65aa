import { type Evidence, known, unread } from '../../src/checklist/evidence.js';
import type { JsonObject, NodeName } from '../../src/model.js';
import {
  control,
  DENY_CONFIG_OFF,
  DENY_LEAVE,
  DENY_REGIONS,
  DENY_ROOT,
  deny,
  evidence,
  landingZone,
  lines,
  organizationFacts,
  policies,
  row,
  strayAccount,
} from './samples.js';

type At = Parameters<typeof policies>[0];
const withScp = (at: At, more: Partial<Evidence> = {}): Evidence => evidence({ scp: known(policies(at)), ...more });

describe('1A-4', () => {
  test('met when a deny at the root reaches every member; the suspended one is told apart', () => {
    const result = row('1A-4', withScp({ root: [['deny-root-user', DENY_ROOT]] }));
    expect(result).toMatchObject({ verdict: 'met', count: { met: 4, of: 4, noun: 'account' } });
    expect(lines(result)).toContain('note: suspended or closed, not counted: old-project');
    expect(result.manifest).toBeUndefined();
  });

  test('partly below one unit only, with lines for the others', () => {
    const result = row('1A-4', withScp({ 'unit:Workloads': [['deny-root-user', DENY_ROOT]] }));
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 2, of: 4 } });
    expect(result.manifest).toContain('control: AWS-GR_RESTRICT_ROOT_USER');
    expect(result.manifest).toContain('Security/**');
  });

  test('a deny of access keys alone is not enough', () => {
    const keys = deny('iam:CreateAccessKey', { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' } });
    expect(row('1A-4', withScp({ root: [['keys', keys]] })).verdict).toBe('not met');
  });

  test('a policy that cannot be read makes it unknown, unless Control Tower says that its control is on', () => {
    const at: At = { root: [['somebodys', 'denied']] };
    expect(row('1A-4', withScp(at))).toMatchObject({
      verdict: 'unknown',
      missingPermissions: ['organizations:DescribePolicy'],
    });
    const controls = known([control('unit:Workloads', { name: 'AWS-GR_RESTRICT_ROOT_USER', behavior: 'PREVENTIVE' })]);
    const result = row('1A-4', withScp(at, { controlTower: known(landingZone({ controls })) }));
    expect(result).toMatchObject({ verdict: 'unknown', count: { met: 2, of: 4 } });
  });

  test('the text decides over what Control Tower says: a detached control is not in force', () => {
    const controls = known([control('unit:Workloads', { name: 'AWS-GR_RESTRICT_ROOT_USER' })]);
    expect(row('1A-4', evidence({ controlTower: known(landingZone({ controls })) })).verdict).toBe('not met');
  });

  test('service control policies that may not be read', () => {
    const missing = { reason: 'denied', missingPermission: 'organizations:ListPolicies' };
    expect(row('1A-4', evidence({ scp: unread(missing) }))).toMatchObject({
      verdict: 'unknown',
      missingPermissions: ['organizations:ListPolicies'],
    });
  });
});

describe('1D-1', () => {
  const ALL: At = {
    root: [
      ['deny-leave', DENY_LEAVE],
      ['protect', DENY_CONFIG_OFF],
      ['regions', DENY_REGIONS],
    ],
  };

  test('met when all three are denied everywhere', () => {
    expect(row('1D-1', withScp(ALL))).toMatchObject({ verdict: 'met', count: { met: 4, of: 4 } });
  });

  test('a list of forbidden Regions lets new ones in', () => {
    const some = deny('*', { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-west-2'] } });
    const result = row(
      '1D-1',
      withScp({
        root: [
          ['deny-leave', DENY_LEAVE],
          ['protect', DENY_CONFIG_OFF],
          ['some', some],
        ],
      }),
    );
    expect(result.verdict).toBe('not met');
    expect(lines(result).join()).toContain('Regions outside an approved list are not denied');
  });

  test('one account fewer: n of m, and the policy for that account alone', () => {
    const at: At = {
      ...ALL,
      root: ALL.root?.slice(1) ?? [],
      'unit:Workloads': [['deny-leave', DENY_LEAVE]],
      'account:audit': [['deny-leave', DENY_LEAVE]],
    };
    const result = row('1D-1', withScp(at));
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 3, of: 4 } });
    expect(result.manifest).toContain('account:log-archive');
  });

  test('a deny with an exception for others does not bind an everyday role any less', () => {
    const exempt = deny('organizations:LeaveOrganization', {
      ArnNotLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/BreakGlass' },
    });
    expect(row('1D-1', withScp({ root: [...(ALL.root?.slice(1) ?? []), ['deny-leave', exempt]] })).verdict).toBe('met');
  });

  test('half of a thing is told as half of it', () => {
    const half = deny('config:StopConfigurationRecorder');
    const result = row(
      '1D-1',
      withScp({
        root: [
          ['deny-leave', DENY_LEAVE],
          ['half', half],
          ['regions', DENY_REGIONS],
        ],
      }),
    );
    expect(lines(result).join()).toContain(
      'turning AWS Config off is not denied in 4 of 4 accounts (only in part, open: config:DeleteConfigurationRecorder, config:DeleteDeliveryChannel)',
    );
  });

  test('what depends on the request alone is unknown, not denied', () => {
    const tagged = deny('organizations:LeaveOrganization', { StringEquals: { 'aws:PrincipalTag/team': 'x' } });
    const result = row('1D-1', withScp({ root: [...(ALL.root?.slice(1) ?? []), ['tagged', tagged]] }));
    expect(result).toMatchObject({ verdict: 'unknown', missingPermissions: [] });
  });

  test('where FullAWSAccess is gone, what nothing allows is denied', () => {
    const allowing: JsonObject = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
    };
    const scp = known(policies({ root: [['only-s3', allowing]] }, ['root']));
    expect(row('1D-1', evidence({ scp }))).toMatchObject({ verdict: 'met', count: { met: 4, of: 4 } });
    expect(lines(row('1D-1', evidence({ scp }))).join()).toContain('by the allow-list at the root');
  });

  test('an empty unit where the next account would not be covered is a note', () => {
    const empty = {
      name: 'unit:Sandbox' as NodeName,
      parent: 'root' as NodeName,
      tags: {},
      declared: false,
      live: true,
    };
    const at: At = { 'unit:Workloads': ALL.root ?? [], 'unit:Security': ALL.root ?? [] };
    const result = row('1D-1', withScp(at, { organization: known(organizationFacts([empty])) }));
    expect(result.verdict).toBe('met');
    expect(lines(result)).toContain('note: empty units where a new account would not be covered: Sandbox');
  });

  test('an account at the root gets a policy, not a control', () => {
    const organization = known(organizationFacts([strayAccount]));
    const at: At = { 'unit:Workloads': ALL.root ?? [], 'unit:Security': ALL.root ?? [] };
    const result = row('1D-1', withScp(at, { organization }));
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 4, of: 5 } });
    expect(result.manifest).not.toContain('CT.MULTISERVICE.PV.1');
    expect(result.manifest).toContain('account:legacy-crm');
  });
});
