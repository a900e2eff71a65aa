import { Artifact, ExecutionMode, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { S3SourceAction, S3Trigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import { KEYS, PIPELINES, runBucketName } from '../../src/deployment/names.js';
import { acknowledgeWildcard } from '../acknowledge.js';
import type { Builds } from '../builds/builds.js';
import { anyKeyArn, EARLIER_KEYS_REASON, earlierKeys, type Place } from '../place.js';
import { pipelineRole } from './pipeline-role.js';
import { objectSourceStatements } from './source.js';
import { addApplyStages, buildAction, partOf } from './stages.js';

const NAME = PIPELINES.lifecycle;

/**
 * What events ask for: Source, Plan, Apply, Continue, Verify. It works from the manifest that was applied last: what is merged and waits
 * for approval is no event's business. Nobody is asked here: what must wait for a person is handed to the release
 * pipeline, so that the next new account does not wait with it.
 */
export class LifecyclePipeline extends Construct {
  readonly pipeline: Pipeline;

  constructor(scope: Construct, id: string, place: Place & { readonly builds: Builds }) {
    super(scope, id);
    const { settings, stores, builds } = place;
    const role = pipelineRole(this, place, {
      pipeline: NAME,
      builds: ['plan', 'apply', 'verify'],
      source: [
        ...objectSourceStatements(settings, runBucketName(settings.account, settings.region), KEYS.applied),
        earlierKeys(settings),
      ],
      asks: false,
    });
    acknowledgeWildcard(role, `Resource::${anyKeyArn(settings)}`, EARLIER_KEYS_REASON);
    this.pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName: NAME,
      pipelineType: PipelineType.V2,
      executionMode: ExecutionMode.QUEUED,
      artifactBucket: stores.artifacts,
      usePipelineRoleForActions: true,
      role: role.withoutPolicyUpdates(),
    });
    const source = new Artifact('Source');
    this.pipeline.addStage({
      stageName: 'Source',
      actions: [
        new S3SourceAction({
          actionName: 'Source',
          output: source,
          variablesNamespace: 'source',
          bucket: stores.runs,
          bucketKey: KEYS.applied,
          // A new manifest was applied already: only events start this pipeline.
          trigger: S3Trigger.NONE,
        }),
      ],
    });
    this.pipeline.addStage({
      stageName: 'Plan',
      actions: [
        buildAction(builds, source, {
          name: 'Plan',
          namespace: 'plan',
          build: 'plan',
          variables: { ...partOf(NAME), TOWERCTL_SOURCE: 'lifecycle', TOWERCTL_EVENTS: 'pending' },
        }),
      ],
    });
    addApplyStages(this.pipeline, { builds, input: source, name: NAME, keepSource: false });
  }
}
