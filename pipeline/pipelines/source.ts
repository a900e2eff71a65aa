import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { type Artifact, type IAction, type Pipeline, ProviderType } from 'aws-cdk-lib/aws-codepipeline';
import {
  CodeCommitSourceAction,
  CodeCommitTrigger,
  CodeStarConnectionsSourceAction,
  S3SourceAction,
  S3Trigger,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { DeploymentSettings } from '../../src/deployment/settings.js';
import { arn } from '../arns.js';
import { objectArn } from '../place.js';

type Source = DeploymentSettings['pipeline']['source'];
type Connected = Extract<Source, { connection: string }>;

/**
 * The action that fetches what was merged. From Git it is a full clone: the history says who wrote the commit, which a
 * ZIP file does not, and no variable of the action either.
 */
export function sourceAction(scope: Construct, settings: DeploymentSettings, output: Artifact): IAction {
  const { source } = settings.pipeline;
  const common = { actionName: 'Source', output, variablesNamespace: 'source' };
  if ('connection' in source) {
    const [owner = '', ...rest] = source.repository.split('/');
    return new CodeStarConnectionsSourceAction({
      ...common,
      connectionArn: source.connection,
      owner,
      // GitLab's groups are nested.
      repo: rest.join('/'),
      branch: source.branch,
      codeBuildCloneOutput: true,
      // The pipeline's trigger says it, with branch and paths.
      triggerOnPush: false,
    });
  }
  if ('codecommit' in source) {
    return new CodeCommitSourceAction({
      ...common,
      repository: Repository.fromRepositoryArn(scope, 'Repository', repositoryArn(settings, source.codecommit)),
      branch: source.branch,
      codeBuildCloneOutput: true,
      trigger: CodeCommitTrigger.NONE,
    });
  }
  return new S3SourceAction({
    ...common,
    bucket: Bucket.fromBucketName(scope, 'SourceBucket', source.bucket),
    bucketKey: source.key,
    trigger: S3Trigger.NONE,
  });
}

/** CodeBuild clones it; a ZIP file is what somebody has put together, whatever is in it. */
export const isCloned = (source: Source): boolean => 'connection' in source || 'codecommit' in source;

/** Merges into the branch that touch one of the paths; connections alone know triggers. */
export function addPushTrigger(pipeline: Pipeline, source: Source, action: IAction): void {
  if (!('connection' in source)) return;
  pipeline.addTrigger({
    providerType: ProviderType.CODE_STAR_SOURCE_CONNECTION,
    gitConfiguration: {
      sourceAction: action,
      pushFilter: [
        {
          branchesIncludes: [source.branch],
          ...(source.paths === undefined ? {} : { filePathsIncludes: [...source.paths] }),
        },
      ],
    },
  });
}

/** The event that starts the pipeline where it has no trigger. */
export function changeEvents(settings: DeploymentSettings): EventPattern | undefined {
  const { source } = settings.pipeline;
  if ('connection' in source) return undefined;
  if ('codecommit' in source) {
    return {
      source: ['aws.codecommit'],
      detailType: ['CodeCommit Repository State Change'],
      resources: [repositoryArn(settings, source.codecommit)],
      detail: {
        event: ['referenceCreated', 'referenceUpdated'],
        referenceType: ['branch'],
        referenceName: [source.branch],
      },
    };
  }
  return {
    source: ['aws.s3'],
    detailType: ['Object Created'],
    detail: { bucket: { name: [source.bucket] }, object: { key: [source.key] } },
  };
}

/** What the pipeline's role needs to fetch the source. */
export function sourceStatements(settings: DeploymentSettings): PolicyStatement[] {
  const { source } = settings.pipeline;
  if ('connection' in source) return [useConnection(source)];
  if ('codecommit' in source) {
    const actions = ['GetBranch', 'GetCommit', 'GetRepository', 'UploadArchive', 'GetUploadArchiveStatus'];
    return [
      new PolicyStatement({
        sid: 'Source',
        actions: [...actions, 'CancelUploadArchive'].map((action) => `codecommit:${action}`),
        resources: [repositoryArn(settings, source.codecommit)],
      }),
    ];
  }
  return objectSourceStatements(settings, source.bucket, source.key);
}

/** One object as a source; its versions and its tags are read along. */
export function objectSourceStatements(settings: DeploymentSettings, bucket: string, key: string): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'Source',
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectTagging', 's3:GetObjectVersionTagging'],
      resources: [objectArn(settings, bucket, key)],
    }),
    new PolicyStatement({
      sid: 'SourceBucket',
      actions: ['s3:GetBucketVersioning', 's3:GetBucketAcl', 's3:GetBucketLocation', 's3:ListBucket'],
      resources: [objectArn(settings, bucket)],
    }),
  ];
}

/** What a build needs to clone. A connection can push too where its provider's app may: that is denied. */
export function cloneStatements(settings: DeploymentSettings): PolicyStatement[] {
  const { source } = settings.pipeline;
  if ('connection' in source) {
    return [
      useConnection(source),
      ...['codeconnections', 'codestar-connections'].map(
        (service) =>
          new PolicyStatement({
            sid: service === 'codeconnections' ? 'NoPush' : 'NoPushByOldName',
            effect: Effect.DENY,
            actions: [`${service}:UseConnection`],
            resources: ['*'],
            conditions: {
              StringEquals: { [`${service}:ProviderAction`]: ['GitPush', 'CreatePullRequestDiffComment'] },
            },
          }),
      ),
    ];
  }
  if ('codecommit' in source) {
    return [
      new PolicyStatement({
        sid: 'Clone',
        actions: ['codecommit:GitPull'],
        resources: [repositoryArn(settings, source.codecommit)],
      }),
    ];
  }
  return [];
}

/** The service was renamed; both names are asked for, by the connection's age. */
function useConnection({ connection }: Connected): PolicyStatement {
  return new PolicyStatement({
    sid: 'Connection',
    actions: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
    resources: [connection],
  });
}

const repositoryArn = ({ region, account }: DeploymentSettings, name: string): string =>
  arn('codecommit', region, account, name);
