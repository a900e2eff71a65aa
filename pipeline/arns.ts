import { EVENTS, TOPIC } from '../src/deployment/names.js';
import type { DeploymentSettings } from '../src/deployment/settings.js';
import { partitionOf } from '../src/facts/regions.js';

/** ARNs by name, so that a policy can name what another stack, or the same one later, makes. */
export function arn(service: string, region: string, account: string, resource: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;
}

export const roleArn = ({ region }: DeploymentSettings, account: string, name: string): string =>
  `arn:${partitionOf(region)}:iam::${account}:role/${name}`;

/** Everybody in an account; conditions say who of them. */
export const rootArn = ({ region }: DeploymentSettings, account: string): string =>
  `arn:${partitionOf(region)}:iam::${account}:root`;

export const busArn = ({ region, account }: DeploymentSettings): string =>
  arn('events', region, account, `event-bus/${EVENTS.bus}`);

/** `bus` absent: the default bus. */
export const ruleArn = (region: string, account: string, name: string, bus?: string): string =>
  arn('events', region, account, `rule/${bus === undefined ? '' : `${bus}/`}${name}`);

export const queueArn = ({ region, account }: DeploymentSettings): string => arn('sqs', region, account, EVENTS.queue);

export const topicArn = ({ region, account }: DeploymentSettings): string => arn('sns', region, account, TOPIC);

export const pipelineArn = ({ region, account }: DeploymentSettings, name: string): string =>
  arn('codepipeline', region, account, name);
