import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { standsInTheWay } from '../resource-policy.js';
import { normalise } from './endpoint.js';
import { bucketOperations } from './operations/buckets.js';
import { listOperations } from './operations/lists.js';
import { objectOperations } from './operations/objects.js';
import { policyOperations } from './operations/policies.js';
import { bucketOf } from './state.js';

/** IAM's names for what the API calls otherwise. */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadBucket: 's3:ListBucket',
  ListObjectsV2: 's3:ListBucket',
  ListObjectVersions: 's3:ListBucketVersions',
  HeadObject: 's3:GetObject',
  DeleteObjects: 's3:DeleteObject',
  ListBuckets: 's3:ListAllMyBuckets',
};

/** Amazon S3: model.md says what is simulated. */
export const s3: ServiceDefinition<World> = {
  name: 's3',
  protocol: 'rest-xml',
  signingName: 's3',
  xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  schemas: importedOnce(() => import('@aws-sdk/client-s3')),
  operations: { ...bucketOperations, ...objectOperations, ...listOperations, ...policyOperations },
  isRead: (operation) => /^(Head|Get|List)/.test(operation),
  normalise,
  action: (operation) => ACTIONS[operation] ?? `s3:${operation}`,
  resource: ({ Bucket, Key }) =>
    typeof Bucket !== 'string' ? undefined : `arn:aws:s3:::${Bucket}${typeof Key === 'string' ? `/${Key}` : ''}`,
  denies: (world, caller, action, resource) => {
    const name = /^arn:aws:s3:::([^/]+)/.exec(resource ?? '')?.[1];
    const bucket = name === undefined ? undefined : bucketOf(world, name);
    if (resource === undefined || !bucket) return undefined;
    // The root user of the owner can always reach the policy, so that nobody is locked out for good.
    const isRescue =
      caller.rootTask !== undefined && caller.accountId === bucket.accountId && /BucketPolicy$/.test(action);
    return isRescue ? undefined : standsInTheWay(world, bucket.policy, caller, action, resource);
  },
  throttled: () => new ServiceError('SlowDown', 'Please reduce your request rate.', {}, 503),
};
