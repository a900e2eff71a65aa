import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { CfnEventBus, CfnEventBusPolicy, CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENTS } from '../../src/deployment/names.js';
import type { DeploymentSettings } from '../../src/deployment/settings.js';
import { roleArn, rootArn, ruleArn } from '../arns.js';
import { eventAlarms } from '../notices/alarms.js';
import { letTopicIn } from '../notices/message-key.js';
import type { Place } from '../place.js';
import { eventsFunction, FUNCTION_TIMEOUT } from './events-function.js';

/** Rule of the bus: everything that was forwarded. */
const RULE = 'towerctl-events';
/** Rule of the account's own bus: an empty call every hour, for what no event looks after. */
const SWEEP = 'towerctl-events-sweep';

/** What `pipeline.lifecycle` says where it is not `off`. */
export type Lifecycle = Exclude<DeploymentSettings['pipeline']['lifecycle'], 'off'>;

/**
 * From the bus to the lifecycle pipeline: bus, queue, function. The queue is a standard one, for the window that gathers
 * a burst, which queues in order do not have; nothing depends on the order, since runs read AWS and not the events.
 */
export class EventsQueue extends Construct {
  readonly bus: CfnEventBus;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, place: Place & { readonly lifecycle: Lifecycle }) {
    super(scope, id);
    const { settings, lifecycle } = place;
    const common = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: place.stores.key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.DESTROY,
    };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...common, queueName: EVENTS.deadLetters });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      queueName: EVENTS.queue,
      // Six times as long as the function may take, and the window: a message is not handed out twice meanwhile.
      visibilityTimeout: Duration.seconds(6 * FUNCTION_TIMEOUT.toSeconds() + lifecycle.window),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.bus = this.busWithRules(settings);
    this.letRulesIn(settings);
    if (lifecycle.driftTopic !== undefined) this.driftTopic(lifecycle.driftTopic, place);
    const handler = eventsFunction(this, place, this.queue);
    eventAlarms(this, { topic: place.topic, queue: this.queue, deadLetters: this.deadLetters, handler });
  }

  /** Only the role by which the management account forwards may put events on it: named, since it may come later. */
  private busWithRules(settings: DeploymentSettings): CfnEventBus {
    const { managementAccountId } = settings.organization;
    const bus = new CfnEventBus(this, 'Bus', { name: EVENTS.bus, description: 'towerctl: events of the organization' });
    new CfnEventBusPolicy(this, 'BusPolicy', {
      eventBusName: bus.ref,
      statementId: 'Forwarding',
      statement: {
        Sid: 'Forwarding',
        Effect: 'Allow',
        Principal: { AWS: rootArn(settings, managementAccountId) },
        Action: 'events:PutEvents',
        Resource: bus.attrArn,
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': roleArn(settings, managementAccountId, EVENTS.forwardingRole) },
        },
      },
    });
    this.toQueue('Rule', {
      name: RULE,
      description: 'towerctl: events of the organization, for the queue',
      eventBusName: bus.ref,
      // Alarms come this way too, for people. Whatever else is forwarded is for the function to judge.
      eventPattern: { account: [managementAccountId], source: [{ 'anything-but': ['aws.cloudwatch'] }] },
    });
    this.toQueue('Sweep', {
      name: SWEEP,
      description: 'towerctl: looks after events that no run has taken',
      scheduleExpression: 'rate(1 hour)',
    });
    return bus;
  }

  private toQueue(id: string, rule: ConstructorParameters<typeof CfnRule>[2]): void {
    new CfnRule(this, id, {
      ...rule,
      state: 'ENABLED',
      targets: [{ id: 'queue', arn: this.queue.queueArn, deadLetterConfig: { arn: this.deadLetters.queueArn } }],
    });
  }

  private letRulesIn({ region, account }: DeploymentSettings): void {
    const rules = [ruleArn(region, account, RULE, EVENTS.bus), ruleArn(region, account, SWEEP)];
    for (const queue of [this.queue, this.deadLetters]) {
      queue.addToResourcePolicy(
        new PolicyStatement({
          sid: 'Rules',
          principals: [new ServicePrincipal('events.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [queue.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rules } },
        }),
      );
    }
  }

  /**
   * Landing zone 3.x tells of drift on a topic of the audit account. A topic is subscribed to by its own account, or by
   * whom its policy lets in, and Control Tower forbids changing that policy: elsewhere than in the audit account, the
   * subscription is made there, by hand.
   */
  private driftTopic(topicArn: string, { settings, stores }: Place): void {
    letTopicIn(stores.key, topicArn);
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'DriftTopic',
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topicArn } },
      }),
    );
    const [, , , region, account] = topicArn.split(':');
    if (account === settings.account) {
      new CfnSubscription(this, 'DriftSubscription', {
        topicArn,
        protocol: 'sqs',
        endpoint: this.queue.queueArn,
        ...(region === undefined || region === settings.region ? {} : { region }),
      });
      return;
    }
    new CfnOutput(this, 'DriftSubscriptionCommand', {
      description: `To run in account ${account}; then confirm with the token that comes to the queue and is kept under events/unknown/.`,
      value: `aws sns subscribe --region ${region} --topic-arn ${topicArn} --protocol sqs --notification-endpoint ${this.queue.queueArn}`,
    });
  }
}
