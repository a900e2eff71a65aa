import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { operations } from './operations.js';
import { settleStackSets } from './stack-sets/operations.js';

/** AWS CloudFormation, stacks and StackSets: model.md says what is simulated. */
export const cloudformation: ServiceDefinition<World> = {
  name: 'cloudformation',
  protocol: 'query',
  signingName: 'cloudformation',
  version: '2010-05-15',
  xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  schemas: importedOnce(() => import('@aws-sdk/client-cloudformation')),
  operations,
  resource: ({ StackName, StackSetName }, { accountId, region }) => {
    if (typeof StackSetName === 'string') return `arn:aws:cloudformation:*:${accountId}:stackset/${StackSetName}:*`;
    if (typeof StackName !== 'string') return undefined;
    return StackName.startsWith('arn:')
      ? StackName
      : `arn:aws:cloudformation:${region}:${accountId}:stack/${StackName}/*`;
  },
  isRead: (operation) => /^(Describe|Get|List|Validate|Estimate)/.test(operation),
  // Accounts that are moved are followed, whoever moved them.
  react: settleStackSets,
  throttled: () => new ServiceError('Throttling', 'Rate exceeded'),
};
