import { Duration } from 'aws-cdk-lib';
import { Artifact, ExecutionMode, Pipeline, PipelineType, Variable } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Rule } from 'aws-cdk-lib/aws-events';
import { CodePipeline } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { PIPELINES } from '../../src/deployment/names.js';
import { pipelineArn, ruleArn } from '../arns.js';
import type { Builds } from '../builds/builds.js';
import { invokingRole } from '../invoking-role.js';
import type { Place } from '../place.js';
import { pipelineRole } from './pipeline-role.js';
import { addPushTrigger, changeEvents, isCloned, sourceAction, sourceStatements } from './source.js';
import { addApplyStages, buildAction, partOf, unless } from './stages.js';

const NAME = PIPELINES.release;

/** What is merged: Source, Check, Plan, Approve, Apply, Continue, Verify. */
export class ReleasePipeline extends Construct {
  readonly pipeline: Pipeline;

  constructor(scope: Construct, id: string, place: Place & { readonly builds: Builds }) {
    super(scope, id);
    const { settings, stores } = place;
    this.pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName: NAME,
      pipelineType: PipelineType.V2,
      // Each merge is planned, asked about and applied by itself, in order.
      executionMode: ExecutionMode.QUEUED,
      artifactBucket: stores.artifacts,
      usePipelineRoleForActions: true,
      role: pipelineRole(this, place, {
        pipeline: NAME,
        builds: ['check', 'plan', 'apply', 'verify'],
        source: sourceStatements(settings),
        asks: true,
      }).withoutPolicyUpdates(),
      variables: [
        new Variable({
          variableName: 'EVENTS_OF',
          description:
            'The run of the lifecycle pipeline whose waiting part is planned and asked about; none = everything.',
          defaultValue: 'none',
        }),
      ],
    });
    this.#addStages(place);
    this.#startOnChange(place);
  }

  #addStages({ settings, builds, topic }: Place & { readonly builds: Builds }): void {
    const source = new Artifact('Source');
    const fetching = sourceAction(this, settings, source);
    this.pipeline.addStage({ stageName: 'Source', actions: [fetching] });
    addPushTrigger(this.pipeline, settings.pipeline.source, fetching);
    this.pipeline.addStage({
      stageName: 'Check',
      actions: [buildAction(builds, source, { name: 'Check', namespace: 'check', build: 'check' })],
    });
    this.pipeline.addStage({
      stageName: 'Plan',
      actions: [
        buildAction(builds, source, {
          name: 'Plan',
          namespace: 'plan',
          build: 'plan',
          variables: {
            ...partOf(NAME),
            TOWERCTL_SOURCE: 'pipeline',
            EVENTS_OF: '#{variables.EVENTS_OF}',
            ...(isCloned(settings.pipeline.source) ? { TOWERCTL_CLONED: 'yes' } : {}),
          },
        }),
      ],
    });
    this.pipeline.addStage({
      stageName: 'Approve',
      beforeEntry: unless('#{plan.PLAN_APPROVAL}', 'none'),
      actions: [
        new ManualApprovalAction({
          actionName: 'Approve',
          // An action takes 1000 characters: the summary has 200 at most, the digest 64.
          additionalInformation:
            'Plan #{plan.PLAN_DIGEST} of run #{plan.RUN_ID}: #{plan.PLAN_SUMMARY} Exactly this plan is applied, or none.',
          externalEntityLink: '#{plan.PLAN_URL}',
          notificationTopic: topic,
          timeout: Duration.hours(settings.pipeline.approval.timeoutHours),
        }),
      ],
    });
    addApplyStages(this.pipeline, { builds, input: source, name: NAME, keepSource: true });
  }

  /** Sources without triggers of their own are never polled: an event of theirs starts the pipeline. */
  #startOnChange({ settings }: Place): void {
    const eventPattern = changeEvents(settings);
    if (eventPattern === undefined) return;
    const ruleName = `${NAME}-source`;
    const eventRole = invokingRole(this, 'StartRole', settings, {
      service: 'events.amazonaws.com',
      source: ruleArn(settings.region, settings.account, ruleName),
      action: 'codepipeline:StartPipelineExecution',
      target: pipelineArn(settings, NAME),
    });
    new Rule(this, 'SourceChanged', {
      ruleName,
      description: 'The manifest changed',
      eventPattern,
      targets: [new CodePipeline(this.pipeline, { eventRole: eventRole.withoutPolicyUpdates() })],
    });
  }
}
