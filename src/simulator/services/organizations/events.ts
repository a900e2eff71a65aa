import type { Json, JsonObject } from '../../../model.js';
import { eventId, recordEvent } from '../../event-log.js';
import type { Deed } from '../../service.js';
import type { World } from '../../world.js';
import { organizationOf } from './for-services.js';

/**
 * What AWS Organizations tells: every write as CloudTrail records it, on the bus of us-east-1 only, whatever the home
 * Region of a landing zone. Source: docs.aws.amazon.com, organizations user guide, orgs_cloudtrail-integration.
 */
const REGION = 'us-east-1';
const SOURCE = 'aws.organizations';

export function tellWrite(world: World, { service, operation, input, output, caller }: Deed): void {
  if (service !== 'organizations') return;
  const at = world.clock.now();
  const detail: JsonObject = {
    eventVersion: '1.08',
    userIdentity: { type: 'AssumedRole', accountId: caller.accountId, arn: caller.arn },
    eventTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
    eventSource: 'organizations.amazonaws.com',
    eventName: operation,
    awsRegion: REGION,
    requestParameters: lowerCamel(input),
    responseElements: Object.keys(output).length === 0 ? null : lowerCamel(output),
    eventID: eventId(world),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: caller.accountId,
    eventCategory: 'Management',
  };
  const account = caller.accountId;
  recordEvent(world, {
    source: SOURCE,
    detailType: 'AWS API Call via CloudTrail',
    account,
    region: REGION,
    detail,
    at,
  });
}

/** CreateAccountResult and CloseAccountResult: what is over in the background. */
export function tellResult(world: World, eventName: string, key: string, status: JsonObject): void {
  const account = organizationOf(world)?.managementAccountId ?? world.settings.accountId;
  const detail: JsonObject = {
    eventVersion: '1.08',
    userIdentity: { accountId: account, invokedBy: 'AWS Internal' },
    eventTime: `${new Date(world.clock.now()).toISOString().slice(0, 19)}Z`,
    eventSource: 'organizations.amazonaws.com',
    eventName,
    awsRegion: REGION,
    requestParameters: null,
    responseElements: null,
    eventID: eventId(world),
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: account,
    serviceEventDetails: { [key]: status },
    eventCategory: 'Management',
  };
  recordEvent(world, {
    source: SOURCE,
    detailType: 'AWS Service Event via CloudTrail',
    account,
    region: REGION,
    detail,
  });
}

/** `Sep 16, 2020 9:20:50 PM`: how times look in these two events. */
export function longTime(at: number): string {
  const date = new Date(at).toLocaleDateString('en-US', {
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const time = new Date(at).toLocaleTimeString('en-US', { timeZone: 'UTC' });
  return `${date} ${time}`.replaceAll('\u202f', ' ');
}

function lowerCamel(value: unknown): Json {
  if (Array.isArray(value)) return value.map(lowerCamel);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, each]) => each !== undefined);
    return Object.fromEntries(
      members.map(([name, each]) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, lowerCamel(each)]),
    );
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
