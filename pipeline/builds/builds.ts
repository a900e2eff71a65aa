import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BuildSpec,
  ComputeType,
  LinuxBuildImage,
  PipelineProject,
  Project,
  type ProjectProps,
  Source,
} from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { KEYS, PROJECTS, type ProjectName, runBucketName } from '../../src/deployment/names.js';
import { topicArn } from '../arns.js';
import type { Place } from '../place.js';
import { BUILD_RIGHTS } from './build-rights.js';
import { buildRole, logGroupName, organizationRoleArn } from './build-role.js';
import { buildSpecOf, type StageName } from './buildspecs.js';
import { retentionOf } from './log-retention.js';

/** Minutes. */
const TIMEOUTS: Readonly<Record<StageName, number>> = {
  check: 30,
  // All but check may have to wait for a lease, which an apply may have for long.
  plan: 2_160,
  apply: 2_160,
  verify: 480,
  drift: 1_080,
  heal: 2_160,
};

/** One CodeBuild project for each command of the engine, since each may something else. */
export class Builds extends Construct {
  readonly #projects = new Map<StageName, Project>();

  constructor(scope: Construct, id: string, place: Place) {
    super(scope, id);
    const { heal } = place.settings.pipeline.drift;
    const stages: readonly StageName[] = [
      'check',
      'plan',
      'apply',
      'verify',
      'drift',
      ...(heal.length > 0 ? (['heal'] as const) : []),
    ];
    for (const stage of stages) this.#projects.set(stage, stageProject(this, stage, place));
  }

  /** @throws Error There is no such project under these settings: `heal` without kinds to heal. */
  project(stage: StageName): Project {
    const project = this.#projects.get(stage);
    if (project === undefined) throw new Error(`there is no project ${PROJECTS[stage]} under these settings`);
    return project;
  }
}

function stageProject(scope: Construct, stage: StageName, place: Place): Project {
  const inside = new Construct(scope, stage);
  const props = {
    ...projectProps(inside, stage, place),
    buildSpec: BuildSpec.fromObject({ ...buildSpecOf(stage) }),
    timeout: Duration.minutes(TIMEOUTS[stage]),
  };
  if (BUILD_RIGHTS[stage].source === 'pipeline') return new PipelineProject(inside, 'Project', props);
  const source = Source.s3({ bucket: place.stores.runs, path: KEYS.applied });
  return new Project(inside, 'Project', { ...props, source });
}

/**
 * What all builds have in common: the role and the log of that name, a pinned image of CodeBuild, the key, no Docker.
 * @param scope A construct of the build's own.
 */
export function projectProps(
  scope: Construct,
  name: ProjectName,
  place: Place,
  /** Granted to its role besides. */
  more: readonly PolicyStatement[] = [],
): Pick<
  ProjectProps,
  | 'projectName'
  | 'role'
  | 'logging'
  | 'environment'
  | 'environmentVariables'
  | 'encryptionKey'
  | 'grantReportGroupPermissions'
  | 'queuedTimeout'
> {
  const { settings, stores } = place;
  const logGroup = new LogGroup(scope, 'Log', {
    logGroupName: logGroupName(name),
    encryptionKey: stores.key,
    retention: retentionOf(settings.pipeline.keep.logs),
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  return {
    projectName: PROJECTS[name],
    role: buildRole(scope, name, place, more).withoutPolicyUpdates(),
    logging: { cloudWatch: { logGroup } },
    environment: {
      buildImage: LinuxBuildImage.AMAZON_LINUX_2023_5,
      computeType: name === 'check' ? ComputeType.SMALL : ComputeType.MEDIUM,
      privileged: false,
    },
    environmentVariables: Object.fromEntries(
      Object.entries(environmentOf(name, place)).map(([variable, value]) => [variable, { value }]),
    ),
    encryptionKey: stores.key,
    grantReportGroupPermissions: false,
    queuedTimeout: Duration.hours(8),
  };
}

/** What a build's commands read. Nothing secret. */
function environmentOf(name: ProjectName, { settings, engine }: Place): Record<string, string> {
  const { organizationRole } = BUILD_RIGHTS[name];
  const engineAndManifest = {
    TOWERCTL_ENGINE_URL: engine.s3ObjectUrl,
    TOWERCTL_ENGINE_SHA256: settings.engine.sha256,
    TOWERCTL_MANIFEST: settings.pipeline.manifest,
  };
  if (organizationRole === undefined) return engineAndManifest;
  return {
    ...engineAndManifest,
    TOWERCTL_BUCKET: runBucketName(settings.account, settings.region),
    TOWERCTL_REGION: settings.region,
    TOWERCTL_ROLE_ARN: organizationRoleArn(organizationRole, settings),
    TOWERCTL_TOPIC_ARN: topicArn(settings),
    ...(name === 'heal' ? { TOWERCTL_HEAL: settings.pipeline.drift.heal.join(',') } : {}),
  };
}
