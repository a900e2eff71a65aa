import type { App } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import {
  BUILD_ROLES,
  EVENTS,
  GITHUB_ROLE,
  ORGANIZATION_ROLES,
  type ProjectName,
  STACKS,
} from '../src/deployment/names.js';
import type { DeploymentSettings } from '../src/deployment/settings.js';
import { MOST_POLICIES } from '../src/permissions/split.js';
import { acknowledgeDerived } from './acknowledge.js';
import { busArn, roleArn, rootArn, ruleArn } from './arns.js';
import { BUILD_RIGHTS } from './builds/build-rights.js';
import { forwardedRules } from './events/forwarded-rules.js';

type OrganizationRole = keyof typeof ORGANIZATION_ROLES;

/** IAM writes policies as plain JSON. */
type Document = { readonly Version: '2012-10-17'; readonly Statement: readonly object[] };

const SESSION_SECONDS = 3_600;

/**
 * What runs do in the organization, they do as the roles of this stack. It is all that lies in the management account,
 * beside the rules that forward events. IAM is the same in every Region; the stack is in Control Tower's.
 */
export class ManagementStack extends Stack {
  constructor(app: App, settings: DeploymentSettings) {
    const { managementAccountId: account, homeRegion: region } = settings.organization;
    super(app, STACKS.management, {
      stackName: STACKS.management,
      description: 'towerctl: the roles by which its runs enter the organization',
      env: { account, region },
      analyticsReporting: false,
    });
    this.role(settings, 'plan', trusting(settings, buildsOf('plan', settings)));
    this.role(settings, 'apply', trusting(settings, buildsOf('apply', settings)));
    this.role(settings, 'audit', trustingPeople(settings));
    const checks = buildsOf('pullRequest', settings);
    const workflows = gitHubRoles(settings);
    // A role must trust somebody: where nobody checks pull requests, there is none.
    if (checks.length + workflows.length > 0) {
      this.role(settings, 'pullRequest', trusting(settings, checks, workflows));
    }
    if (settings.pipeline.lifecycle !== 'off') this.forwarding(settings);
  }

  private role(settings: DeploymentSettings, role: OrganizationRole, trust: Document): void {
    const documents = settings.policies[role];
    const name = ORGANIZATION_ROLES[role];
    if (documents.length > MOST_POLICIES) {
      throw new Error(
        `settings.policies.${role} has ${documents.length} documents: a role has at most ${MOST_POLICIES} managed policies; grant only what the manifest declares`,
      );
    }
    const policies = documents.map((document, index) => {
      const policy = new CfnManagedPolicy(this, `${name}Policy${index + 1}`, {
        managedPolicyName: `towerctl-${kebab(role)}-${index + 1}`,
        description: `${name}: part ${index + 1} of ${documents.length}`,
        policyDocument: document,
      });
      acknowledgeDerived(policy, document);
      return policy;
    });
    new CfnRole(this, name, {
      roleName: name,
      description: PURPOSES[role],
      assumeRolePolicyDocument: trust,
      managedPolicyArns: policies.map((policy) => policy.ref),
      maxSessionDuration: SESSION_SECONDS,
    });
  }

  /** EventBridge puts what the rules match on one bus by this role, from every Region that forwards. */
  private forwarding(settings: DeploymentSettings): void {
    const { managementAccountId: account } = settings.organization;
    const rules = forwardedRules(settings).map(({ region, name }) => ruleArn(region, account, name));
    new CfnRole(this, EVENTS.forwardingRole, {
      roleName: EVENTS.forwardingRole,
      description: 'towerctl: EventBridge puts events on the bus of the deployment account',
      maxSessionDuration: SESSION_SECONDS,
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': rules } },
          },
        ],
      },
      policies: [
        {
          policyName: 'put-events',
          policyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: ['events:PutEvents'], Resource: [busArn(settings)] }],
          },
        },
      ],
    });
  }
}

const PURPOSES: Readonly<Record<OrganizationRole, string>> = {
  plan: 'towerctl: reads the organization; plans, verifies, looks for drift',
  apply: 'towerctl: writes what a plan says',
  audit: 'towerctl: looks at root users of members; for people',
  pullRequest: 'towerctl: reads the organization for the check of a pull request',
};

/** The builds that enter a role: by their own table, so that trust and permission are two sides of one. */
function buildsOf(role: OrganizationRole, { pipeline }: DeploymentSettings): readonly ProjectName[] {
  const checksPullRequests = pipeline.pullRequests?.token !== undefined && 'connection' in pipeline.source;
  const deployed: readonly ProjectName[] = [
    'check',
    'plan',
    'apply',
    'verify',
    'drift',
    ...(pipeline.drift.heal.length === 0 ? [] : (['heal'] as const)),
    ...(checksPullRequests ? (['pullRequest'] as const) : []),
  ];
  return deployed.filter((build) => BUILD_RIGHTS[build].organizationRole === role);
}

const gitHubRoles = ({ pipeline }: DeploymentSettings): readonly string[] =>
  pipeline.pullRequests?.githubActions === undefined ? [] : [GITHUB_ROLE];

/**
 * The builds' roles by name, as a condition: IAM refuses a principal that does not exist yet, and turns one that was
 * deleted and made again into somebody else. Everybody else of the account is kept out by the same condition.
 */
function trusting(
  settings: DeploymentSettings,
  builds: readonly ProjectName[],
  more: readonly string[] = [],
): Document {
  const names = [...builds.map((build) => BUILD_ROLES[build]), ...more];
  const roles = names.map((name) => roleArn(settings, settings.account, name));
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Builds',
        Effect: 'Allow',
        Principal: { AWS: rootArn(settings, settings.account) },
        Action: 'sts:AssumeRole',
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': roles },
          StringEquals: { 'aws:PrincipalOrgID': settings.organization.id },
        },
      },
    ],
  };
}

/**
 * The audit becomes root of members, if only to look: people do it, no build does. People of the management account are
 * sessions of Identity Center, which carry no mark of MFA (it is asked for at sign-in), or IAM users with MFA. Either
 * still needs a policy of its own that lets it assume the role.
 */
function trustingPeople(settings: DeploymentSettings): Document {
  const account = settings.organization.managementAccountId;
  const person = { Effect: 'Allow', Principal: { AWS: rootArn(settings, account) }, Action: 'sts:AssumeRole' };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'IdentityCenter',
        ...person,
        Condition: {
          ArnLike: {
            'aws:PrincipalArn': roleArn(settings, account, 'aws-reserved/sso.amazonaws.com/*AWSReservedSSO_*'),
          },
        },
      },
      {
        Sid: 'UsersWithMfa',
        ...person,
        Condition: {
          StringEquals: { 'aws:PrincipalType': 'User' },
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        },
      },
    ],
  };
}

const kebab = (role: OrganizationRole): string => (role === 'pullRequest' ? 'pull-request' : role);
