import { type OperationContext, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { type BucketRow, bucketOf } from './state.js';

/** The bucket that a call names: there, the caller's own, and in the Region that was asked. */
export function ownBucket(
  input: Readonly<Record<string, unknown>>,
  { world, caller }: OperationContext<World>,
): BucketRow {
  const name = String(input['Bucket'] ?? '');
  const bucket = bucketOf(world, name);
  if (!bucket) {
    throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', { BucketName: name }, 404);
  }
  const expected = input['ExpectedBucketOwner'];
  if (bucket.accountId !== caller.accountId || (expected !== undefined && expected !== bucket.accountId)) {
    throw new ServiceError('AccessDenied', 'Access Denied', {}, 403);
  }
  if (bucket.region !== caller.region) throw elsewhere(bucket);
  return bucket;
}

function elsewhere({ name, region }: BucketRow): ServiceError {
  return new ServiceError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { Endpoint: `${name}.s3.${region}.amazonaws.com`, Bucket: name, 'x-amz-bucket-region': region },
    301,
  );
}
