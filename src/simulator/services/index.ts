import { type ServiceDefinition, ServiceError } from '../service.js';
import type { World } from '../world.js';
import { controlCatalog } from './controlcatalog/service.js';
import { controltower } from './controltower/service.js';
import { organizations } from './organizations/service.js';
import { sts } from './sts/service.js';
import { tagging } from './tagging/service.js';

/** The refusals that come before an operation is reached. AWS documents no value of `Type`: this one is ours. */
const organizationsRefusals: Pick<ServiceDefinition<World>, 'throttled' | 'overlapping'> = {
  throttled: (operation) =>
    new ServiceError('TooManyRequestsException', `Too many ${operation} requests: try again later.`, {
      Type: 'THROTTLED',
    }),
  // Sent word for word as it was observed, since clients match on it.
  overlapping: () =>
    new ServiceError(
      'ConcurrentModificationException',
      "AWS Organizations can't complete your request because it conflicts with another attempt to modify the same entity. Try again later.",
    ),
};

/** Every simulated service. A new one is a folder beside these (model.md, service.ts, operations) and a line here. */
export const SERVICES: readonly ServiceDefinition<World>[] = [
  { ...organizationsRefusals, ...organizations },
  sts,
  tagging,
  controltower,
  controlCatalog,
];
