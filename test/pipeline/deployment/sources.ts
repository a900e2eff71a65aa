import { z } from 'zod';
import { PIPELINES } from '../../../src/deployment/names.js';
import { codecommit, type Deployed, git, zipped } from '../deployed.js';
import { DEPLOYMENT, HOME, MANAGEMENT } from '../settings.js';

describe('sources', () => {
  const source = (deployed: Deployed) => deployed.pipeline(PIPELINES.release).Stages[0]?.Actions[0];
  const rule = (deployed: Deployed) => deployed.named('AWS::Events::Rule', 'Name', `${PIPELINES.release}-source`);

  it('a connection: a full clone, and a trigger by branch and paths', () => {
    expect(source(git)?.Configuration).toMatchObject({
      FullRepositoryId: 'acme/organization',
      BranchName: 'main',
      OutputArtifactFormat: 'CODEBUILD_CLONE_REF',
      DetectChanges: false,
    });
    expect(git.pipeline(PIPELINES.release).Triggers).toEqual([
      {
        ProviderType: 'CodeStarSourceConnection',
        GitConfiguration: {
          SourceActionName: 'Source',
          Push: [{ Branches: { Includes: ['main'] }, FilePaths: { Includes: ['manifest/**'] } }],
        },
      },
    ]);
  });

  it('CodeCommit: an event of the branch, never polling', () => {
    expect(source(codecommit)?.Configuration).toMatchObject({ BranchName: 'trunk', PollForSourceChanges: false });
    expect(rule(codecommit).Properties['EventPattern']).toMatchObject({
      source: ['aws.codecommit'],
      resources: [`arn:aws:codecommit:${HOME}:${MANAGEMENT}:organization`],
      detail: { referenceType: ['branch'], referenceName: ['trunk'] },
    });
  });

  it('S3: an event of that object, never polling', () => {
    expect(source(zipped)?.Configuration).toMatchObject({ S3ObjectKey: 'manifest.zip', PollForSourceChanges: false });
    expect(rule(zipped).Properties['EventPattern']).toMatchObject({
      source: ['aws.s3'],
      detail: { bucket: { name: ['acme-manifests'] }, object: { key: ['manifest.zip'] } },
    });
  });

  it('the rule starts that pipeline and nothing else, by a role for that rule alone', () => {
    const [target] = z
      .array(z.object({ RoleArn: z.object({ 'Fn::GetAtt': z.array(z.string()) }) }))
      .parse(rule(zipped).Properties['Targets']);
    const role = target?.RoleArn['Fn::GetAtt'][0] ?? '';
    expect(zipped.trust(role)).toMatchObject([
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': DEPLOYMENT },
          ArnEquals: { 'aws:SourceArn': `arn:aws:events:${HOME}:${DEPLOYMENT}:rule/${PIPELINES.release}-source` },
        },
      },
    ]);
    expect(zipped.statements(role).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['codepipeline:StartPipelineExecution'], [`arn:aws:codepipeline:${HOME}:${DEPLOYMENT}:${PIPELINES.release}`]],
    ]);
  });
});
