import { CfnSlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { type CfnEventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnManagedPolicy, CfnRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { chatMessage } from '../../src/aws/sns.js';
import { EVENTS, TOPIC } from '../../src/deployment/names.js';
import type { DeploymentSettings } from '../../src/deployment/settings.js';
import { partitionOf } from '../../src/facts/regions.js';
import { ruleArn } from '../arns.js';
import { letMessagesIn } from './message-key.js';
import { TOLD, type Told } from './notices-told.js';
import { noticesTopic } from './notices-topic.js';

/** Who hears of what happens: one topic, people who get mails, a channel of Slack. */
export class Notices extends Construct {
  readonly topic: Topic;
  private readonly told: readonly Told[];
  private readonly inChat: boolean;
  private readonly place: { readonly account: string; readonly region: string };

  /** @param props `key`: what the topic is encrypted with; services that write to topics and queues are let in to it. */
  constructor(
    scope: Construct,
    id: string,
    { settings, key }: { readonly settings: DeploymentSettings; readonly key: Key },
  ) {
    super(scope, id);
    const { emails, slack } = settings.pipeline.notify;
    this.place = { account: settings.account, region: settings.region };
    letMessagesIn(key, settings.account);
    this.topic = noticesTopic(this, 'Topic', { name: TOPIC, key, emails });
    this.inChat = slack !== undefined;
    this.told = TOLD.filter(
      ({ slackOnly, onBus }) =>
        (slackOnly !== true || slack !== undefined) && (onBus !== true || settings.pipeline.lifecycle !== 'off'),
    );
    this.letRulesIn(this.told);
    for (const one of this.told.filter(({ onBus }) => onBus !== true)) this.rule(one);
    if (slack !== undefined) this.slack(slack);
  }

  /** Tells of what comes over the bus of forwarded events, too. */
  listenOn(bus: CfnEventBus): void {
    for (const one of this.told.filter(({ onBus }) => onBus === true)) this.rule(one, bus);
  }

  /**
   * Whether EventBridge names its rule to a topic is told one way by one page and another way by another: where it does,
   * it must be one of ours.
   */
  private letRulesIn(told: readonly Told[]): void {
    const rules = told.map((one) => this.ruleArnOf(one));
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Rules',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          StringEqualsIfExists: { 'aws:SourceAccount': this.place.account },
          ArnEqualsIfExists: { 'aws:SourceArn': rules },
        },
      }),
    );
  }

  private ruleArnOf({ name, onBus }: Told): string {
    return ruleArn(this.place.region, this.place.account, name, onBus === true ? EVENTS.bus : undefined);
  }

  private rule({ name, about, pattern, paths, title, text }: Told, bus?: CfnEventBus): void {
    new CfnRule(this, name, {
      name,
      description: `towerctl: ${about}`,
      state: 'ENABLED',
      ...(bus === undefined ? {} : { eventBusName: bus.ref }),
      eventPattern: pattern,
      targets: [
        {
          id: 'topic',
          arn: this.topic.topicArn,
          inputTransformer: {
            inputPathsMap: { ...paths },
            inputTemplate: this.inChat ? chatMessage(title, text) : JSON.stringify(`${title}. ${text}`),
          },
        },
      ],
    });
  }

  /**
   * The channel sees what the topic says and can do nothing: the role has no policy, and the guardrail, which would be
   * AdministratorAccess where none is named, denies everything.
   */
  private slack({ workspace, channel }: { readonly workspace: string; readonly channel: string }): void {
    const { account, region } = this.place;
    const role = new CfnRole(this, 'SlackRole', {
      roleName: 'TowerctlSlack',
      description: 'towerctl: notices in Slack; may do nothing',
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'chatbot.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: { 'aws:SourceAccount': account },
              ArnLike: { 'aws:SourceArn': `arn:${partitionOf(region)}:chatbot::${account}:*` },
            },
          },
        ],
      },
    });
    const guardrail = new CfnManagedPolicy(this, 'SlackGuardrail', {
      managedPolicyName: 'towerctl-slack-guardrail',
      description: 'towerctl: nothing is done from Slack',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Sid: 'Nothing', Effect: 'Deny', Action: '*', Resource: '*' }],
      },
    });
    new CfnSlackChannelConfiguration(this, 'Slack', {
      configurationName: 'towerctl',
      slackWorkspaceId: workspace,
      slackChannelId: channel,
      iamRoleArn: role.attrArn,
      guardrailPolicies: [guardrail.ref],
      snsTopicArns: [this.topic.topicArn],
      loggingLevel: 'ERROR',
      userRoleRequired: false,
    });
  }
}
