import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { readOperations } from './operations/read.js';
import { writeOperations } from './operations/write.js';

/** AWS Systems Manager, Parameter Store alone: model.md says what is simulated. */
export const ssm: ServiceDefinition<World> = {
  name: 'ssm',
  protocol: 'json',
  signingName: 'ssm',
  targetPrefix: 'AmazonSSM',
  schemas: importedOnce(() => import('@aws-sdk/client-ssm')),
  operations: { ...readOperations, ...writeOperations },
  resource: ({ Name }, { accountId, region }) =>
    typeof Name === 'string' && !Name.startsWith('arn:')
      ? `arn:aws:ssm:${region}:${accountId}:parameter/${Name.replace(/^\//, '')}`
      : undefined,
  isRead: (operation) => /^(Get|Describe)/.test(operation),
  throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),
};
