import type { Json, JsonObject } from '../../../../model.js';

/**
 * What AWS Control Tower's mandatory preventive controls look like as statements of its `aws-guardrails-*` policies on
 * landing zone 4.0: one policy per registered unit, statements told apart by Sid, keys in the order in which AWS writes
 * them. Source: docs.aws.amazon.com, controltower control reference, mandatory controls.
 */
const EXECUTION = 'arn:*:iam::*:role/AWSControlTowerExecution';
const STACK_SETS = 'arn:*:iam::*:role/stacksets-exec-*';

export function deny(
  sid: string,
  actions: JsonObject,
  resource: Json,
  condition: JsonObject = {},
  exempt: Json = EXECUTION,
): JsonObject {
  return {
    Condition: { ...condition, ArnNotLike: { 'aws:PrincipalARN': exempt } },
    ...actions,
    Resource: resource,
    Effect: 'Deny',
    Sid: sid,
  };
}

const prefixed = (service: string, ...actions: string[]): string[] => actions.map((action) => `${service}:${action}`);
export const only = (service: string, ...actions: string[]): JsonObject => ({ Action: prefixed(service, ...actions) });
const but = (service: string, ...actions: string[]): JsonObject => ({ NotAction: prefixed(service, ...actions) });

const managed: JsonObject = {
  StringEquals: { 'aws:ResourceTag/aws-control-tower': 'managed-by-control-tower' },
};
const topics = (...names: string[]): Json => names.map((name) => `arn:*:sns:*:*:aws-controltower-${name}`);

/** On every registered unit. */
export const everyUnit: readonly JsonObject[] = [
  deny(
    'GRCONFIGENABLED',
    only(
      'config',
      ...['DeleteConfigurationRecorder', 'DeleteDeliveryChannel', 'DeleteRetentionConfiguration'],
      ...['PutConfigurationRecorder', 'PutDeliveryChannel', 'PutRetentionConfiguration', 'StopConfigurationRecorder'],
    ),
    ['*'],
  ),
  deny(
    'GRCONFIGRULEPOLICY',
    only(
      'config',
      ...['PutConfigRule', 'DeleteConfigRule', 'DeleteEvaluationResults'],
      ...['DeleteConfigurationAggregator', 'PutConfigurationAggregator'],
    ),
    ['*'],
    managed,
  ),
  deny(
    'GRCLOUDWATCHEVENTPOLICY',
    only('events', 'PutRule', 'PutTargets', 'RemoveTargets', 'DisableRule', 'DeleteRule'),
    ['arn:*:events:*:*:rule/aws-controltower-*'],
  ),
  deny(
    'GRIAMROLEPOLICY',
    only(
      'iam',
      ...['AttachRolePolicy', 'CreateRole', 'DeleteRole', 'DeleteRolePermissionsBoundary', 'DeleteRolePolicy'],
      ...['DetachRolePolicy', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'UpdateAssumeRolePolicy', 'UpdateRole'],
      'UpdateRoleDescription',
    ),
    ['arn:*:iam::*:role/aws-controltower-*', 'arn:*:iam::*:role/*AWSControlTower*', STACK_SETS],
    {},
    [EXECUTION, STACK_SETS],
  ),
  deny(
    'GRLAMBDAFUNCTIONPOLICY',
    only(
      'lambda',
      ...['AddPermission', 'CreateEventSourceMapping', 'CreateFunction', 'DeleteEventSourceMapping', 'DeleteFunction'],
      ...['DeleteFunctionConcurrency', 'PutFunctionConcurrency', 'RemovePermission', 'UpdateEventSourceMapping'],
      ...['UpdateFunctionCode', 'UpdateFunctionConfiguration'],
    ),
    ['arn:*:lambda:*:*:function:aws-controltower-*'],
  ),
  {
    Condition: { StringNotLike: { 'aws:PrincipalARN': EXECUTION } },
    ...only('logs', 'DeleteLogGroup', 'PutRetentionPolicy'),
    Resource: ['arn:*:logs:*:*:log-group:*aws-controltower*'],
    Effect: 'Deny',
    Sid: 'GRLOGGROUPPOLICY',
  },
  deny(
    'GRSNSTOPICPOLICY',
    only('sns', 'AddPermission', 'CreateTopic', 'DeleteTopic', 'RemovePermission', 'SetTopicAttributes'),
    topics('AggregateSecurityNotifications*', 'AllConfigNotifications*', 'SecurityNotifications*'),
  ),
  deny('GRSNSSUBSCRIPTIONPOLICY', only('sns', 'Subscribe', 'Unsubscribe'), topics('SecurityNotifications')),
];

const readAndWriteObjects = but(
  's3',
  ...['DeleteObject', 'DeleteObjectTagging', 'DeleteObjectVersion', 'DeleteObjectVersionTagging', 'Get*', 'List*'],
  ...['PutBucketTagging', 'PutObject', 'PutObjectAcl', 'PutObjectLegalHold', 'PutObjectRetention'],
  ...['PutObjectTagging', 'PutObjectVersionAcl', 'PutObjectVersionTagging', 'RestoreObject'],
);

/** On the Security unit besides: the central log and notification resources. */
export const securityUnit: readonly JsonObject[] = [
  deny(
    'CTSNSPV1',
    but(
      'sns',
      ...['ConfirmSubscription', 'Get*', 'List*', 'Publish', 'PutDataProtectionPolicy', 'Subscribe'],
      ...['TagResource', 'Unsubscribe', 'UntagResource'],
    ),
    topics('CentralizedLoggingNotifications*'),
  ),
  deny('CTS3PV8', readAndWriteObjects, [
    'arn:*:s3:::aws-controltower-access-logs-*',
    'arn:*:s3:::aws-controltower-cloudtrail-*',
    'arn:*:s3:::aws-controltower-logs-*',
  ]),
  deny('CTS3PV7', readAndWriteObjects, ['arn:*:s3:::aws-controltower-config-*']),
];

export function policy(statements: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements };
}
