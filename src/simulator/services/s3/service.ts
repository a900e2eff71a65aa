import { type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { normalise } from './endpoint.js';
import { bucketOperations } from './operations/buckets.js';
import { listOperations } from './operations/lists.js';
import { objectOperations } from './operations/objects.js';

/** IAM's names for what the API calls otherwise. */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadBucket: 's3:ListBucket',
  ListObjectsV2: 's3:ListBucket',
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
  schemas: () => import('@aws-sdk/client-s3'),
  operations: { ...bucketOperations, ...objectOperations, ...listOperations },
  isRead: (operation) => /^(Head|Get|List)/.test(operation),
  normalise,
  action: (operation) => ACTIONS[operation] ?? `s3:${operation}`,
  resource: ({ Bucket, Key }) =>
    typeof Bucket !== 'string' ? undefined : `arn:aws:s3:::${Bucket}${typeof Key === 'string' ? `/${Key}` : ''}`,
  throttled: () => new ServiceError('SlowDown', 'Please reduce your request rate.', {}, 503),
};
