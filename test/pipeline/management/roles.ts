import { buildApp } from '../../../pipeline/app.js';
import { BUILD_RIGHTS } from '../../../pipeline/builds/build-rights.js';
import type { ProjectName } from '../../../src/deployment/names.js';
import { DEPLOYMENT, MANAGEMENT } from '../settings.js';
import {
  builds,
  folder,
  management,
  named,
  ofType,
  principalArns,
  together,
  trustOf,
  whole,
  withoutEvents,
} from './synthesized.js';

describe('roles of the management account', () => {
  it.each([
    ['TowerctlPlan', builds(DEPLOYMENT, 'plan', 'verify', 'drift')],
    ['TowerctlApply', builds(DEPLOYMENT, 'apply', 'heal')],
    [
      'TowerctlPullRequest',
      [...builds(DEPLOYMENT, 'pullRequest'), `arn:aws:iam::${DEPLOYMENT}:role/TowerctlPullRequestGitHub`],
    ],
  ])('%s lets in its builds and nobody else', (role, expected) => {
    expect(trustOf(whole, role)).toEqual([
      {
        Sid: 'Builds',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${DEPLOYMENT}:root` },
        Action: 'sts:AssumeRole',
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': expected },
          StringEquals: { 'aws:PrincipalOrgID': 'o-abcde12345' },
        },
      },
    ]);
  });

  it('trusts by the same table that lets the builds out', () => {
    for (const [project, { organizationRole }] of Object.entries(BUILD_RIGHTS)) {
      const [arn] = builds(DEPLOYMENT, project as ProjectName);
      const trusting = ['Plan', 'Apply', 'PullRequest'].filter((role) =>
        JSON.stringify(trustOf(whole, `Towerctl${role}`)).includes(`"${arn}"`),
      );
      const expected = organizationRole === undefined ? [] : [organizationRole];
      expect(trusting.map((name) => `${name[0]?.toLowerCase()}${name.slice(1)}`)).toEqual(expected);
    }
  });

  it('lets in builds of the management account where the pipeline runs there', () => {
    const [statement] = trustOf(together, 'TowerctlApply');
    expect(statement?.Principal).toEqual({ AWS: `arn:aws:iam::${MANAGEMENT}:root` });
    // Nothing is healed there: the role that would is not let in before it exists.
    expect(principalArns(statement)).toEqual(builds(MANAGEMENT, 'apply'));
  });

  it('lets people look at root users, and no build', () => {
    const [bySso, byUser, ...more] = trustOf(whole, 'TowerctlAudit');
    expect(more).toEqual([]);
    expect([bySso?.Principal, byUser?.Principal]).toEqual(Array(2).fill({ AWS: `arn:aws:iam::${MANAGEMENT}:root` }));
    expect(bySso?.Condition).toEqual({
      ArnLike: {
        'aws:PrincipalArn': `arn:aws:iam::${MANAGEMENT}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_*`,
      },
    });
    expect(byUser?.Condition).toEqual({
      StringEquals: { 'aws:PrincipalType': 'User' },
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
    });
  });

  it('carries the documents as they were derived, under names that the roles deny themselves', () => {
    const { plan } = whole.settings.policies;
    for (const [index, document] of plan.entries()) {
      const policy = named(
        management(whole),
        'AWS::IAM::ManagedPolicy',
        'ManagedPolicyName',
        `towerctl-plan-${index + 1}`,
      );
      expect(policy['PolicyDocument']).toEqual(document);
    }
    const role = named(management(whole), 'AWS::IAM::Role', 'RoleName', 'TowerctlPlan');
    expect(role).toMatchObject({
      MaxSessionDuration: 3_600,
      ManagedPolicyArns: [{ Ref: 'TowerctlPlanPolicy1' }, { Ref: 'TowerctlPlanPolicy2' }],
    });
    expect(role['Policies']).toBeUndefined();
    const names = ofType(management(whole), 'AWS::IAM::ManagedPolicy').map((policy) => policy['ManagedPolicyName']);
    expect(names).toEqual([
      'towerctl-plan-1',
      'towerctl-plan-2',
      'towerctl-apply-1',
      'towerctl-audit-1',
      'towerctl-pull-request-1',
    ]);
  });

  it('refuses more policies than a role has', () => {
    const [document] = whole.settings.policies.apply;
    const apply = document === undefined ? [] : Array.from({ length: 11 }, () => document);
    const settings = { ...whole.settings, policies: { ...whole.settings.policies, apply } };
    expect(() => buildApp(settings, `${folder}/too-many`)).toThrow('settings.policies.apply has 11 documents');
  });

  it('has no role for pull requests that nobody checks, and forwards nothing without lifecycle', () => {
    const roles = ofType(management(withoutEvents), 'AWS::IAM::Role').map((role) => role['RoleName']);
    expect(roles).toEqual(['TowerctlPlan', 'TowerctlApply', 'TowerctlAudit']);
  });
});
