import { CfnOutput } from 'aws-cdk-lib';
import { CfnOIDCProvider, CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GITHUB_ROLE, KEYS, runBucketName } from '../src/deployment/names.js';
import type { DeploymentSettings } from '../src/deployment/settings.js';
import { partitionOf } from '../src/facts/regions.js';
import { acknowledgeWildcard } from './acknowledge.js';
import { roleArn } from './arns.js';
import { organizationRoleArn } from './builds/build-role.js';
import { anyKeyArn, EARLIER_KEYS_REASON, earlierKeys, objectArn, type Place, viaServices } from './place.js';

type GitHubActions = NonNullable<NonNullable<DeploymentSettings['pipeline']['pullRequests']>['githubActions']>;

const ISSUER = 'token.actions.githubusercontent.com';

/**
 * What the workflow in `pipeline/github/plan.yml` is in the deployment account: it may enter the role that reads the
 * organization for pull requests, and keep the plan. Nothing of it where the manifest names no repository.
 */
export class GitHubRole extends Construct {
  constructor(scope: Construct, id: string, place: Place) {
    super(scope, id);
    const { settings, stores } = place;
    const github = settings.pipeline.pullRequests?.githubActions;
    if (github === undefined) return;
    const provider = `arn:${partitionOf(settings.region)}:iam::${settings.account}:oidc-provider/${ISSUER}`;
    const made = github.oidcProvider === 'existing' ? undefined : oidcProvider(this);
    const plans = `${objectArn(settings, runBucketName(settings.account, settings.region))}/${KEYS.pullRequests}*`;
    const organization = organizationRoleArn('pullRequest', settings);
    const role = new CfnRole(this, 'Role', {
      roleName: GITHUB_ROLE,
      description: 'towerctl: GitHub Actions plans pull requests; reads only',
      maxSessionDuration: 3_600,
      assumeRolePolicyDocument: trust(provider, subjectsOf(github, branchOf(settings))),
      policies: [
        {
          policyName: 'plan-pull-requests',
          policyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Sid: 'Organization', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: organization },
              { Sid: 'KeepPlan', Effect: 'Allow', Action: 's3:PutObject', Resource: plans },
              {
                Sid: 'KeyOfTowerctl',
                Effect: 'Allow',
                Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
                Resource: stores.key.keyArn,
                Condition: viaServices(settings, ['s3']),
              },
              earlierKeys(settings).toStatementJson(),
              { Sid: 'NoOtherRole', Effect: 'Deny', Action: 'sts:AssumeRole', NotResource: organization },
              { Sid: 'NoRoot', Effect: 'Deny', Action: 'sts:AssumeRoot', Resource: '*' },
              {
                Sid: 'NotItself',
                Effect: 'Deny',
                Action: 'iam:*',
                Resource: roleArn(settings, settings.account, 'Towerctl*'),
              },
            ],
          },
        },
      ],
    });
    if (made) role.addResourceDependency(made);
    acknowledgeWildcard(this, `Resource::${plans}`, 'A folder for each pull request; only writing.');
    acknowledgeWildcard(this, `Resource::${anyKeyArn(settings)}`, EARLIER_KEYS_REASON);
    new CfnOutput(this, 'RoleArn', { value: role.attrArn });
  }
}

/** GitHub's certificates are known to AWS: no thumbprint. */
function oidcProvider(scope: Construct): CfnOIDCProvider {
  return new CfnOIDCProvider(scope, 'Provider', { url: `https://${ISSUER}`, clientIdList: ['sts.amazonaws.com'] });
}

function trust(provider: string, subjects: readonly string[]): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: subjects } },
      },
    ],
  };
}

/**
 * Whom the role trusts, word by word. A workflow that `pull_request_target` starts comes from the base branch, and GitHub
 * names that; one that `pull_request` starts is named so, and may be of the pull request itself: whoever may push a
 * branch to the repository may read the organization by it, and no more. Repositories made since July 2026 are named
 * with their ids.
 */
export function subjectsOf({ repository, ownerId, repositoryId }: GitHubActions, branch: string): readonly string[] {
  const [owner = '', name = ''] = repository.split('/');
  const names =
    ownerId === undefined || repositoryId === undefined
      ? [repository]
      : [repository, `${owner}@${ownerId}/${name}@${repositoryId}`];
  // GitHub writes a colon in a value as %3A.
  const ref = `ref:refs/heads/${branch.replaceAll(':', '%3A')}`;
  return names.flatMap((each) => [`repo:${each}:${ref}`, `repo:${each}:pull_request`]);
}

function branchOf({ pipeline: { source } }: DeploymentSettings): string {
  return 'branch' in source ? source.branch : 'main';
}
