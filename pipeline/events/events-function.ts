import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, EventSourceMapping, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { EVENTS, KEYS, PIPELINES, runBucketName } from '../../src/deployment/names.js';
import { VARIABLES } from '../../src/events-function/settings.js';
import { acknowledge, acknowledgeWildcard } from '../acknowledge.js';
import { arn, pipelineArn } from '../arns.js';
import { retentionOf } from '../builds/log-retention.js';
import { anyKeyArn, EARLIER_KEYS_REASON, earlierKeys, objectArn, type Place, viaServices } from '../place.js';
import type { Lifecycle } from './events-queue.js';

export const FUNCTION_TIMEOUT = Duration.minutes(2);
/** With a window, a queue hands out up to 10,000; these many events are kept well within the timeout. */
const BATCH = 500;
const LOG_GROUP = `/aws/lambda/${EVENTS.function}`;

/** Takes events from the queue, keeps them, starts the lifecycle pipeline. It has no right in the organization. */
export function eventsFunction(
  scope: Construct,
  place: Place & { readonly lifecycle: Lifecycle },
  queue: Queue,
): LambdaFunction {
  const { settings, stores, topic, engine, lifecycle } = place;
  const logGroup = new LogGroup(scope, 'Log', {
    logGroupName: LOG_GROUP,
    encryptionKey: stores.key,
    retention: retentionOf(settings.pipeline.keep.logs),
    // It names what was kept; what was kept lies in the run bucket.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const { role, policy } = functionRole(scope, place, queue);
  const handler = new LambdaFunction(scope, 'Function', {
    functionName: EVENTS.function,
    description: 'towerctl: keeps events and starts the lifecycle pipeline',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 512,
    timeout: FUNCTION_TIMEOUT,
    code: Code.fromBucketV2(engine.bucket, engine.s3ObjectKey),
    handler: 'dist/events-function.handler',
    // The CDK's own grants are broader.
    role: role.withoutPolicyUpdates(),
    logGroup,
    environment: {
      [VARIABLES.bucket]: stores.runs.bucketName,
      [VARIABLES.region]: settings.region,
      [VARIABLES.pipeline]: PIPELINES.lifecycle,
      [VARIABLES.topic]: topic.topicArn,
    },
  });
  acknowledge(
    engine.bucket,
    'Annotation::@aws-cdk/aws-lambda:codeFromBucketObjectVersionNotSpecified',
    'The key of an asset holds its digest: other code lies under another key.',
  );
  const mapping = new EventSourceMapping(scope, 'Batches', {
    target: handler,
    eventSourceArn: queue.queueArn,
    batchSize: BATCH,
    maxBatchingWindow: Duration.seconds(lifecycle.window),
    // The least that AWS takes. Two at once start one run all the same.
    maxConcurrency: 2,
    reportBatchItemFailures: true,
  });
  // Lambda looks whether the role may read the queue when the mapping is made.
  mapping.node.addDependency(policy);
  return handler;
}

function functionRole(scope: Construct, place: Place, queue: Queue): { role: Role; policy: Policy } {
  const { settings } = place;
  const role = new Role(scope, 'Role', {
    roleName: EVENTS.functionRole,
    description: 'towerctl: keeps events and starts the lifecycle pipeline',
    // No source ARN: the function and the mapping that reads its queue both assume it.
    assumedBy: new ServicePrincipal('lambda.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': settings.account } },
    }),
  });
  const policy = new Policy(scope, 'Rights', { policyName: 'events', statements: statements(place, queue) });
  policy.attachToRole(role);
  const streams = logStreams(place);
  acknowledgeWildcard(policy, `Resource::${anyKeyArn(settings)}`, EARLIER_KEYS_REASON);
  acknowledgeWildcard(policy, `Resource::${streams}`, 'Streams of its own log group; Lambda names them.');
  for (const key of [...READ, ...WRITTEN].filter((one) => one.endsWith('*'))) {
    const objects = objectArn(settings, runBucketName(settings.account, settings.region), key);
    acknowledgeWildcard(
      policy,
      `Resource::${objects}`,
      'Events have ids that are not known before; no other prefix is open.',
    );
  }
  return { role, policy };
}

/** Where events lie, and which run has taken some and not ended well. */
const READ = [
  `${KEYS.pendingEvents}*`,
  `${KEYS.unknownEvents}*`,
  `${KEYS.notices}*`,
  `${KEYS.takenEvents}*`,
  KEYS.startedRun,
];
/** It takes nothing away: that is for the run that takes an event. */
const WRITTEN = [`${KEYS.pendingEvents}*`, `${KEYS.unknownEvents}*`, `${KEYS.notices}*`, KEYS.startedRun];

const logStreams = ({ settings: { region, account } }: Place): string =>
  arn('logs', region, account, `log-group:${LOG_GROUP}:*`);

function statements(place: Place, queue: Queue): PolicyStatement[] {
  const { settings, stores, topic } = place;
  const bucket = runBucketName(settings.account, settings.region);
  const objects = (keys: readonly string[]): string[] => keys.map((key) => objectArn(settings, bucket, key));
  const allow = (sid: string, actions: string[], resources: string[], conditions?: Record<string, object>) =>
    new PolicyStatement({ sid, actions, resources, ...(conditions === undefined ? {} : { conditions }) });
  return [
    allow('OwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logStreams(place)]),
    allow(
      'OwnQueue',
      ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      [queue.queueArn],
    ),
    allow(
      'KeyOfTowerctl',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      [stores.key.keyArn],
      viaServices(settings, ['s3', 'sns', 'sqs']),
    ),
    earlierKeys(settings),
    // S3 says that there is no such object only to who may list its bucket.
    allow('RunBucket', ['s3:ListBucket'], [objectArn(settings, bucket)]),
    allow('EventsRead', ['s3:GetObject'], objects(READ)),
    allow('EventsWrite', ['s3:PutObject'], objects(WRITTEN)),
    allow(
      'LifecyclePipeline',
      ['codepipeline:GetPipelineExecution', 'codepipeline:StartPipelineExecution'],
      [pipelineArn(settings, PIPELINES.lifecycle)],
    ),
    allow('Notices', ['sns:Publish'], [topic.topicArn]),
  ];
}
