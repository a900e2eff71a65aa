import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { aggregatorOperations } from './aggregators/operations.js';
import { react } from './aggregators/reactions.js';
import { tagOperations } from './aggregators/tags.js';
import { memberRuleOperations } from './member-rules.js';
import { packOperations } from './organization/packs.js';
import { ruleOperations } from './organization/rules.js';
import { recorderOperations } from './recorders/operations.js';

/** AWS Config: model.md says what is simulated. */
export const config: ServiceDefinition<World> = {
  name: 'config',
  protocol: 'json',
  signingName: 'config',
  targetPrefix: 'StarlingDoveService',
  schemas: importedOnce(() => import('@aws-sdk/client-config-service')),
  operations: {
    ...recorderOperations,
    ...ruleOperations,
    ...packOperations,
    ...aggregatorOperations,
    ...tagOperations,
    ...memberRuleOperations,
  },
  isRead: (operation) => /^(Batch|Describe|Get|List|Select)/.test(operation),
  react,
  throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),
};
