import { importedOnce, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { targetOf } from './assume-root.js';
import { operations } from './operations.js';
import { taskAllows } from './root-tasks.js';
import { KEY_PREFIX } from './sessions.js';
import { stsState } from './state.js';

/** AWS Security Token Service: model.md says what is simulated. */
export const sts: ServiceDefinition<World> = {
  name: 'sts',
  protocol: 'query',
  signingName: 'sts',
  version: '2011-06-15',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  schemas: importedOnce(() => import('@aws-sdk/client-sts')),
  operations,
  identify: (world, accessKey) =>
    accessKey.startsWith(KEY_PREFIX) ? (stsState(world).sessions[accessKey] ?? 'unknown') : undefined,
  // Who one is may always be asked.
  action: (operation) => (operation === 'GetCallerIdentity' ? null : `sts:${operation}`),
  resource: ({ RoleArn, TargetPrincipal }) => {
    if (typeof RoleArn === 'string') return RoleArn;
    const account = targetOf(TargetPrincipal);
    return account === undefined ? undefined : `arn:aws:iam::${account}:root`;
  },
  denies: (_world, { arn, rootTask }, action, resource) =>
    rootTask === undefined || taskAllows(rootTask, action, resource)
      ? undefined
      : `User: ${arn} is not authorized to perform: ${action} on resource: ${resource ?? '*'} because no session policy allows the ${action} action`,
  // Tokens come and go, but no STS call changes a resource.
  isRead: () => true,
  throttled: () => new ServiceError('Throttling', 'Rate exceeded'),
};
