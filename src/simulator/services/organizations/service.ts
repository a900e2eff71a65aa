import { importedOnce, type ServiceDefinition } from '../../service.js';
import type { World } from '../../world.js';
import { tellWrite } from './events.js';
import { accountRequestOperations } from './operations/account-requests.js';
import { accountOperations } from './operations/accounts.js';
import { attachmentOperations } from './operations/attachments.js';
import { delegatedAdministratorOperations } from './operations/delegated-administrators.js';
import { effectivePolicyOperations } from './operations/effective-policies.js';
import { handshakeOperations } from './operations/handshakes.js';
import { organizationOperations } from './operations/organization.js';
import { policyOperations } from './operations/policies.js';
import { policyTypeOperations } from './operations/policy-types.js';
import { resourcePolicyOperations } from './operations/resource-policy.js';
import { responsibilityTransferOperations } from './operations/responsibility-transfers.js';
import { serviceAccessOperations } from './operations/service-access.js';
import { tagOperations } from './operations/tags.js';
import { unitOperations } from './operations/units.js';

/** AWS Organizations: JSON 1.1 on one endpoint in us-east-1. Its behaviour is described in model.md. */
export const organizations: ServiceDefinition<World> = {
  name: 'organizations',
  protocol: 'json',
  signingName: 'organizations',
  targetPrefix: 'AWSOrganizationsV20161128',
  schemas: importedOnce(() => import('@aws-sdk/client-organizations')),
  operations: {
    ...organizationOperations,
    ...unitOperations,
    ...accountOperations,
    ...accountRequestOperations,
    ...policyOperations,
    ...attachmentOperations,
    ...policyTypeOperations,
    ...effectivePolicyOperations,
    ...tagOperations,
    ...serviceAccessOperations,
    ...delegatedAdministratorOperations,
    ...handshakeOperations,
    ...resourcePolicyOperations,
    ...responsibilityTransferOperations,
  },
  isRead: (operation) => operation.startsWith('Describe') || operation.startsWith('List'),
  react: tellWrite,
};
