import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { arn } from '../arns.js';

/** An encrypted topic that alarms of this account, named `towerctl-*`, may publish to; nothing is sent without TLS. */
export function noticesTopic(
  scope: Construct,
  id: string,
  { name, key, emails }: { readonly name: string; readonly key: Key; readonly emails: readonly string[] },
): Topic {
  const { account, region } = Stack.of(scope);
  const topic = new Topic(scope, id, { topicName: name, displayName: 'towerctl', masterKey: key, enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': arn('cloudwatch', region, account, 'alarm:towerctl-*') },
      },
    }),
  );
  for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  return topic;
}
