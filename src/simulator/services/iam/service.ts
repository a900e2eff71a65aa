import { type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { operations } from './operations.js';

/** AWS Identity and Access Management: model.md says what is simulated. */
export const iam: ServiceDefinition<World> = {
  name: 'iam',
  protocol: 'query',
  signingName: 'iam',
  version: '2010-05-08',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  schemas: () => import('@aws-sdk/client-iam'),
  operations,
  // Simulated roles of a member are told by name; a path would stand before it.
  resource: ({ RoleName }, { accountId }) =>
    typeof RoleName === 'string' ? `arn:aws:iam::${accountId}:role/${RoleName}` : undefined,
  isRead: (operation) => /^(Get|List)/.test(operation),
  throttled: () => new ServiceError('Throttling', 'Rate exceeded'),
};
