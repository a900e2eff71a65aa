import { DEPLOYMENT, HOME, MANAGEMENT } from '../settings.js';
import {
  AUDIT,
  deployment,
  named,
  ofType,
  type Statement,
  statementsIn,
  together,
  topicOf,
  whole,
  withoutEvents,
} from './synthesized.js';

describe('events in the deployment account', () => {
  const resources = deployment(whole);
  const queue = named(resources, 'AWS::SQS::Queue', 'QueueName', 'towerctl-events');
  const rights = statementsIn(named(resources, 'AWS::IAM::Policy', 'PolicyName', 'events'));
  const right = (sid: string): Statement | undefined => rights.find(({ Sid }) => Sid === sid);

  it('come in by the forwarding role of the management account alone', () => {
    const [policy, ...more] = ofType(resources, 'AWS::Events::EventBusPolicy');
    expect(more).toEqual([]);
    expect(policy?.['Statement']).toMatchObject({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:root` },
      Action: 'events:PutEvents',
      Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${MANAGEMENT}:role/TowerctlEventsForwarding` } },
    });
  });

  it('wait in an encrypted standard queue, and in another after five attempts', () => {
    expect(queue).toMatchObject({
      KmsMasterKeyId: expect.anything(),
      MessageRetentionPeriod: 1_209_600,
      // Six times the function's two minutes, and the window.
      VisibilityTimeout: 6 * 120 + 90,
      RedrivePolicy: { maxReceiveCount: 5 },
    });
    expect(queue['FifoQueue']).toBeUndefined();
    const rules = [
      named(resources, 'AWS::Events::Rule', 'Name', 'towerctl-events'),
      named(resources, 'AWS::Events::Rule', 'Name', 'towerctl-events-sweep'),
    ];
    expect(rules).toMatchObject(
      Array(2).fill({ State: 'ENABLED', Targets: [{ DeadLetterConfig: expect.anything() }] }),
    );
    expect(rules[0]?.['EventPattern']).toMatchObject({ account: [MANAGEMENT] });
    expect(rules[1]).toMatchObject({ ScheduleExpression: 'rate(1 hour)' });
  });

  it('are sent by these rules and the drift topic only, and never without TLS', () => {
    for (const policy of ofType(resources, 'AWS::SQS::QueuePolicy')) {
      const statements = statementsIn(policy);
      expect(statements).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
      for (const { Condition, Principal } of statements.filter(({ Effect }) => Effect === 'Allow')) {
        expect(Principal).toHaveProperty('Service');
        expect(Object.keys(Condition?.['ArnEquals'] ?? {})).toEqual(['aws:SourceArn']);
      }
    }
  });

  it('are taken by a function in batches that fail one by one', () => {
    expect(named(resources, 'AWS::Lambda::Function', 'FunctionName', 'towerctl-events')).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'dist/events-function.handler',
      Timeout: 120,
      Environment: {
        Variables: {
          TOWERCTL_RUN_BUCKET: expect.anything(),
          TOWERCTL_REGION: HOME,
          TOWERCTL_LIFECYCLE_PIPELINE: 'towerctl-lifecycle',
          TOWERCTL_TOPIC: expect.anything(),
        },
      },
    });
    expect(ofType(resources, 'AWS::Lambda::EventSourceMapping')).toMatchObject([
      {
        BatchSize: 500,
        MaximumBatchingWindowInSeconds: 90,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    ]);
    expect(named(resources, 'AWS::Logs::LogGroup', 'LogGroupName', '/aws/lambda/towerctl-events')).toMatchObject({
      KmsKeyId: expect.anything(),
      RetentionInDays: 400,
    });
  });

  it('give the function its prefixes, one pipeline, one topic, and nothing in the organization', () => {
    const run = `arn:aws:s3:::towerctl-runs-${DEPLOYMENT}-${HOME}`;
    expect(rights.map(({ Sid, Action }) => [Sid, [Action].flat()])).toEqual([
      ['OwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents']],
      [
        'OwnQueue',
        ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      ],
      ['KeyOfTowerctl', ['kms:Decrypt', 'kms:GenerateDataKey']],
      ['EarlierKeys', ['kms:Decrypt', 'kms:GenerateDataKey']],
      ['RunBucket', ['s3:ListBucket']],
      ['EventsRead', ['s3:GetObject']],
      ['EventsWrite', ['s3:PutObject']],
      ['LifecyclePipeline', ['codepipeline:GetPipelineExecution', 'codepipeline:StartPipelineExecution']],
      ['Notices', ['sns:Publish']],
    ]);
    for (const sid of ['EventsRead', 'EventsWrite']) {
      const arns = [right(sid)?.Resource].flat().map(String);
      expect(arns.length).toBeGreaterThan(2);
      expect(arns.filter((one) => !one.startsWith(`${run}/events/`))).toEqual([]);
    }
    expect(right('LifecyclePipeline')?.Resource).toBe(`arn:aws:codepipeline:${HOME}:${DEPLOYMENT}:towerctl-lifecycle`);
    expect(right('KeyOfTowerctl')?.Condition).toEqual({
      StringEquals: { 'kms:ViaService': ['s3', 'sns', 'sqs'].map((service) => `${service}.${HOME}.amazonaws.com`) },
    });
    expect(named(resources, 'AWS::IAM::Role', 'RoleName', 'TowerctlEventsFunction')).not.toHaveProperty(
      'ManagedPolicyArns',
    );
  });

  it('of landing zone 3.x are subscribed to in the own account, and elsewhere by hand', () => {
    expect(ofType(resources, 'AWS::SNS::Subscription').filter(({ Protocol }) => Protocol === 'sqs')).toEqual([]);
    const outputs = whole.assembly.stacks.flatMap(({ template }) => Object.values(template.Outputs ?? {}));
    expect(JSON.stringify(outputs)).toContain(`aws sns subscribe --region ${HOME} --topic-arn ${topicOf(AUDIT)}`);
    expect(ofType(deployment(together), 'AWS::SNS::Subscription')).toContainEqual(
      // The topic is in another Region than the queue.
      expect.objectContaining({ Protocol: 'sqs', TopicArn: topicOf(MANAGEMENT), Region: HOME }),
    );
  });

  it('are none of this where the lifecycle is off', () => {
    const types = Object.values(deployment(withoutEvents)).map(({ Type }) => Type);
    for (const type of [
      'AWS::Lambda::Function',
      'AWS::SQS::Queue',
      'AWS::Events::EventBus',
      'AWS::CloudWatch::Alarm',
    ]) {
      expect(types).not.toContain(type);
    }
  });
});
