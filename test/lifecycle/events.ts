import type { JsonObject } from '../../src/model.js';

/** Events as AWS writes them, oddities included, with ids of the simulator's default organization. */
export const MANAGEMENT = '123456789012';
export const HOME = 'ap-northeast-1';
export const PAYMENTS = '300000000001';
export const LAB = '300000000002';
export const UNIT = 'ou-ex01-sandbox0';
export const OTHER_UNIT = 'ou-ex01-prod0000';
export const ROOT = 'r-ex01';

export const accountArn = (id: string): string => `arn:aws:organizations::${MANAGEMENT}:account/o-exampleorg1/${id}`;
export const unitArn = (id: string): string => `arn:aws:organizations::${MANAGEMENT}:ou/o-exampleorg1/${id}`;
export const enabled = (what: string, id: string): string =>
  `arn:aws:controltower:${HOME}:${MANAGEMENT}:enabled${what}/${id}`;

let counter = 0;

/** Every event has ids of its own. */
export function nextId(): string {
  counter += 1;
  return `366911a2-4fa6-4e4a-ac2b-${String(counter).padStart(12, '0')}`;
}

export function envelope(source: string, detailType: string, detail: JsonObject, region = HOME): JsonObject {
  return {
    version: '0',
    id: nextId(),
    'detail-type': detailType,
    source,
    account: MANAGEMENT,
    time: '2025-02-10T17:14:57Z',
    region,
    resources: [],
    detail,
  };
}

const PERSON = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:alice',
  arn: `arn:aws:sts::${MANAGEMENT}:assumed-role/AWSReservedSSO_Admin_abcdef0123456789/alice`,
  accountId: MANAGEMENT,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLE',
      arn: `arn:aws:iam::${MANAGEMENT}:role/aws-reserved/sso.amazonaws.com/${HOME}/AWSReservedSSO_Admin_abcdef0123456789`,
      accountId: MANAGEMENT,
      userName: 'AWSReservedSSO_Admin_abcdef0123456789',
    },
  },
};

/** Somebody who acts through a role of the management account. */
export function through(role: string): JsonObject {
  return {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${MANAGEMENT}:assumed-role/${role}/20261124T130000Z-pipeline-0a1b2c3d`,
    accountId: MANAGEMENT,
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${MANAGEMENT}:role/${role}`, userName: role },
    },
  };
}

export function call(
  service: string,
  eventName: string,
  requestParameters: JsonObject | null,
  more: JsonObject = {},
): JsonObject {
  return envelope(
    `aws.${service}`,
    'AWS API Call via CloudTrail',
    {
      eventVersion: '1.08',
      userIdentity: PERSON,
      eventTime: '2026-11-24T09:00:00Z',
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion: 'us-east-1',
      sourceIPAddress: '203.0.113.10',
      userAgent: 'aws-cli/1.33',
      requestParameters,
      responseElements: null,
      requestID: 'b1f5c1f4-0000-4000-8000-000000000000',
      eventID: nextId(),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: MANAGEMENT,
      eventCategory: 'Management',
      ...more,
    },
    'us-east-1',
  );
}

/** Without a caller; times as a Java program writes them; the account's name hidden. */
export function result(eventName: string, key: string, status: JsonObject): JsonObject {
  return envelope(
    'aws.organizations',
    'AWS Service Event via CloudTrail',
    {
      eventVersion: '1.06',
      userIdentity: { accountId: MANAGEMENT, invokedBy: 'AWS Internal' },
      eventTime: '2020-09-16T21:20:57Z',
      eventSource: 'organizations.amazonaws.com',
      eventName,
      awsRegion: 'us-east-1',
      sourceIPAddress: 'AWS Internal',
      userAgent: 'AWS Internal',
      requestParameters: null,
      responseElements: null,
      eventID: nextId(),
      readOnly: false,
      eventType: 'AwsServiceEvent',
      recipientAccountId: MANAGEMENT,
      serviceEventDetails: {
        [key]: {
          accountName: '****',
          requestedTimestamp: 'Sep 16, 2020 9:20:50 PM',
          completedTimestamp: 'Sep 16, 2020 9:20:57 PM',
          ...status,
        },
      },
    },
    'us-east-1',
  );
}
