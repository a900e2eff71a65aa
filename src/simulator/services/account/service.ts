import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { contactOperations } from './operations/contacts.js';
import { nameOperations } from './operations/names.js';
import { regionOperations } from './operations/regions.js';

/** AWS Account Management: model.md says what is simulated. */
export const account: ServiceDefinition<World> = {
  name: 'account',
  protocol: 'rest-json',
  signingName: 'account',
  schemas: importedOnce(() => import('@aws-sdk/client-account')),
  operations: { ...contactOperations, ...regionOperations, ...nameOperations },
  isRead: (operation) => /^(Get|List)/.test(operation),
  throttled: () => new ServiceError('TooManyRequestsException', 'Too many requests.', {}, 429),
};
