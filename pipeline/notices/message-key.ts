import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';

const ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * EventBridge and CloudWatch write to encrypted queues and topics only where the key lets them in, and only with a key of
 * ours. What they may write to is said by the policies of queue and topic; this says with which key.
 *
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
 */
export function letMessagesIn(key: Key, account: string): void {
  // Whether EventBridge says for whom it asks differs by target; where it does, it must be this account.
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'EventBridge',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ACTIONS,
      resources: ['*'],
      conditions: { StringEqualsIfExists: { 'aws:SourceAccount': account } },
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ACTIONS,
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  );
}

/** Messages of a topic of another account or service come in by SNS. */
export function letTopicIn(key: Key, topicArn: string): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'DriftTopic',
      principals: [new ServicePrincipal('sns.amazonaws.com')],
      actions: ACTIONS,
      resources: ['*'],
      conditions: { ArnEquals: { 'aws:SourceArn': topicArn } },
    }),
  );
}
