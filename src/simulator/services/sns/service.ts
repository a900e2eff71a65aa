import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { operations } from './operations.js';
import { topicArn } from './state.js';

/** Amazon SNS: model.md says what is simulated. */
export const sns: ServiceDefinition<World> = {
  name: 'sns',
  protocol: 'query',
  signingName: 'sns',
  version: '2010-03-31',
  xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  schemas: importedOnce(() => import('@aws-sdk/client-sns')),
  operations,
  resource: ({ TopicArn, Name }, caller) => {
    if (typeof TopicArn === 'string') return TopicArn;
    return typeof Name === 'string' ? topicArn(caller, Name) : undefined;
  },
  isRead: (operation) => /^(Get|List)/.test(operation),
  throttled: () => new ServiceError('Throttled', 'Rate exceeded', {}, 429),
};
