import {
  type Artifact,
  type Conditions,
  type IAction,
  type Pipeline,
  Result,
  Rule,
} from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Builds } from '../builds/builds.js';
import type { StageName } from '../builds/buildspecs.js';

interface BuildAction {
  readonly name: string;
  /** Other stages read what it exports as `#{namespace.NAME}`. */
  readonly namespace: string;
  readonly build: StageName;
  readonly runOrder?: number;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Category Build, whose actions may take 36 hours; those of category Test may take eight. */
export function buildAction(
  builds: Builds,
  input: Artifact,
  { name, namespace, build, runOrder, variables }: BuildAction,
): IAction {
  return new CodeBuildAction({
    actionName: name,
    variablesNamespace: namespace,
    project: builds.project(build),
    input,
    runOrder: runOrder ?? 1,
    environmentVariables: Object.fromEntries(
      Object.entries(variables ?? {}).map(([variable, value]) => [variable, { value }]),
    ),
  });
}

/** By which a build knows the execution that it is part of. */
export const partOf = (pipeline: string): Record<string, string> => ({
  TOWERCTL_PIPELINE: pipeline,
  TOWERCTL_EXECUTION: '#{codepipeline.PipelineExecutionId}',
});

/** The stage is left out unless the variable has that value. */
export const onlyIf = (variable: string, value: string): Conditions =>
  entering(Result.SKIP, [check('OnlyIf', variable, 'EQ', value)]);

/** The stage is left out where the variable has exactly that value: whatever else it is, the stage comes. */
export const unless = (variable: string, value: string): Conditions =>
  entering(Result.SKIP, [check('Unless', variable, 'NE', value)]);

/**
 * What an action's environment is made of is JSON, and CodePipeline puts variables into it as they are: a value with
 * quotes could add variables of its own to a build. What the plan's build has exported comes to builds that write only
 * where it is what it should be.
 * Source: https://github.com/aws/aws-cdk/issues/8458
 */
const ofTheirShape = (): Conditions =>
  entering(Result.FAIL, [
    check('RunId', '#{plan.RUN_ID}', 'MATCHES', '^[0-9]{8}T[0-9]{6}Z-[a-z]+-[0-9a-f]{8}$'),
    check('Digest', '#{plan.PLAN_DIGEST}', 'MATCHES', '^([0-9a-f]{64}|none)$'),
  ]);

function entering(result: Result, rules: Rule[]): Conditions {
  return { conditions: [{ result, rules }] };
}

/** Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html */
function check(name: string, variable: string, operator: 'EQ' | 'NE' | 'MATCHES', value: string): Rule {
  return new Rule({
    name,
    provider: 'VariableCheck',
    version: '1',
    configuration: { Variable: variable, Operator: operator, Value: value },
  });
}

/**
 * Apply, continue, verify: the same in both pipelines. Nothing is retried and nothing rolled back by the pipeline:
 * what an apply did stays, and a next run converges.
 */
export function addApplyStages(
  pipeline: Pipeline,
  { builds, input, name, keepSource }: { builds: Builds; input: Artifact; name: string; keepSource: boolean },
): void {
  const applying = (action: string, namespace: string, more: { runOrder?: number; before?: string } = {}): IAction =>
    buildAction(builds, input, {
      name: action,
      namespace,
      build: 'apply',
      ...(more.runOrder === undefined ? {} : { runOrder: more.runOrder }),
      variables: {
        RUN_ID: '#{plan.RUN_ID}',
        // The digest comes from the plan's build by way of the pipeline, and not from the bucket that holds the plan.
        PLAN_DIGEST: '#{plan.PLAN_DIGEST}',
        ...partOf(name),
        ...(more.before === undefined ? {} : { APPLY_STATUS: more.before }),
      },
    });
  pipeline.addStage({ stageName: 'Apply', beforeEntry: ofTheirShape(), actions: [applying('Apply', 'apply')] });
  // Three builds of 36 hours; what is left then is found by Verify, and the next run goes on.
  pipeline.addStage({
    stageName: 'Continue',
    beforeEntry: onlyIf('#{apply.APPLY_STATUS}', 'CONTINUE'),
    actions: [
      applying('Continue', 'continue', { runOrder: 1 }),
      applying('ContinueAgain', 'continueAgain', { runOrder: 2, before: '#{continue.APPLY_STATUS}' }),
    ],
  });
  pipeline.addStage({
    stageName: 'Verify',
    actions: [
      buildAction(builds, input, {
        name: 'Verify',
        namespace: 'verify',
        build: 'verify',
        variables: { RUN_ID: '#{plan.RUN_ID}', ...(keepSource ? { TOWERCTL_KEEP_SOURCE: 'yes' } : {}) },
      }),
    ],
  });
}
