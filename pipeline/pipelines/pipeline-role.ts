import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { artifactBucketName, PROJECTS } from '../../src/deployment/names.js';
import { acknowledgeWildcard } from '../acknowledge.js';
import { arn, pipelineArn, topicArn } from '../arns.js';
import type { StageName } from '../builds/buildspecs.js';
import { objectArn, type Place, viaServices } from '../place.js';

/** What one of the two pipelines does beside carrying artifacts. */
interface Carrying {
  readonly pipeline: string;
  readonly builds: readonly StageName[];
  readonly source: readonly PolicyStatement[];
  /** Asks for approval. */
  readonly asks: boolean;
}

/** The service role of a pipeline, for all of its actions. It starts builds; it has none of their rights. */
export function pipelineRole(scope: Construct, place: Place, { pipeline, builds, source, asks }: Carrying): Role {
  const { settings, stores } = place;
  const { account, region } = settings;
  const role = new Role(scope, 'Role', {
    description: `Carries the pipeline ${pipeline}`,
    assumedBy: new ServicePrincipal('codepipeline.amazonaws.com', {
      conditions: {
        // No page says whether CodePipeline sends these two: where it does, they must be ours.
        StringEqualsIfExists: { 'aws:SourceAccount': account },
        ArnEqualsIfExists: { 'aws:SourceArn': pipelineArn(settings, pipeline) },
      },
    }),
  });
  const artifacts = objectArn(settings, artifactBucketName(account, region));
  const statements = [
    new PolicyStatement({
      sid: 'Builds',
      actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
      resources: builds.map((name) => arn('codebuild', region, account, `project/${PROJECTS[name]}`)),
    }),
    // CodePipeline's folder is the pipeline's name, as far as 20 characters go. Connections send an ACL along, which the
    // bucket takes no notice of.
    new PolicyStatement({
      sid: 'Artifacts',
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:PutObjectAcl'],
      resources: [`${artifacts}/${pipeline}/*`],
    }),
    new PolicyStatement({
      sid: 'ArtifactBucket',
      actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
      resources: [artifacts],
    }),
    new PolicyStatement({
      sid: 'KeyOfTowerctl',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [stores.key.keyArn],
      conditions: viaServices(settings, ['s3', 'sns']),
    }),
    ...source,
    ...(asks
      ? [new PolicyStatement({ sid: 'Questions', actions: ['sns:Publish'], resources: [topicArn(settings)] })]
      : []),
  ];
  for (const statement of statements) role.addToPolicy(statement);
  acknowledgeWildcard(
    role,
    `Resource::${artifacts}/${pipeline}/*`,
    'CodePipeline names the objects below the pipeline’s name as it likes.',
  );
  return role;
}
