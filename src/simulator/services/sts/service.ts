import { type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { operations } from './operations.js';

/** AWS Security Token Service: model.md says what is simulated. */
export const sts: ServiceDefinition<World> = {
  name: 'sts',
  protocol: 'query',
  signingName: 'sts',
  version: '2011-06-15',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  schemas: () => import('@aws-sdk/client-sts'),
  operations,
  // Tokens come and go, but no STS call changes a resource.
  isRead: () => true,
  throttled: () => new ServiceError('Throttling', 'Rate exceeded'),
};
