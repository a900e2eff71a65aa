import { type ServiceDefinition, ServiceError } from '../service.js';
import type { World } from '../world.js';
import { account } from './account/service.js';
import { mayDo } from './cloudformation/permissions.js';
import { cloudformation } from './cloudformation/service.js';
import { controlCatalog } from './controlcatalog/service.js';
import { controltower } from './controltower/service.js';
import { iam } from './iam/service.js';
import { organizations } from './organizations/service.js';
import { s3 } from './s3/service.js';
import { servicecatalog } from './servicecatalog/service.js';
import { ssm } from './ssm/service.js';
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

/** What service control policies deny the role of a member, in whatever service it is used. */
const policies: Pick<ServiceDefinition<World>, 'denies'> = {
  denies: (world, { accountId, arn, region }, action, resource) =>
    mayDo(world, accountId, arn, action, { region, ...(resource !== undefined && { resource }) })
      ? undefined
      : `User: ${arn} is not authorized to perform: ${action}${resource === undefined ? '' : ` on resource: ${resource}`} with an explicit deny in a service control policy`,
};

/** Every simulated service. A new one is a folder beside these (model.md, service.ts, operations) and a line here. */
export const SERVICES: readonly ServiceDefinition<World>[] = [
  { ...organizationsRefusals, ...policies, ...organizations },
  sts,
  tagging,
  controltower,
  controlCatalog,
  account,
  cloudformation,
  iam,
  s3,
  servicecatalog,
  ssm,
];
