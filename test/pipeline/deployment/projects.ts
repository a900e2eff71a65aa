import { z } from 'zod';
import { buildSpecOf, type StageName } from '../../../pipeline/builds/buildspecs.js';
import { retentionOf } from '../../../pipeline/builds/log-retention.js';
import { BUILD_ROLES, PROJECTS } from '../../../src/deployment/names.js';
import { BUILDS, codecommit, type Deployed, git, zipped } from '../deployed.js';
import { DEPLOYMENT, HOME } from '../settings.js';

describe('projects', () => {
  const properties = (name: StageName) => git.named('AWS::CodeBuild::Project', 'Name', PROJECTS[name]).Properties;
  const environmentSchema = z.object({
    ComputeType: z.string(),
    Image: z.string(),
    PrivilegedMode: z.boolean(),
    EnvironmentVariables: z.array(z.object({ Name: z.string(), Type: z.string(), Value: z.unknown() })),
  });
  const environment = (name: StageName) => environmentSchema.parse(properties(name)['Environment']);
  const variables = (name: StageName): Record<string, unknown> =>
    Object.fromEntries(environment(name).EnvironmentVariables.map(({ Name, Value }) => [Name, Value]));

  it.each(BUILDS)('%s: a pinned image of CodeBuild without Docker, the key, its own role and log', (name) => {
    expect(environment(name)).toMatchObject({
      Image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      PrivilegedMode: false,
    });
    expect(properties(name)['EncryptionKey']).toEqual({ 'Fn::GetAtt': [git.all('AWS::KMS::Key')[0]?.id, 'Arn'] });
    expect(properties(name)['ServiceRole']).toEqual({ 'Fn::GetAtt': [git.role(BUILD_ROLES[name]).id, 'Arn'] });
    const log = git.named('AWS::Logs::LogGroup', 'LogGroupName', `/towerctl/builds/${PROJECTS[name]}`);
    expect(log.Properties).toMatchObject({
      RetentionInDays: 400,
      KmsKeyId: { 'Fn::GetAtt': [git.all('AWS::KMS::Key')[0]?.id, 'Arn'] },
    });
    expect(properties(name)['LogsConfig']).toEqual({
      CloudWatchLogs: { GroupName: { Ref: log.id }, Status: 'ENABLED' },
    });
  });

  it.each(BUILDS)('%s: its commands are inline, and check the engine’s digest before anything of it runs', (name) => {
    const source = z.object({ Type: z.string(), BuildSpec: z.string() }).parse(properties(name)['Source']);
    expect(JSON.parse(source.BuildSpec)).toEqual(buildSpecOf(name));
    const { install, build } = buildSpecOf(name).phases;
    const commands = [...install.commands, ...build.commands];
    const firstRun = commands.findIndex((command) => command.includes('engine/dist'));
    expect(commands.findIndex((command) => command.includes('sha256sum -c'))).toBeLessThan(firstRun);
    expect(install['runtime-versions']).toEqual({ nodejs: 24 });
    expect(source.BuildSpec).not.toMatch(/AWS_(ACCESS|SECRET|SESSION)|npm |npx /);
    expect(variables(name)).toMatchObject({ TOWERCTL_ENGINE_SHA256: 'a'.repeat(64) });
    expect(JSON.stringify(variables(name)['TOWERCTL_ENGINE_URL'])).toMatch(/s3:\/\/cdk-towerctl-assets-.*\.zip"/);
  });

  it('an apply stops starting steps well before its build ends, and may begin late', () => {
    expect(properties('apply')['TimeoutInMinutes']).toBe(2_160);
    const command = buildSpecOf('apply').phases.build.commands.join(' ');
    const seconds = (option: string): number => Number(new RegExp(`--${option} (\\d+)`).exec(command)?.[1]);
    expect(2_160 * 60 - seconds('wait') - seconds('stop-after')).toBeGreaterThanOrEqual(6 * 3_600);
    for (const name of ['plan', 'drift'] as const) {
      const wait = Number(/--wait (\d+)/.exec(buildSpecOf(name).phases.build.commands.join(' '))?.[1]);
      expect(Number(properties(name)['TimeoutInMinutes']) * 60).toBeGreaterThan(wait);
    }
  });

  it('drift and healing work from what was applied last; the other builds from their pipeline', () => {
    const kinds = BUILDS.map((name) => z.object({ Type: z.string() }).parse(properties(name)['Source']).Type);
    expect(kinds).toEqual(['CODEPIPELINE', 'CODEPIPELINE', 'CODEPIPELINE', 'CODEPIPELINE', 'S3', 'S3']);
    expect(JSON.stringify(properties('drift')['Source'])).toContain('/manifest/applied.zip');
    expect(variables('heal')).toMatchObject({ TOWERCTL_HEAL: 'policy,tags' });
    expect(codecommit.all('AWS::CodeBuild::Project').map(({ Properties }) => Properties['Name'])).not.toContain(
      PROJECTS.heal,
    );
  });

  it.each([
    [1, 1],
    [2, 3],
    [400, 400],
    [401, 545],
    [3_653, 3_653],
  ])('logs to be kept for %i days are kept for %i', (days, kept) => {
    expect(retentionOf(days)).toBe(kept);
  });
});

describe('drift', () => {
  const schedule = (deployed: Deployed) => deployed.all('AWS::Scheduler::Schedule').map(({ Properties }) => Properties);

  it('is looked for by the clock, as often as the manifest says, or not at all', () => {
    expect(schedule(git).map((one) => one['ScheduleExpression'])).toEqual(['rate(1 day)']);
    expect(schedule(zipped).map((one) => one['ScheduleExpression'])).toEqual(['rate(6 hours)']);
    expect(schedule(codecommit)).toEqual([]);
  });

  it('is started by a role that one schedule group takes on', () => {
    const [target] = schedule(git).map((one) =>
      z.object({ RoleArn: z.object({ 'Fn::GetAtt': z.array(z.string()) }) }).parse(one['Target']),
    );
    const role = target?.RoleArn['Fn::GetAtt'][0] ?? '';
    expect(git.trust(role)).toMatchObject([
      {
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': DEPLOYMENT },
          ArnEquals: { 'aws:SourceArn': `arn:aws:scheduler:${HOME}:${DEPLOYMENT}:schedule-group/towerctl` },
        },
      },
    ]);
    expect(git.statements(role).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['codebuild:StartBuild'], [`arn:aws:codebuild:${HOME}:${DEPLOYMENT}:project/${PROJECTS.drift}`]],
    ]);
  });

  it('is mended after it was reported, for the kinds that the manifest names', () => {
    expect(git.named('AWS::Events::Rule', 'Name', PROJECTS.heal).Properties['EventPattern']).toEqual({
      source: ['aws.codebuild'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: { 'build-status': ['SUCCEEDED'], 'project-name': [PROJECTS.drift] },
    });
    expect(zipped.all('AWS::Events::Rule').map(({ Properties }) => Properties['Name'])).not.toContain(PROJECTS.heal);
  });
});
