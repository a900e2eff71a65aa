import { Duration } from 'aws-cdk-lib';
import { BuildSpec, CfnProject, Project } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeploymentSettings } from '../../src/deployment/settings.js';
import { acknowledgeWildcard } from '../acknowledge.js';
import type { Place } from '../place.js';
import { projectProps } from './builds.js';
import { FETCH_ENGINE } from './buildspecs.js';

type Pipeline = DeploymentSettings['pipeline'];
type Connected = Extract<Pipeline['source'], { connection: string }>;
type ProviderName = NonNullable<NonNullable<Pipeline['pullRequests']>['provider']>;

/** What CodeBuild calls each provider, and who may let a stranger's pull request be built. */
const PROVIDERS = {
  github: {
    type: 'GITHUB',
    site: 'https://github.com',
    events: ['PULL_REQUEST_CREATED', 'PULL_REQUEST_UPDATED', 'PULL_REQUEST_REOPENED'],
    approvers: ['GITHUB_WRITE', 'GITHUB_MAINTAIN', 'GITHUB_ADMIN'],
  },
  gitlab: {
    type: 'GITLAB',
    site: 'https://gitlab.com',
    events: ['PULL_REQUEST_CREATED', 'PULL_REQUEST_UPDATED', 'PULL_REQUEST_REOPENED'],
    approvers: ['GITLAB_DEVELOPER', 'GITLAB_MAINTAINER', 'GITLAB_OWNER'],
  },
  bitbucket: {
    type: 'BITBUCKET',
    site: 'https://bitbucket.org',
    events: ['PULL_REQUEST_CREATED', 'PULL_REQUEST_UPDATED'],
    approvers: ['BITBUCKET_WRITE', 'BITBUCKET_ADMIN'],
  },
} as const satisfies Record<ProviderName, object>;

const COMMENT = 'node engine/dist/cli.mjs comment --provider "$TOWERCTL_PROVIDER" --repository "$TOWERCTL_REPOSITORY"';
const TOKEN =
  'aws secretsmanager get-secret-value --secret-id "$TOWERCTL_TOKEN_SECRET" --query SecretString --output text';

/**
 * The check of a pull request. Its text is inline, so that no pull request brings its own; the engine is the deployed
 * one, by digest; of the pull request the manifest's folder is read, and nothing runs. The token that may comment is
 * fetched after the plan is made, by the one command that needs it.
 */
export const PULL_REQUEST_COMMANDS: readonly string[] = [
  'cd "$TOWERCTL_WORK"',
  'NUMBER="${CODEBUILD_WEBHOOK_TRIGGER#*/}"',
  'case "$NUMBER" in "" | *[!0-9]*) echo "started by \\"$CODEBUILD_WEBHOOK_TRIGGER\\", which is no pull request" >&2; false;; esac',
  [
    'CODE=0; node engine/dist/cli.mjs run pull-request --number "$NUMBER" --markdown plan.md',
    '--source-dir "$CODEBUILD_SRC_DIR" --manifest "$CODEBUILD_SRC_DIR/$TOWERCTL_MANIFEST"',
    '--commit "$CODEBUILD_RESOLVED_SOURCE_VERSION" --bucket "$TOWERCTL_BUCKET" --region "$TOWERCTL_REGION"',
    '--role-arn "$TOWERCTL_ROLE_ARN" || CODE=$?',
  ].join(' '),
  `TOWERCTL_COMMENT_TOKEN="$(${TOKEN})" ${COMMENT} --number "$NUMBER" --file plan.md --token-env TOWERCTL_COMMENT_TOKEN`,
  // A manifest that cannot be applied is a red check, after it was said why.
  'test "$CODE" -eq 0',
];

/** Minutes: a plan of a large organization, and what waits for rates. */
const TIMEOUT = 60;

/** The build of pull requests: only where the manifest names a connection and a token. */
export class PullRequestProject extends Construct {
  constructor(scope: Construct, id: string, place: Place) {
    super(scope, id);
    const { pipeline } = place.settings;
    const { source, pullRequests } = pipeline;
    if (pullRequests?.token === undefined || !('connection' in source)) return;
    const provider = pullRequests.provider ?? 'github';
    const { environmentVariables, ...common } = projectProps(this, 'pullRequest', place, [
      ...connectionStatements(source),
      new PolicyStatement({
        sid: 'Token',
        actions: ['secretsmanager:GetSecretValue'],
        resources: [...secretArns(pullRequests.token)],
      }),
    ]);
    for (const arn of secretArns(pullRequests.token).filter((each) => each.includes('?'))) {
      acknowledgeWildcard(
        this,
        `Resource::${arn}`,
        'Secrets Manager ends the name of a secret with six characters of its own.',
      );
    }
    const buildSpec = BuildSpec.fromObject({
      version: '0.2',
      env: { shell: 'bash' },
      phases: {
        install: { 'runtime-versions': { nodejs: 24 }, commands: FETCH_ENGINE },
        build: { commands: PULL_REQUEST_COMMANDS },
      },
    });
    const project = new Project(this, 'Project', {
      ...common,
      description: 'towerctl: validates and plans pull requests; reads only',
      buildSpec,
      timeout: Duration.minutes(TIMEOUT),
      environmentVariables: {
        ...environmentVariables,
        TOWERCTL_PROVIDER: { value: provider },
        TOWERCTL_REPOSITORY: { value: source.repository },
        TOWERCTL_TOKEN_SECRET: { value: pullRequests.token },
      },
    });
    const { defaultChild } = project.node;
    if (!(defaultChild instanceof CfnProject)) throw new Error('a CodeBuild project without its resource');
    // The CDK's own sources know neither connections nor GitLab.
    defaultChild.source = gitSource(source, provider, buildSpec.toBuildSpec());
    defaultChild.triggers = triggers(source, provider);
  }
}

function gitSource(source: Connected, provider: ProviderName, buildSpec: string): CfnProject.SourceProperty {
  const { type, site } = PROVIDERS[provider];
  return {
    type,
    location: `${site}/${source.repository}.git`,
    auth: { type: 'CODECONNECTIONS', resource: source.connection },
    buildSpec,
    gitCloneDepth: 1,
    gitSubmodulesConfig: { fetchSubmodules: false },
    reportBuildStatus: true,
  };
}

/** Pull requests into the branch that is applied. What somebody without write access opens waits for somebody with it. */
function triggers({ branch, paths }: Connected, provider: ProviderName): CfnProject.ProjectTriggersProperty {
  const { events, approvers } = PROVIDERS[provider];
  return {
    webhook: true,
    buildType: 'BUILD',
    filterGroups: [
      [
        { type: 'EVENT', pattern: events.join(', ') },
        { type: 'BASE_REF', pattern: `^refs/heads/${escaped(branch)}$` },
        ...(paths === undefined ? [] : [{ type: 'FILE_PATH', pattern: `^(${paths.map(patternOf).join('|')})$` }]),
      ],
    ],
    pullRequestBuildPolicy: { requiresCommentApproval: 'ALL_PULL_REQUESTS', approverRoles: [...approvers] },
  };
}

/** A path of a trigger (`*`, `**`, `?`) as the regular expression that a webhook's filter takes. */
export function patternOf(path: string): string {
  return path
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => WILD[part] ?? escaped(part))
    .join('');
}

const WILD: Readonly<Record<string, string>> = { '**/': '(.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** To clone, and to report the check. The service was renamed; both names are asked for, by the connection's age. */
function connectionStatements({ connection }: Connected): PolicyStatement[] {
  const actions = ['UseConnection', 'GetConnection', 'GetConnectionToken'];
  return [
    new PolicyStatement({
      sid: 'Connection',
      actions: ['codeconnections', 'codestar-connections'].flatMap((service) =>
        actions.map((each) => `${service}:${each}`),
      ),
      resources: [connection],
    }),
  ];
}

/** An ARN as it is copied ends with six characters that AWS adds; one that was written by hand may lack them. */
export function secretArns(arn: string): readonly string[] {
  return /-[A-Za-z0-9]{6}$/.test(arn) ? [arn] : [arn, `${arn}-??????`];
}
