import type { Json, JsonObject } from '../../../../model.js';
import { deny, only } from './guardrails.js';

/** Statements of mandatory preventive controls that landing zones before 4.0 have besides those of `guardrails.ts`. */
const MANAGED = 'managed-by-control-tower';

/** On every registered unit. */
export const everyUnitBefore4: readonly JsonObject[] = [
  deny('GRCLOUDTRAILENABLED', only('cloudtrail', 'DeleteTrail', 'PutEventSelectors', 'StopLogging', 'UpdateTrail'), [
    'arn:*:cloudtrail:*:*:trail/aws-controltower-*',
  ]),
  deny('GRCONFIGRULETAGSPOLICY', only('config', 'TagResource', 'UntagResource'), ['*'], {
    'ForAllValues:StringEquals': { 'aws:TagKeys': 'aws-control-tower' },
  }),
  deny(
    'GRCONFIGAGGREGATIONAUTHORIZATIONPOLICY',
    only('config', 'DeleteAggregationAuthorization'),
    ['arn:*:config:*:*:aggregation-authorization*'],
    { StringLike: { 'aws:ResourceTag/aws-control-tower': MANAGED } },
  ),
];

const LOG_BUCKETS: Json = ['arn:*:s3:::aws-controltower*'];
const onLogBuckets = (sid: string, ...actions: string[]): JsonObject => deny(sid, only('s3', ...actions), LOG_BUCKETS);

/** On the Security unit. */
export const securityUnitBefore4: readonly JsonObject[] = [
  onLogBuckets('GRCTAUDITBUCKETENCRYPTIONCHANGESPROHIBITED', 'PutEncryptionConfiguration'),
  onLogBuckets('GRCTAUDITBUCKETLOGGINGCONFIGURATIONCHANGESPROHIBITED', 'PutBucketLogging'),
  onLogBuckets('GRCTAUDITBUCKETPOLICYCHANGESPROHIBITED', 'PutBucketPolicy', 'DeleteBucketPolicy'),
  onLogBuckets('GRCTAUDITBUCKETLIFECYCLECONFIGURATIONCHANGESPROHIBITED', 'PutLifecycleConfiguration'),
  onLogBuckets('GRAUDITBUCKETDELETIONPROHIBITED', 'DeleteBucket'),
];
