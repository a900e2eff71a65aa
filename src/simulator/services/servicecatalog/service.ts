import { importedOnce, type Operation, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { productOperations } from './products.js';
import { react, settle } from './progress.js';
import { provisionedOperations } from './provisioned.js';
import { provisioningOperations } from './provisioning.js';

const operations = { ...productOperations, ...provisionedOperations, ...provisioningOperations };

/** What is over is over before a call is answered. */
function settled(run: Operation<World>): Operation<World> {
  return (input, context) => {
    settle(context.world);
    return run(input, context);
  };
}

/** AWS Service Catalog, as far as Account Factory goes: model.md says what is simulated. */
export const servicecatalog: ServiceDefinition<World> = {
  name: 'servicecatalog',
  protocol: 'json',
  signingName: 'servicecatalog',
  targetPrefix: 'AWS242ServiceCatalogService',
  schemas: importedOnce(() => import('@aws-sdk/client-service-catalog')),
  operations: Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, settled(run)])),
  isRead: (operation) => /^(Describe|List|Search|Scan|Get)/.test(operation),
  react,
  throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),
};
