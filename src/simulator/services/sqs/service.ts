import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { standsInTheWay } from '../resource-policy.js';
import { arnIn } from './endpoint.js';
import { operations } from './operations.js';
import { queueAt } from './state.js';

/** Amazon SQS: model.md says what is simulated. */
export const sqs: ServiceDefinition<World> = {
  name: 'sqs',
  protocol: 'json',
  queryCompatible: true,
  signingName: 'sqs',
  targetPrefix: 'AmazonSQS',
  schemas: importedOnce(() => import('@aws-sdk/client-sqs')),
  operations,
  resource: arnIn,
  // Root sessions that unlock queues are let pass whatever a queue's policy says: that is what they are for.
  denies: (world, caller, action, resource) => {
    if (caller.rootTask !== undefined || resource?.startsWith('arn:aws:sqs:') !== true) return undefined;
    const policy = queueAt(world, resource)?.attributes['Policy'];
    return standsInTheWay(world, policy, caller, action, resource);
  },
  isRead: (operation) => /^(Get|List)/.test(operation),
  throttled: () => new ServiceError('RequestThrottled', 'Rate exceeded'),
};
