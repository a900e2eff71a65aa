import { EVENTS, ORGANIZATION_ROLES } from '../../src/deployment/names.js';
import type { DeploymentSettings } from '../../src/deployment/settings.js';
import { partitionOf } from '../../src/facts/regions.js';
import { type EventPattern, type EventRule, eventRules } from '../../src/lifecycle/patterns.js';

export interface ForwardedRule {
  readonly region: string;
  /** Of the rule on the default bus of the management account. */
  readonly name: string;
  readonly about: string;
  readonly pattern: EventPattern;
}

/**
 * Where a partition's global services (Organizations, IAM) tell their events.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html (us-east-1); of the
 * other partitions it is the Region that their Organizations endpoint is in.
 */
const GLOBAL_REGIONS: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
};

/** Alarms of a Region that forwards, for Slack: its chat is joined to the topic of the deployment account alone. */
export const ALARM_RULE = 'towerctl-forwarding-alarms';

/** Name of the alarm that something lies in the queue of what could not be forwarded. */
export const UNDELIVERED_ALARM = `${EVENTS.undelivered}-not-empty`;

/** Every rule of the management account, with the Region that it stands in. */
export function forwardedRules(settings: DeploymentSettings): readonly ForwardedRule[] {
  const rules = eventRules(Object.values(ORGANIZATION_ROLES)).map(({ name, region, about, pattern }) => ({
    region: regionOf(settings, region),
    name: `towerctl-${name}`,
    about,
    pattern,
  }));
  if (settings.pipeline.notify.slack === undefined) return rules;
  const regions = [...new Set(rules.map(({ region }) => region))];
  return [...rules, ...regions.map(alarmRule)];
}

/** Each Region once, Control Tower's first. */
export function forwardingRegions(settings: DeploymentSettings): readonly string[] {
  return [...new Set(forwardedRules(settings).map(({ region }) => region))];
}

function regionOf({ organization }: DeploymentSettings, where: EventRule['region']): string {
  if (where === 'home') return organization.homeRegion;
  if (where === 'identity-center') return organization.identityCenterRegion;
  return GLOBAL_REGIONS[partitionOf(organization.homeRegion)] ?? 'us-east-1';
}

function alarmRule(region: string): ForwardedRule {
  return {
    region,
    name: ALARM_RULE,
    about: 'Events could not be forwarded',
    pattern: {
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: { alarmName: [UNDELIVERED_ALARM], state: { value: ['ALARM'] } },
    },
  };
}
