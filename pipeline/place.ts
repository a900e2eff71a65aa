import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { runBucketName } from '../src/deployment/names.js';
import type { DeploymentSettings } from '../src/deployment/settings.js';
import { partitionOf } from '../src/facts/regions.js';
import { arn } from './arns.js';
import type { Stores } from './stores.js';

/** What everything in the deployment account is built on. */
export interface Place {
  readonly settings: DeploymentSettings;
  readonly stores: Stores;
  readonly topic: ITopic;
  /** The engine's ZIP file. */
  readonly engine: Asset;
}

/** Of a bucket, or of keys in it. */
export const objectArn = ({ region }: DeploymentSettings, bucket: string, key?: string): string =>
  `arn:${partitionOf(region)}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;

/** The key is used through these services alone. */
export function viaServices({ region }: DeploymentSettings, services: readonly string[]): Record<string, object> {
  const suffix = partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.${suffix}`) } };
}

/** Any key of the account. */
export const anyKeyArn = ({ region, account }: DeploymentSettings): string => arn('kms', region, account, 'key/*');

/**
 * The run bucket outlives its stack, and what lies in it, the lock and the applied manifest too, stays encrypted with the
 * key of then: a deployment that was removed and made again has another one. Through S3, and for that bucket alone: S3
 * names it where a bucket has a key of its own.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function earlierKeys(settings: DeploymentSettings): PolicyStatement {
  const { StringEquals } = viaServices(settings, ['s3']);
  const bucket = objectArn(settings, runBucketName(settings.account, settings.region));
  return new PolicyStatement({
    sid: 'EarlierKeys',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [anyKeyArn(settings)],
    conditions: { StringEquals: { ...StringEquals, 'kms:EncryptionContext:aws:s3:arn': bucket } },
  });
}

/** Why a statement of `earlierKeys` names no key. */
export const EARLIER_KEYS_REASON =
  'The key of an earlier deployment has an id that is not known; for the run bucket alone.';
