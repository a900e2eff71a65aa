import type { Json, JsonObject } from '../../../model.js';
import { eventId, recordEvent } from '../../event-log.js';
import type { World } from '../../world.js';
import { organizationOf } from '../organizations/for-services.js';
import { controlTowerState } from './state.js';
import { isFrom } from './versions.js';

/**
 * What Control Tower tells when something is over, to EventBridge in the management account and the home Region.
 * Structure: docs.aws.amazon.com, controltower user guide, lifecycle-events and governance-drift.
 */

/** Versions of the CloudTrail record, by how old the event is. */
type EventVersion = '1.05' | '1.08' | '1.11';

/** `2026-01-01T00:00:00+0000`: one of the two forms that occur, within one event too. */
export const timestamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}+0000`;
const zulu = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** A lifecycle event: `key` is the member of serviceEventDetails that holds `body`. */
export function emitLifecycle(
  world: World,
  eventName: string,
  key: string,
  body: JsonObject,
  { version = '1.05', at = world.clock.now() }: { readonly version?: EventVersion; readonly at?: number } = {},
): void {
  const { account, region } = addressee(world);
  const detail: JsonObject = {
    eventVersion: version,
    userIdentity: { accountId: account, invokedBy: 'AWS Internal' },
    eventTime: zulu(at),
    eventSource: 'controltower.amazonaws.com',
    eventName,
    awsRegion: region,
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    requestParameters: null,
    responseElements: null,
    eventID: eventId(world),
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: account,
    serviceEventDetails: { [key]: body },
    eventCategory: 'Management',
  };
  recordEvent(world, {
    source: 'aws.controltower',
    detailType: 'AWS Service Event via CloudTrail',
    account,
    region,
    detail,
    at,
  });
}

export interface Drift {
  readonly driftType: string;
  readonly message: string;
  readonly remediationStep: string;
  /** `accountId`, `sourceId`, `destinationId`, `organizationalUnitId`, `policyId`, ... in lower camel case. */
  readonly facts: Readonly<Record<string, Json>>;
}

/** Told once per `subject` until `forgetDrift`. From landing zone 4.0 to EventBridge, before to an SNS topic. */
export function emitDrift(world: World, subject: string, drift: Drift): void {
  const state = controlTowerState(world);
  const mark = `${drift.driftType} ${subject}`;
  if (state.notified[mark]) return;
  state.notified[mark] = true;
  const { account, region } = addressee(world);
  const body: JsonObject = {
    message: drift.message,
    managementAccountId: account,
    organizationId: organizationOf(world)?.id ?? '',
    driftType: drift.driftType,
    remediationStep: drift.remediationStep,
    ...drift.facts,
  };
  const toEventBridge = isFrom(state.landingZone?.version ?? '', '4.0');
  recordEvent(world, {
    source: 'aws.controltower',
    detailType: toEventBridge ? 'Drift Detected' : 'SNS aws-controltower-AggregateSecurityNotifications',
    account,
    region,
    detail: toEventBridge ? body : pascalCase(body),
  });
}

/** What was repaired may be told again when it drifts again. */
export function forgetDrift(world: World, subject: string): void {
  const { notified } = controlTowerState(world);
  for (const mark of Object.keys(notified)) if (mark.endsWith(` ${subject}`)) delete notified[mark];
}

function pascalCase(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]),
  );
}

function addressee(world: World): { account: string; region: string } {
  return {
    account: organizationOf(world)?.managementAccountId ?? world.settings.accountId,
    region: controlTowerState(world).homeRegion ?? 'us-east-1',
  };
}
