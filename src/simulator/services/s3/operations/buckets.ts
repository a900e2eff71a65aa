import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { ownBucket } from '../access.js';
import { type BucketRow, bucketOf, s3State } from '../state.js';

const FIRST_REGION = 'us-east-1';

const CreateBucket: Operation<World> = (input, { world, caller, clock }) => {
  const name = String(input['Bucket'] ?? '');
  checkName(name);
  checkLocation(input['CreateBucketConfiguration'], caller.region);
  const answer = { Location: caller.region === FIRST_REGION ? `/${name}` : `http://${name}.s3.amazonaws.com/` };
  const taken = bucketOf(world, name);
  if (taken && taken.accountId !== caller.accountId) {
    throw new ServiceError('BucketAlreadyExists', 'The requested bucket name is not available.', {}, 409);
  }
  if (taken) {
    if (taken.region === FIRST_REGION && caller.region === FIRST_REGION) return answer;
    throw new ServiceError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      {},
      409,
    );
  }
  const row: BucketRow = {
    name,
    accountId: caller.accountId,
    region: caller.region,
    createdAt: clock.now(),
    objects: {},
  };
  s3State(world).buckets[name] = row;
  return answer;
};

function checkName(name: string): void {
  const isName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..');
  if (!isName || /^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name }, 400);
  }
}

function checkLocation(configuration: unknown, region: string): void {
  const asked =
    typeof configuration === 'object' && configuration !== null && 'LocationConstraint' in configuration
      ? String(configuration.LocationConstraint)
      : '';
  if (asked === FIRST_REGION) {
    throw new ServiceError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {}, 400);
  }
  if (asked !== (region === FIRST_REGION ? '' : region)) {
    const given = asked === '' ? 'unspecified' : asked;
    throw new ServiceError(
      'IllegalLocationConstraintException',
      `The ${given} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      {},
      400,
    );
  }
}

/** A HEAD is answered by the status alone: the code is the bare one that clients make of it. */
const HeadBucket: Operation<World> = (input, context) => {
  const { region } = bare(() => ownBucket(input, context));
  return { BucketRegion: region };
};

/** @throws ServiceError NotFound or Forbidden in the place of what a body would say. */
export function bare<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ServiceError) || ![403, 404].includes(error.status)) throw error;
    throw new ServiceError(error.status === 404 ? 'NotFound' : 'Forbidden', error.message, {}, error.status);
  }
}

const DeleteBucket: Operation<World> = (input, context) => {
  const bucket = ownBucket(input, context);
  if (Object.keys(bucket.objects).length > 0) {
    throw new ServiceError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {}, 409);
  }
  delete s3State(context.world).buckets[bucket.name];
  return {};
};

const ListBuckets: Operation<World> = (_input, { world, caller }) => {
  const owned = Object.values(s3State(world).buckets).filter(({ accountId }) => accountId === caller.accountId);
  return {
    Buckets: owned
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, createdAt, region }) => ({ Name: name, CreationDate: new Date(createdAt), BucketRegion: region })),
    Owner: { ID: caller.accountId },
  };
};

export const bucketOperations = { CreateBucket, HeadBucket, DeleteBucket, ListBuckets };
