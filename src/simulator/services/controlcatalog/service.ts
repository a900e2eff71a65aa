import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { operations } from './operations.js';

/** AWS Control Catalog: model.md says what is simulated. */
export const controlCatalog: ServiceDefinition<World> = {
  name: 'controlcatalog',
  protocol: 'rest-json',
  signingName: 'controlcatalog',
  schemas: importedOnce(() => import('../../../wire/controlcatalog.js')),
  operations,
  // Nothing in the catalog can be changed.
  isRead: () => true,
  throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded', {}, 429),
};
