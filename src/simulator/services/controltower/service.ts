import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { baselineOperations } from './baselines/operations.js';
import { controlOperations } from './controls/index.js';
import { landingZoneOperations } from './landing-zone/operations.js';
import { react, settled } from './settle.js';
import { tagOperations } from './tags.js';

const operations = { ...landingZoneOperations, ...baselineOperations, ...controlOperations, ...tagOperations };

/** AWS Control Tower: REST-JSON, in the home Region of its landing zone. Its behaviour is described in model.md. */
export const controltower: ServiceDefinition<World> = {
  name: 'controltower',
  protocol: 'rest-json',
  signingName: 'controltower',
  schemas: importedOnce(() => import('../../../wire/controltower.js')),
  operations: Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, settled(name, run)])),
  isRead: (operation) => /^(Get|List)/.test(operation),
  react,
  // The tag operations' model has no throttling error; clients know this one all the same.
  throttled: (operation) =>
    new ServiceError('ThrottlingException', `Too many ${operation} requests.`, { retryAfterSeconds: 1 }, 429),
};
