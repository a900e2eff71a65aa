import type { World } from '../../../world.js';
import { addBucket, bucketState, removeBucket, setBucketPolicy } from '../../s3/for-services.js';
import type { ResourceRow, StackRow } from '../state.js';

/** What stacks make of S3 is there for its callers too: a bucket that a stack made can be written to. */

const BUCKET = 'AWS::S3::Bucket';
const POLICY = 'AWS::S3::BucketPolicy';

/** After a resource was made or changed. `at`: clock milliseconds. */
export function showInS3(world: World, { accountId, region }: StackRow, row: ResourceRow, at: number): void {
  const { type, physicalId, properties } = row;
  if (type === BUCKET) addBucket(world, { name: physicalId, accountId, region, createdAt: at });
  else if (type === POLICY) setBucketPolicy(world, physicalId, JSON.stringify(properties['PolicyDocument'] ?? {}));
}

/** After a resource was deleted. */
export function takeFromS3(world: World, { type, physicalId }: ResourceRow): void {
  if (type === BUCKET) removeBucket(world, physicalId);
  else if (type === POLICY) setBucketPolicy(world, physicalId, undefined);
}

/** Is there a bucket of that name, whoever made it? */
export function isBucketTaken(world: World, { type, physicalId }: ResourceRow): boolean {
  return type === BUCKET && bucketState(world, physicalId) !== undefined;
}

/** A bucket that holds something is not deleted. */
export function isBucketFull(world: World, { type, physicalId }: ResourceRow): boolean {
  return type === BUCKET && bucketState(world, physicalId)?.isEmpty === false;
}
