import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { aliasOperations } from './operations/aliases.js';
import { featureOperations } from './operations/features.js';
import { keyOperations } from './operations/keys.js';
import { passwordOperations } from './operations/passwords.js';
import { roleOperations } from './operations/roles.js';
import { summaryOperations } from './operations/summary.js';
import { userOperations } from './operations/users.js';

/** AWS Identity and Access Management: model.md says what is simulated. */
export const iam: ServiceDefinition<World> = {
  name: 'iam',
  protocol: 'query',
  signingName: 'iam',
  version: '2010-05-08',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  schemas: importedOnce(() => import('@aws-sdk/client-iam')),
  operations: {
    ...aliasOperations,
    ...featureOperations,
    ...keyOperations,
    ...passwordOperations,
    ...roleOperations,
    ...summaryOperations,
    ...userOperations,
  },
  // Roles and users are told by name; a path would stand before it.
  resource: ({ RoleName, UserName }, { accountId }) => {
    if (typeof RoleName === 'string') return `arn:aws:iam::${accountId}:role/${RoleName}`;
    return typeof UserName === 'string' ? `arn:aws:iam::${accountId}:user/${UserName}` : undefined;
  },
  isRead: (operation) => /^(Get|List)/.test(operation),
  throttled: () => new ServiceError('Throttling', 'Rate exceeded'),
};
