import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { operations } from './operations.js';

/** Resource Groups Tagging API: model.md says what is simulated. */
export const tagging: ServiceDefinition<World> = {
  name: 'tagging',
  protocol: 'json',
  signingName: 'tagging',
  targetPrefix: 'ResourceGroupsTaggingAPI_20170126',
  schemas: importedOnce(() => import('@aws-sdk/client-resource-groups-tagging-api')),
  operations,
  isRead: (operation) => /^(Get|Describe|List)/.test(operation),
  throttled: () =>
    new ServiceError('ThrottledException', 'The request was denied to limit the frequency of submitted requests.'),
};
