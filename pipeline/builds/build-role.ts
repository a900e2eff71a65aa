import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import {
  artifactBucketName,
  BUILD_ROLES,
  KEYS,
  ORGANIZATION_ROLES,
  PIPELINES,
  PROJECTS,
  type ProjectName,
  runBucketName,
} from '../../src/deployment/names.js';
import { acknowledgeWildcard } from '../acknowledge.js';
import { arn, pipelineArn, roleArn } from '../arns.js';
import { cloneStatements } from '../pipelines/source.js';
import { anyKeyArn, EARLIER_KEYS_REASON, earlierKeys, objectArn, type Place, viaServices } from '../place.js';
import { BUILD_RIGHTS } from './build-rights.js';

export const logGroupName = (name: ProjectName): string => `/towerctl/builds/${PROJECTS[name]}`;

/**
 * The role of one build, with all that it may written out. The CDK's own grants are broader, so constructs are given
 * it as one that takes no further policies (`withoutPolicyUpdates`).
 */
export function buildRole(
  scope: Construct,
  name: ProjectName,
  place: Place,
  more: readonly PolicyStatement[] = [],
): Role {
  const { settings } = place;
  const role = new Role(scope, 'Role', {
    roleName: BUILD_ROLES[name],
    description: `Runs the builds of ${PROJECTS[name]}`,
    assumedBy: new ServicePrincipal('codebuild.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': settings.account },
        ArnEquals: {
          'aws:SourceArn': arn('codebuild', settings.region, settings.account, `project/${PROJECTS[name]}`),
        },
      },
    }),
  });
  const statements = [
    ...everyBuild(name, place),
    ...sourceOf(name, place),
    ...runBucket(name, place),
    ...calls(name, place),
    ...more,
    ...denials(name, place),
  ];
  for (const statement of statements) role.addToPolicy(statement);
  acknowledgeOwn(role, name, place);
  return role;
}

const allow = (
  sid: string,
  actions: string[],
  resources: string[],
  conditions?: Record<string, object>,
): PolicyStatement =>
  new PolicyStatement({ sid, actions, resources, ...(conditions === undefined ? {} : { conditions }) });

/** Its log, the engine, the key. */
function everyBuild(name: ProjectName, { settings, stores, engine }: Place): PolicyStatement[] {
  return [
    allow('OwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logStreams(name, settings)]),
    allow('Engine', ['s3:GetObject'], [engine.bucket.arnForObjects(engine.s3ObjectKey)]),
    allow(
      'KeyOfTowerctl',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      [stores.key.keyArn],
      viaServices(settings, ['s3', 'sns']),
    ),
  ];
}

const logStreams = (name: ProjectName, { region, account }: Place['settings']): string =>
  arn('logs', region, account, `log-group:${logGroupName(name)}:*`);

/** What it works on. */
function sourceOf(name: ProjectName, { settings }: Place): PolicyStatement[] {
  const { artifacts, runs } = bucketArns(settings);
  const reading = ['s3:GetObject', 's3:GetObjectVersion'];
  const looking = ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'];
  switch (BUILD_RIGHTS[name].source) {
    case 'pipeline':
      return [
        allow('Artifacts', reading, [`${artifacts}/*`]),
        allow('ArtifactBucket', looking, [artifacts]),
        ...cloneStatements(settings),
      ];
    case 'applied':
      return [
        allow('AppliedManifest', reading, [`${runs}/${KEYS.applied}`]),
        allow('RunBucketAsSource', looking, [runs]),
      ];
    case 'webhook':
      return [];
  }
}

function runBucket(name: ProjectName, { settings }: Place): PolicyStatement[] {
  const { runs } = bucketArns(settings);
  const { reads, writes, deletes } = BUILD_RIGHTS[name];
  if (reads.length + writes.length === 0) return [];
  const on = (sid: string, action: string, keys: readonly string[]): PolicyStatement[] =>
    keys.length === 0
      ? []
      : [
          allow(
            sid,
            [action],
            keys.map((key) => `${runs}/${key}`),
          ),
        ];
  return [
    // S3 says that there is no such object only to who may list its bucket; with a condition on the prefix it would not.
    ...(reads.length === 0 ? [] : [allow('RunBucket', ['s3:ListBucket'], [runs])]),
    ...on('RunsRead', 's3:GetObject', reads),
    ...on('RunsWrite', 's3:PutObject', writes),
    ...on('RunsDelete', 's3:DeleteObject', deletes),
    earlierKeys(settings),
  ];
}

/** Beyond the buckets. */
function calls(name: ProjectName, { settings, topic }: Place): PolicyStatement[] {
  const { organizationRole, publishes, pipelines } = BUILD_RIGHTS[name];
  return [
    ...(organizationRole === undefined
      ? []
      : [allow('Organization', ['sts:AssumeRole'], [organizationRoleArn(organizationRole, settings)])]),
    ...(publishes ? [allow('Notices', ['sns:Publish'], [topic.topicArn])] : []),
    ...Object.entries(pipelines).map(([call, of]) =>
      allow(
        call,
        [`codepipeline:${call}`],
        of.map((pipeline) => pipelineArn(settings, PIPELINES[pipeline])),
      ),
    ),
  ];
}

export const organizationRoleArn = (role: keyof typeof ORGANIZATION_ROLES, settings: Place['settings']): string =>
  roleArn(settings, settings.organization.managementAccountId, ORGANIZATION_ROLES[role]);

/** Whatever else may be attached to it later. */
function denials(name: ProjectName, { settings }: Place): PolicyStatement[] {
  const { organizationRole } = BUILD_RIGHTS[name];
  const deny = (
    sid: string,
    actions: string[],
    where: { resources: string[] } | { notResources: string[] },
  ): PolicyStatement => new PolicyStatement({ sid, effect: Effect.DENY, actions, ...where });
  return [
    deny(
      'NoOtherRole',
      ['sts:AssumeRole'],
      organizationRole === undefined
        ? { resources: ['*'] }
        : { notResources: [organizationRoleArn(organizationRole, settings)] },
    ),
    deny('NoRoot', ['sts:AssumeRoot'], { resources: ['*'] }),
    deny('NotItself', ['iam:*'], {
      resources: [
        roleArn(settings, settings.account, 'Towerctl*'),
        arn('iam', '', settings.account, 'policy/towerctl-*'),
      ],
    }),
  ];
}

/** By name: what may be done with a bucket is settled before there is one. */
const bucketArns = (settings: Place['settings']): { artifacts: string; runs: string } => ({
  artifacts: objectArn(settings, artifactBucketName(settings.account, settings.region)),
  runs: objectArn(settings, runBucketName(settings.account, settings.region)),
});

function acknowledgeOwn(role: Role, name: ProjectName, { settings }: Place): void {
  const { reads, writes, deletes, source } = BUILD_RIGHTS[name];
  const { artifacts, runs } = bucketArns(settings);
  const wild = (resource: string, reason: string): void => acknowledgeWildcard(role, `Resource::${resource}`, reason);
  wild(logStreams(name, settings), 'Streams of its own log group; CodeBuild names them by build.');
  if (source === 'pipeline') {
    wild(`${artifacts}/*`, 'CodePipeline names the objects in its bucket as it likes; only reading.');
  }
  if (reads.length + writes.length > 0) wild(anyKeyArn(settings), EARLIER_KEYS_REASON);
  for (const key of new Set([...reads, ...writes, ...deletes])) {
    if (key.endsWith('*'))
      wild(`${runs}/${key}`, 'Runs, leases, reports and events have ids that are not known before.');
  }
}
