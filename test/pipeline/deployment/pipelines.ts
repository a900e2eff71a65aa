import { z } from 'zod';
import { buildSpecOf } from '../../../pipeline/builds/buildspecs.js';
import { PIPELINES, PROJECTS } from '../../../src/deployment/names.js';
import { newRunId } from '../../../src/runs/run-id.js';
import {
  type actionSchema,
  actionsIn,
  BUILDS,
  codecommit,
  type Deployed,
  git,
  keysFor,
  refIn,
  zipped,
} from '../deployed.js';
import { DEPLOYMENT, HOME } from '../settings.js';

describe('pipelines', () => {
  const release = git.pipeline(PIPELINES.release);
  const lifecycle = git.pipeline(PIPELINES.lifecycle);
  const stage = ({ Stages }: typeof release, name: string) => {
    const found = Stages.find(({ Name }) => Name === name);
    if (!found) throw new Error(`no stage ${name}`);
    return found;
  };
  const variablesOf = (action: z.infer<typeof actionSchema> | undefined): Record<string, string> =>
    Object.fromEntries(
      z
        .array(z.object({ name: z.string(), value: z.string() }))
        .parse(JSON.parse(String(action?.Configuration['EnvironmentVariables'] ?? '[]')))
        .map(({ name, value }) => [name, value]),
    );
  const check = (name: string, variable: string, operator: string, value: string) => ({
    Name: name,
    RuleTypeId: { Category: 'Rule', Owner: 'AWS', Provider: 'VariableCheck', Version: '1' },
    Configuration: { Variable: variable, Operator: operator, Value: value },
  });
  const entered = (result: string, ...rules: object[]) => ({ Conditions: [{ Result: result, Rules: rules }] });

  it('V2, one run after the other, in these stages', () => {
    for (const { PipelineType, ExecutionMode } of [release, lifecycle]) {
      expect([PipelineType, ExecutionMode]).toEqual(['V2', 'QUEUED']);
    }
    expect(release.Stages.map(({ Name }) => Name)).toEqual([
      ...['Source', 'Check', 'Plan', 'Approve', 'Apply', 'Continue', 'Verify'],
    ]);
    expect(lifecycle.Stages.map(({ Name }) => Name)).toEqual(['Source', 'Plan', 'Apply', 'Continue', 'Verify']);
    expect(release.Variables).toMatchObject([{ Name: 'EVENTS_OF', DefaultValue: 'none' }]);
  });

  it('before a person has agreed, nothing runs that could write in the organization', () => {
    const before = release.Stages.slice(
      0,
      release.Stages.findIndex(({ Name }) => Name === 'Approve'),
    );
    const projects = before
      .flatMap(({ Actions }) => Actions)
      .filter(({ ActionTypeId }) => ActionTypeId.Provider === 'CodeBuild');
    const names = projects.map(
      ({ Configuration }) => git.resources[refIn(Configuration['ProjectName'])]?.Properties['Name'],
    );
    expect(names).toEqual([PROJECTS.check, PROJECTS.plan]);
  });

  it('asks a person about exactly that plan, and leaves the question out where none is needed', () => {
    const approve = stage(release, 'Approve');
    // Left out for one value alone: what nobody has thought of waits for a person.
    expect(approve.BeforeEntry).toEqual(entered('SKIP', check('Unless', '#{plan.PLAN_APPROVAL}', 'NE', 'none')));
    const [action] = approve.Actions;
    expect(action).toMatchObject({
      ActionTypeId: { Category: 'Approval', Provider: 'Manual' },
      TimeoutInMinutes: 72 * 60,
    });
    expect(action?.Configuration).toMatchObject({ ExternalEntityLink: '#{plan.PLAN_URL}' });
    const text = String(action?.Configuration['CustomData']);
    expect(text).toContain('#{plan.PLAN_DIGEST}');
    expect(text.length + 'a'.repeat(64).length + 200).toBeLessThan(1_000);
    expect(JSON.stringify(action?.Configuration['NotificationArn'])).toMatch(/Topic/);
    expect(stage(release, 'Apply').Actions.map((one) => variablesOf(one))).toEqual([
      {
        RUN_ID: '#{plan.RUN_ID}',
        PLAN_DIGEST: '#{plan.PLAN_DIGEST}',
        TOWERCTL_PIPELINE: PIPELINES.release,
        TOWERCTL_EXECUTION: '#{codepipeline.PipelineExecutionId}',
      },
    ]);
  });

  it('a long apply goes on in a next build, and in one more; what nothing is left for does nothing', () => {
    const next = stage(release, 'Continue');
    expect(next.BeforeEntry).toEqual(entered('SKIP', check('OnlyIf', '#{apply.APPLY_STATUS}', 'EQ', 'CONTINUE')));
    expect(next.Actions.map(({ RunOrder, Namespace }) => [RunOrder, Namespace])).toEqual([
      [1, 'continue'],
      [2, 'continueAgain'],
    ]);
    expect(next.Actions.map((one) => variablesOf(one)['APPLY_STATUS'])).toEqual([
      undefined,
      '#{continue.APPLY_STATUS}',
    ]);
  });

  it('what a plan’s build exports can bring no variables of its own to a build that writes', () => {
    const matches = (rule: number, value: string): boolean => {
      const { Rules } = z
        .object({ Conditions: z.tuple([z.object({ Result: z.literal('FAIL'), Rules: z.array(z.any()) })]) })
        .parse(stage(release, 'Apply').BeforeEntry).Conditions[0];
      const { Operator, Value } = Rules[rule].Configuration;
      expect(Operator).toBe('MATCHES');
      return new RegExp(Value).test(value);
    };
    expect(stage(lifecycle, 'Apply').BeforeEntry).toEqual(stage(release, 'Apply').BeforeEntry);
    for (const source of ['pipeline', 'lifecycle'] as const) {
      expect(matches(0, newRunId(Date.UTC(2026, 10, 24), source))).toBe(true);
    }
    expect([matches(1, 'none'), matches(1, 'a1'.repeat(32)), matches(1, 'a1')]).toEqual([true, true, false]);
    const injected = '"},{"name":"NODE_OPTIONS","value":"--import=evil"';
    for (const rule of [0, 1]) expect(matches(rule, `none${injected}`)).toBe(false);
    // Nothing else of the plan goes into an action's environment.
    for (const { Stages } of [release, lifecycle]) {
      const values = Stages.flatMap(({ Actions }) => Actions).flatMap((one) => Object.values(variablesOf(one)));
      const names = values.flatMap((value) => [...value.matchAll(/#\{plan\.(\w+)\}/g)].map(([, name]) => name));
      expect([...new Set(names)].sort()).toEqual(['PLAN_DIGEST', 'RUN_ID']);
    }
  });

  it('every variable that is read was exported by a build before', () => {
    for (const { Stages } of [release, lifecycle]) {
      const known = new Map<string, readonly string[]>([
        ['variables', ['EVENTS_OF']],
        ['codepipeline', ['PipelineExecutionId']],
      ]);
      for (const { Actions, BeforeEntry } of Stages) {
        const read = (value: unknown): void => {
          for (const [, namespace = '', name = ''] of JSON.stringify(value ?? '').matchAll(/#\{(\w+)\.(\w+)\}/g)) {
            expect([name, known.get(namespace)]).toEqual([name, expect.arrayContaining([name])]);
          }
        };
        read(BeforeEntry);
        for (const { Configuration, Namespace, ActionTypeId } of Actions) {
          read(Configuration);
          if (ActionTypeId.Provider !== 'CodeBuild' || Namespace === undefined) continue;
          const name = git.resources[refIn(Configuration['ProjectName'])]?.Properties['Name'];
          const build = BUILDS.find((one) => PROJECTS[one] === name);
          known.set(Namespace, (build && buildSpecOf(build).env['exported-variables']) ?? []);
        }
      }
    }
  });

  it('no stage retries or rolls back, builds may take 36 hours, and actions have no roles of their own', () => {
    // The schema of a stage is strict: OnFailure and OnSuccess would not be read.
    for (const { Actions } of [...release.Stages, ...lifecycle.Stages]) {
      for (const { ActionTypeId, RoleArn } of Actions) {
        expect(RoleArn).toBeUndefined();
        expect(['Source', 'Build', 'Approval']).toContain(ActionTypeId.Category);
      }
    }
  });

  it('events work from what was applied last, and start nothing by its upload', () => {
    const [source] = stage(lifecycle, 'Source').Actions;
    expect(source?.Configuration).toMatchObject({ S3ObjectKey: 'manifest/applied.zip', PollForSourceChanges: false });
    expect(lifecycle.Triggers).toBeUndefined();
    expect(variablesOf(stage(lifecycle, 'Plan').Actions[0])).toMatchObject({
      TOWERCTL_SOURCE: 'lifecycle',
      TOWERCTL_EVENTS: 'pending',
    });
    expect(variablesOf(stage(release, 'Plan').Actions[0])).toMatchObject({
      TOWERCTL_SOURCE: 'pipeline',
      EVENTS_OF: '#{variables.EVENTS_OF}',
      TOWERCTL_CLONED: 'yes',
    });
    expect(variablesOf(stage(lifecycle, 'Plan').Actions[0])['TOWERCTL_CLONED']).toBeUndefined();
    expect(variablesOf(stage(codecommit.pipeline(PIPELINES.release), 'Plan').Actions[0])['TOWERCTL_CLONED']).toBe(
      'yes',
    );
    expect(
      variablesOf(stage(zipped.pipeline(PIPELINES.release), 'Plan').Actions[0])['TOWERCTL_CLONED'],
    ).toBeUndefined();
    expect(variablesOf(stage(lifecycle, 'Verify').Actions[0])['TOWERCTL_KEEP_SOURCE']).toBeUndefined();
    expect(variablesOf(stage(release, 'Verify').Actions[0])['TOWERCTL_KEEP_SOURCE']).toBe('yes');
    expect(codecommit.pipelineNames()).toEqual([PIPELINES.release]);
  });

  it('their roles carry artifacts and start builds; they have none of the builds’ rights', () => {
    const roleOf = (deployed: Deployed, name: string): string => {
      const { Properties } = deployed.named('AWS::CodePipeline::Pipeline', 'Name', name);
      return z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).parse(Properties['RoleArn'])[
        'Fn::GetAtt'
      ][0];
    };
    for (const name of Object.values(PIPELINES)) {
      const role = roleOf(git, name);
      expect(git.trust(role)).toMatchObject([
        {
          Principal: { Service: 'codepipeline.amazonaws.com' },
          Condition: {
            StringEqualsIfExists: { 'aws:SourceAccount': DEPLOYMENT },
            ArnEqualsIfExists: { 'aws:SourceArn': `arn:aws:codepipeline:${HOME}:${DEPLOYMENT}:${name}` },
          },
        },
      ]);
      const statements = git.statements(role);
      for (const action of actionsIn(statements)) expect(action).not.toMatch(/\*|^(iam|sts|organizations):/);
      expect(keysFor(statements, 's3:PutObject')).toEqual([]);
      expect(statements.filter(({ Sid }) => Sid === 'Artifacts')).toMatchObject([
        { Resource: [`arn:aws:s3:::towerctl-artifacts-${DEPLOYMENT}-${HOME}/${name}/*`] },
      ]);
    }
    const connection = git.statements(roleOf(git, PIPELINES.release)).filter(({ Sid }) => Sid === 'Connection');
    expect(connection).toMatchObject([
      {
        Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
        Resource: [expect.stringContaining(':connection/')],
      },
    ]);
  });
});
