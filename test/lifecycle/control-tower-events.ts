import type { JsonObject } from '../../src/model.js';
import { accountArn, enabled, envelope, HOME, LAB, MANAGEMENT, nextId, PAYMENTS, UNIT } from './events.js';

/** A lifecycle event: `serviceEventDetails` holds one body under `<eventName>Status`. */
export function lifecycle(eventName: string, body: JsonObject, eventVersion = '1.11'): JsonObject {
  const key = `${eventName.charAt(0).toLowerCase()}${eventName.slice(1)}Status`;
  return envelope('aws.controltower', 'AWS Service Event via CloudTrail', {
    eventVersion,
    userIdentity: { accountId: MANAGEMENT, invokedBy: 'AWS Internal' },
    eventTime: '2025-02-10T17:14:57Z',
    eventSource: 'controltower.amazonaws.com',
    eventName,
    awsRegion: HOME,
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    requestParameters: null,
    responseElements: null,
    eventID: nextId(),
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: MANAGEMENT,
    serviceEventDetails: { [key]: body },
    eventCategory: 'Management',
  });
}

/** The older form of times, with an offset without a colon. */
const OLD_TIMES = { requestedTimestamp: '2019-11-15T11:45:18+0000', completedTimestamp: '2019-11-16T12:09:32+0000' };

export function managedAccount(eventName: string, state = 'SUCCEEDED', accountId: string = PAYMENTS): JsonObject {
  return lifecycle(
    eventName,
    {
      organizationalUnit: { organizationalUnitName: 'Sandbox', organizationalUnitId: UNIT },
      account: { accountName: 'payments', accountId },
      state,
      message: `AWS Control Tower ${state === 'SUCCEEDED' ? 'successfully created' : 'failed to create'} a managed account.`,
      ...OLD_TIMES,
    },
    '1.05',
  );
}

/** `requestTimestamp`, without the d of all others. */
export function guardrail(eventName: string, units: readonly string[], state = 'SUCCEEDED'): JsonObject {
  return lifecycle(
    eventName,
    {
      organizationalUnits: units.map((id) => ({ organizationalUnitName: 'Sandbox', organizationalUnitId: id })),
      guardrails: [{ guardrailId: 'AWS-GR_RDS_INSTANCE_PUBLIC_ACCESS_CHECK', guardrailBehavior: 'DETECTIVE' }],
      state,
      message: 'AWS Control Tower enabled a guardrail on an organizational unit.',
      requestTimestamp: '2019-11-12T09:01:07+0000',
      completedTimestamp: '2019-11-12T09:01:54+0000',
    },
    '1.05',
  );
}

export function landingZone(eventName: string, state = 'SUCCEEDED'): JsonObject {
  return lifecycle(
    eventName,
    {
      state,
      message: 'AWS Control Tower set up a new landing zone.',
      rootOrganizationalId: 'r-1234',
      organizationalUnits: [{ organizationalUnitName: 'Security', organizationalUnitId: UNIT }],
      accounts: [{ accountName: 'Audit', accountId: LAB }],
      ...OLD_TIMES,
    },
    '1.05',
  );
}

export function registration(eventName: string, state = 'SUCCEEDED', more: JsonObject = {}): JsonObject {
  return lifecycle(
    eventName,
    {
      state,
      message: 'AWS Control Tower registered an organizational unit.',
      organizationalUnit: { organizationalUnitName: 'Sandbox', organizationalUnitId: UNIT, ...more },
      ...OLD_TIMES,
    },
    '1.05',
  );
}

/** Neither state nor message; times of two forms within one event; a parameter's value wrapped twice. */
export function baseline(
  eventName: string,
  status = 'SUCCEEDED',
  target: string = accountArn(PAYMENTS),
  key: 'enabledBaselineDetails' | 'baselineDetails' | 'both' = 'enabledBaselineDetails',
): JsonObject {
  const details = {
    arn: enabled('baseline', 'XALULM96QHI525UOC'),
    parentIdentifier: enabled('baseline', 'XOM12BEL4YD578CQ2'),
    targetIdentifier: target,
    baselineIdentifier: `arn:aws:controltower:${HOME}::baseline/17BSJV3IGJ2QSGA2`,
    baselineVersion: '4.0',
    statusSummary: { lastOperationIdentifier: '37f5eb68-e5b9-4c70-ae76-4ca15f6b16de', status },
    parameters: [
      {
        key: 'IdentityCenterEnabledBaselineArn',
        value: { untyped: { object: enabled('baseline', 'XALULM96QHI525UOD') } },
      },
    ],
  };
  return lifecycle(eventName, {
    ...(key !== 'baselineDetails' && { enabledBaselineDetails: details }),
    ...(key !== 'enabledBaselineDetails' && { baselineDetails: details }),
    requestedTimestamp: '2025-02-10T17:07:09+0000',
    completedTimestamp: '2025-02-10T17:14:57Z',
  });
}

/** One for each account of the unit that the control is on. */
export function control(eventName: string, account: string = PAYMENTS, state = 'SUCCEEDED'): JsonObject {
  return lifecycle(eventName, {
    arn: enabled('control', '2TYTE0OEGHQYJ9C2'),
    parentIdentifier: enabled('control', '3AJKNH7GDCKA1VBZ'),
    controlIdentifier: `arn:aws:controltower:${HOME}::control/AWS-GR_LOG_GROUP_POLICY`,
    targetIdentifier: accountArn(account),
    state,
    message: 'AWS Control Tower changed the enabled control on the target.',
    requestedTimestamp: '2025-02-10T17:07:09Z',
    completedTimestamp: '2025-02-10T17:14:57+0000',
  });
}

/** Landing zone 4.0 and later. */
export function drift(driftType: string, more: JsonObject = {}): JsonObject {
  return envelope('aws.controltower', 'Drift Detected', {
    message: 'AWS Control Tower has detected that something of the organization was changed.',
    managementAccountId: MANAGEMENT,
    organizationId: 'o-exampleorg1',
    driftType,
    remediationStep: 'Re-register this organizational unit.',
    ...more,
  });
}

/** Up to landing zone 3.3: the words of the message begin with capitals. */
export function driftMessage(DriftType: string, more: JsonObject = {}): JsonObject {
  return {
    Message: 'AWS Control Tower has detected that something of the organization was changed.',
    ManagementAccountId: MANAGEMENT,
    OrganizationId: 'o-exampleorg1',
    DriftType,
    RemediationStep: 'Re-register this organizational unit.',
    ...more,
  };
}

export function notification(message: JsonObject): JsonObject {
  return {
    Type: 'Notification',
    MessageId: nextId(),
    TopicArn: `arn:aws:sns:${HOME}:${LAB}:aws-controltower-AggregateSecurityNotifications`,
    Subject: 'AWS Control Tower notification',
    Message: JSON.stringify(message),
    Timestamp: '2026-11-24T09:00:00.123Z',
    SignatureVersion: '1',
  };
}
