import { z } from 'zod';
import { BUILD_RIGHTS } from '../../../pipeline/builds/build-rights.js';
import type { StageName } from '../../../pipeline/builds/buildspecs.js';
import { BUILD_ROLES, ORGANIZATION_ROLES, PIPELINES, PROJECTS } from '../../../src/deployment/names.js';
import { actionsIn, allowed, BUILDS, codecommit, git, keysFor, type Statement } from '../deployed.js';
import { DEPLOYMENT, HOME, MANAGEMENT } from '../settings.js';

describe('roles of the builds', () => {
  const of = (name: StageName): Statement[] => git.statements(git.role(BUILD_ROLES[name]).id);
  const organizationRole = (name: StageName): string | undefined => {
    const role = BUILD_RIGHTS[name].organizationRole;
    return role && `arn:aws:iam::${MANAGEMENT}:role/${ORGANIZATION_ROLES[role]}`;
  };

  it.each(BUILDS)('%s: CodeBuild takes it on for that project alone', (name) => {
    expect(git.trust(git.role(BUILD_ROLES[name]).id)).toEqual([
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole'],
        Principal: { Service: 'codebuild.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': DEPLOYMENT },
          ArnEquals: { 'aws:SourceArn': `arn:aws:codebuild:${HOME}:${DEPLOYMENT}:project/${PROJECTS[name]}` },
        },
      },
    ]);
  });

  it.each(BUILDS)(
    '%s: enters the management account as one role or not at all, and nothing else changes that',
    (name) => {
      const statements = of(name);
      const role = organizationRole(name);
      const assume = statements.filter(({ Action }) => Action.includes('sts:AssumeRole'));
      expect(assume.filter(({ Effect }) => Effect === 'Allow').map(({ Resource }) => Resource)).toEqual(
        role === undefined ? [] : [[role]],
      );
      expect(assume.filter(({ Effect }) => Effect === 'Deny')).toMatchObject([
        role === undefined ? { Resource: ['*'] } : { NotResource: [role] },
      ]);
      expect(
        statements.filter(({ Effect, Action }) => Effect === 'Deny' && Action.includes('sts:AssumeRoot')),
      ).toMatchObject([{ Resource: ['*'] }]);
      expect(statements.filter(({ Action }) => Action.includes('iam:*'))).toMatchObject([
        {
          Effect: 'Deny',
          Resource: [`arn:aws:iam::${DEPLOYMENT}:policy/towerctl-*`, `arn:aws:iam::${DEPLOYMENT}:role/Towerctl*`],
        },
      ]);
    },
  );

  it('who enters as whom', () => {
    expect(Object.fromEntries(BUILDS.map((name) => [name, organizationRole(name)?.split('/')[1]]))).toEqual({
      check: undefined,
      plan: 'TowerctlPlan',
      apply: 'TowerctlApply',
      verify: 'TowerctlPlan',
      drift: 'TowerctlPlan',
      heal: 'TowerctlApply',
    });
  });

  it.each(BUILDS)('%s: single actions on single resources, no star but below a prefix of its own', (name) => {
    for (const { Action, Resource, NotResource } of allowed(of(name))) {
      for (const action of Action) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
      expect(NotResource).toBeUndefined();
      for (const arn of Resource ?? ['*']) {
        // A reference is to one thing of the stack.
        if (typeof arn !== 'string') expect(Object.keys(z.record(z.string(), z.unknown()).parse(arn))).toHaveLength(1);
        else expect(arn).toMatch(/^arn:aws:[^*]+(?<=[:/])\*?$|^arn:aws:[^*]+$/);
      }
    }
  });

  it('check may read its source and the engine, write its log, and nothing else', () => {
    expect([...new Set(actionsIn(allowed(of('check'))))].sort()).toEqual([
      'codeconnections:UseConnection',
      'codestar-connections:UseConnection',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetBucketAcl',
      's3:GetBucketLocation',
      's3:GetBucketVersioning',
      's3:GetObject',
      's3:GetObjectVersion',
    ]);
    expect(keysFor(of('check'), 's3:GetObject')).toEqual([]);
  });

  it('each writes its own prefixes of the run bucket; verify alone says what is applied; plan alone deletes', () => {
    expect(Object.fromEntries(BUILDS.map((name) => [name, keysFor(of(name), 's3:PutObject')]))).toEqual({
      check: [],
      plan: ['events/taken/*', 'runs/*'],
      apply: ['lease/*', 'leases/*', 'runs/*'],
      verify: ['manifest/applied.zip', 'manifest/approval.json', 'runs/*'],
      drift: ['drift/*'],
      heal: ['lease/*', 'leases/*', 'runs/*'],
    });
    expect(Object.fromEntries(BUILDS.map((name) => [name, keysFor(of(name), 's3:DeleteObject')]))).toMatchObject({
      ...Object.fromEntries(BUILDS.map((name) => [name, []])),
      plan: ['events/pending/*', 'events/started.json', 'events/taken/*'],
    });
    for (const name of BUILDS) expect(actionsIn(of(name))).not.toContain('s3:DeleteObjectVersion');
  });

  it('CodePipeline is called where a command needs it, and no build approves or starts builds', () => {
    const calls = (name: StageName) =>
      allowed(of(name))
        .filter(({ Action }) => Action.some((action) => String(action).startsWith('codepipeline:')))
        .map(({ Action, Resource }) => [Action, Resource]);
    const arn = (name: string) => `arn:aws:codepipeline:${HOME}:${DEPLOYMENT}:${name}`;
    expect(Object.fromEntries(BUILDS.map((name) => [name, calls(name)]))).toEqual({
      check: [],
      plan: [
        [['codepipeline:StartPipelineExecution'], [arn(PIPELINES.release)]],
        [['codepipeline:GetPipelineExecution'], [arn(PIPELINES.lifecycle)]],
      ],
      apply: [[['codepipeline:ListActionExecutions'], [arn(PIPELINES.lifecycle), arn(PIPELINES.release)]]],
      verify: [],
      drift: [],
      heal: [],
    });
  });

  it('the key works through S3 and SNS, and pushing to the repository is denied', () => {
    const statements = of('plan');
    expect(statements.filter(({ Sid }) => Sid === 'KeyOfTowerctl')).toMatchObject([
      { Condition: { StringEquals: { 'kms:ViaService': [`s3.${HOME}.amazonaws.com`, `sns.${HOME}.amazonaws.com`] } } },
    ]);
    const push = statements.filter(({ Sid }) => Sid?.startsWith('NoPush'));
    expect(push.map(({ Effect, Condition }) => [Effect, Condition])).toEqual(
      ['codeconnections', 'codestar-connections'].map((service) => [
        'Deny',
        { StringEquals: { [`${service}:ProviderAction`]: ['GitPush', 'CreatePullRequestDiffComment'] } },
      ]),
    );
  });

  it('what a deployment before this one encrypted in the run bucket is read, and of other keys nothing', () => {
    const run = `arn:aws:s3:::towerctl-runs-${DEPLOYMENT}-${HOME}`;
    for (const name of BUILDS) {
      const keys = of(name).filter(({ Action }) => Action.includes('kms:Decrypt'));
      const wide = keys.filter(({ Resource }) => Resource?.some((one) => String(one).includes('*')));
      expect(wide).toEqual(
        name === 'check'
          ? []
          : [
              expect.objectContaining({
                Effect: 'Allow',
                Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
                Resource: [`arn:aws:kms:${HOME}:${DEPLOYMENT}:key/*`],
                Condition: {
                  StringEquals: {
                    'kms:ViaService': [`s3.${HOME}.amazonaws.com`],
                    'kms:EncryptionContext:aws:s3:arn': run,
                  },
                },
              }),
            ],
      );
    }
  });

  it('in the management account the roles to enter are roles of the same account', () => {
    const plan = codecommit.statements(codecommit.role(BUILD_ROLES.plan).id);
    expect(plan.filter(({ Sid }) => Sid === 'Organization')).toMatchObject([
      { Resource: [`arn:aws:iam::${MANAGEMENT}:role/TowerctlPlan`] },
    ]);
    expect(plan.filter(({ Sid }) => Sid === 'Clone')).toMatchObject([
      { Action: ['codecommit:GitPull'], Resource: [`arn:aws:codecommit:${HOME}:${MANAGEMENT}:organization`] },
    ]);
  });
});
