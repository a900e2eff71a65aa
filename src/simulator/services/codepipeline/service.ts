import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { operations } from './operations.js';
import { pipelineArn } from './state.js';

/** AWS CodePipeline: model.md says what is simulated. */
export const codepipeline: ServiceDefinition<World> = {
  name: 'codepipeline',
  protocol: 'json',
  signingName: 'codepipeline',
  targetPrefix: 'CodePipeline_20150709',
  schemas: importedOnce(() => import('@aws-sdk/client-codepipeline')),
  operations,
  // Policies name a pipeline, or an approval's own action below it.
  resource: ({ name, pipelineName, stageName, actionName }, caller) => {
    const pipeline = name ?? pipelineName;
    if (typeof pipeline !== 'string') return undefined;
    const below = typeof stageName === 'string' && typeof actionName === 'string' ? `/${stageName}/${actionName}` : '';
    return `${pipelineArn(caller, pipeline)}${below}`;
  },
  isRead: (operation) => /^(Get|List)/.test(operation),
  throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),
};
