import { type App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { EVENTS, STACKS } from '../src/deployment/names.js';
import type { DeploymentSettings } from '../src/deployment/settings.js';
import { acknowledge } from './acknowledge.js';
import { busArn, roleArn, ruleArn } from './arns.js';
import { forwardedRules, UNDELIVERED_ALARM } from './events/forwarded-rules.js';
import { letMessagesIn } from './notices/message-key.js';
import { noticesTopic } from './notices/notices-topic.js';

/** Of the topic, in each Region that forwards: an alarm reaches topics of its own account and Region alone. */
export const FORWARDING_TOPIC = 'towerctl-forwarding-notices';

/**
 * Rules of the management account in one Region, on its default bus. What they match goes straight to the bus of the
 * deployment account, Region and account at once: EventBridge follows an event over one border of Regions only.
 */
export class EventsStack extends Stack {
  constructor(app: App, settings: DeploymentSettings, region: string) {
    const account = settings.organization.managementAccountId;
    super(app, `${STACKS.events}-${region}`, {
      stackName: STACKS.events,
      description: `towerctl: forwards events of ${region} to the deployment account`,
      env: { account, region },
      analyticsReporting: false,
    });
    const rules = forwardedRules(settings).filter((rule) => rule.region === region);
    const key = new Key(this, 'Key', {
      description: 'towerctl: events that could not be forwarded',
      enableKeyRotation: true,
      // Messages live for days: nothing is left that would need it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    letMessagesIn(key, account);
    const undelivered = this.undelivered(
      key,
      rules.map(({ name }) => ruleArn(region, account, name)),
    );
    for (const { name, about, pattern } of rules) {
      new CfnRule(this, name, {
        name,
        description: `towerctl: ${about}`,
        state: 'ENABLED',
        eventPattern: pattern,
        targets: [
          {
            id: 'bus',
            arn: busArn(settings),
            roleArn: roleArn(settings, account, EVENTS.forwardingRole),
            deadLetterConfig: { arn: undelivered.queueArn },
          },
        ],
      });
    }
    this.alarm(settings, key, undelivered);
  }

  private undelivered(key: Key, rules: readonly string[]): Queue {
    const queue = new Queue(this, 'Undelivered', {
      queueName: EVENTS.undelivered,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Rules',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rules } },
      }),
    );
    acknowledge(
      queue,
      'AwsSolutions-SQS3',
      'It is itself the dead-letter queue, of EventBridge rules, which cdk-nag does not see.',
    );
    return queue;
  }

  private alarm(settings: DeploymentSettings, key: Key, undelivered: Queue): void {
    const alarm = new Alarm(this, 'NotEmpty', {
      alarmName: UNDELIVERED_ALARM,
      alarmDescription: `Events could not be put on the bus ${EVENTS.bus} of the deployment account; each message says why. What they told of is found by the next drift run.`,
      metric: undelivered.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const { emails } = settings.pipeline.notify;
    if (emails.length === 0) return;
    const topic = noticesTopic(this, 'Notices', { name: FORWARDING_TOPIC, key, emails });
    alarm.addAlarmAction(new SnsAction(topic));
  }
}
