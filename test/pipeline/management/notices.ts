import { DEPLOYMENT, HOME } from '../settings.js';
import { AUDIT, deployment, named, ofType, statementsIn, together, topicOf, whole } from './synthesized.js';

describe('notices', () => {
  const resources = deployment(whole);
  const key = statementsIn(ofType(resources, 'AWS::KMS::Key')[0] ?? {}, 'KeyPolicy');

  it('are encrypted and published by our own account only', () => {
    const topic = named(resources, 'AWS::SNS::Topic', 'TopicName', 'towerctl-notices');
    expect(topic).toMatchObject({ KmsMasterKeyId: expect.anything() });
    const statements = ofType(resources, 'AWS::SNS::TopicPolicy').flatMap((policy) => statementsIn(policy));
    const [deny, alarms, rules, ...more] = statements;
    expect(more).toEqual([]);
    expect(deny).toMatchObject({
      Effect: 'Deny',
      Action: 'sns:Publish',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(alarms).toMatchObject({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': DEPLOYMENT },
        ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${HOME}:${DEPLOYMENT}:alarm:towerctl-*` },
      },
    });
    expect(rules?.Condition?.['StringEqualsIfExists']).toEqual({ 'aws:SourceAccount': DEPLOYMENT });
    expect(rules?.Condition?.['ArnEqualsIfExists']?.['aws:SourceArn']).toContain(
      `arn:aws:events:${HOME}:${DEPLOYMENT}:rule/towerctl-pipeline-failed`,
    );
  });

  it('let services use the key for this account and this topic only', () => {
    const services = key.filter(({ Principal }) => JSON.stringify(Principal).includes('amazonaws.com'));
    expect(services.map(({ Sid, Condition }) => [Sid, Object.values(Condition ?? {})])).toEqual(
      expect.arrayContaining([
        ['EventBridge', [{ 'aws:SourceAccount': DEPLOYMENT }]],
        ['Alarms', [{ 'aws:SourceAccount': DEPLOYMENT }]],
        ['DriftTopic', [{ 'aws:SourceArn': topicOf(AUDIT) }]],
      ]),
    );
    expect(services.filter(({ Condition }) => Condition === undefined)).toEqual([]);
  });

  it.each([
    ['towerctl-pipeline-failed', { detail: { state: ['FAILED', 'STOPPED', 'CANCELED'] } }],
    ['towerctl-build-failed', { detail: { 'project-name': ['towerctl-drift', 'towerctl-heal'] } }],
    ['towerctl-approval-waits', { detail: { state: ['STARTED'], type: { category: ['Approval'] } } }],
    ['towerctl-hold-changed', { source: ['aws.s3'], detail: { object: { key: ['holds.json'] } } }],
    ['towerctl-lease-taken-over', { source: ['aws.s3'], detail: { object: { key: [{ prefix: 'leases/' }] } } }],
    ['towerctl-forwarding-failed', { detail: { alarmName: ['towerctl-events-undelivered-not-empty'] } }],
  ])('%s is told in words that the chat shows', (name, pattern) => {
    const rule = named(resources, 'AWS::Events::Rule', 'Name', name);
    expect(rule['EventPattern']).toMatchObject(pattern);
    const [target] = rule['Targets'] as readonly {
      InputTransformer: { InputPathsMap: object; InputTemplate: string };
    }[];
    const { InputPathsMap, InputTemplate } = target?.InputTransformer ?? { InputPathsMap: {}, InputTemplate: '' };
    expect(JSON.parse(InputTemplate)).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: { title: expect.any(String) },
    });
    const used = [...InputTemplate.matchAll(/<([a-z]+)>/g)].map(([, word]) => word);
    expect([...new Set(used)].sort()).toEqual(Object.keys(InputPathsMap).sort());
  });

  it('are plain sentences where nobody reads them in a chat', () => {
    const rules = ofType(deployment(together), 'AWS::Events::Rule').filter((rule) =>
      JSON.stringify(rule['Targets']).includes('InputTemplate'),
    );
    expect(rules.map((rule) => rule['Name'])).toEqual([
      'towerctl-pipeline-failed',
      'towerctl-build-failed',
      'towerctl-hold-changed',
      'towerctl-lease-taken-over',
    ]);
    for (const rule of rules) {
      const [target] = rule['Targets'] as readonly { InputTransformer: { InputTemplate: string } }[];
      expect(typeof JSON.parse(target?.InputTransformer.InputTemplate ?? '')).toBe('string');
    }
    expect(ofType(deployment(together), 'AWS::Chatbot::SlackChannelConfiguration')).toEqual([]);
  });

  it('let Slack read and do nothing', () => {
    const [slack] = ofType(resources, 'AWS::Chatbot::SlackChannelConfiguration');
    expect(slack).toMatchObject({
      SlackWorkspaceId: 'T0123456789',
      SlackChannelId: 'C0123456789',
      GuardrailPolicies: [expect.anything()],
    });
    const guardrail = named(resources, 'AWS::IAM::ManagedPolicy', 'ManagedPolicyName', 'towerctl-slack-guardrail');
    expect(statementsIn(guardrail)).toEqual([{ Sid: 'Nothing', Effect: 'Deny', Action: '*', Resource: '*' }]);
    const role = named(resources, 'AWS::IAM::Role', 'RoleName', 'TowerctlSlack');
    expect(role).not.toHaveProperty('Policies');
    expect(role).not.toHaveProperty('ManagedPolicyArns');
    expect(statementsIn(role, 'AssumeRolePolicyDocument')).toMatchObject([
      {
        Principal: { Service: 'chatbot.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': DEPLOYMENT },
          ArnLike: { 'aws:SourceArn': `arn:aws:chatbot::${DEPLOYMENT}:*` },
        },
      },
    ]);
  });

  it('have an alarm for whatever keeps an event from being acted on', () => {
    const alarms = ofType(resources, 'AWS::CloudWatch::Alarm');
    expect(
      alarms.map((alarm) => [alarm['AlarmName'], alarm['Namespace'], alarm['MetricName'], alarm['Threshold']]),
    ).toEqual([
      ['towerctl-events-dead-letters-not-empty', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 0],
      ['towerctl-events-function-errors', 'AWS/Lambda', 'Errors', 0],
      ['towerctl-events-wait-too-long', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', 3_600],
      ['towerctl-events-unknown', 'towerctl', 'UnknownEvents', 0],
    ]);
    for (const alarm of alarms)
      expect(alarm['AlarmActions']).toEqual([{ Ref: expect.stringContaining('NoticesTopic') }]);
  });
});
