import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import type { DeploymentSettings } from '../src/deployment/settings.js';
import { Builds } from './builds/builds.js';
import { DriftSchedule } from './builds/drift-schedule.js';
import { PullRequestProject } from './builds/pull-request-project.js';
import { EventsQueue } from './events/events-queue.js';
import { GitHubRole } from './github-role.js';
import { Notices } from './notices/notices.js';
import { LifecyclePipeline } from './pipelines/lifecycle-pipeline.js';
import { ReleasePipeline } from './pipelines/release-pipeline.js';
import { Stores } from './stores.js';

/** All that lies in the account where the pipeline runs, which may be the management account. */
export class DeploymentStack extends Stack {
  constructor(scope: Construct, id: string, settings: DeploymentSettings) {
    super(scope, id, {
      stackName: id,
      description: `towerctl ${settings.engine.version}: pipeline of the manifest ${settings.manifestName}`,
      env: { account: settings.account, region: settings.region },
    });
    const stores = new Stores(this, 'Stores', settings);
    const notices = new Notices(this, 'Notices', { settings, key: stores.key });
    const { topic } = notices;
    // A ZIP file is uploaded as it is.
    const engine = new Asset(this, 'Engine', { path: settings.engine.file });
    const place = { settings, stores, topic, engine };
    const builds = new Builds(this, 'Builds', place);
    new ReleasePipeline(this, 'Release', { ...place, builds });
    new DriftSchedule(this, 'Drift', { ...place, builds });
    const { lifecycle } = settings.pipeline;
    if (lifecycle !== 'off') {
      new LifecyclePipeline(this, 'Lifecycle', { ...place, builds });
      notices.listenOn(new EventsQueue(this, 'Events', { ...place, lifecycle }).bus);
    }
    new PullRequestProject(this, 'PullRequest', place);
    new GitHubRole(this, 'GitHub', place);
    new CfnOutput(this, 'RunBucket', { value: stores.runs.bucketName });
    new CfnOutput(this, 'NoticesTopic', { value: topic.topicArn });
  }
}
