import { type ServiceDefinition, ServiceError } from '../service.js';
import type { World } from '../world.js';
import { account } from './account/service.js';
import { type Refusal, refusalOf } from './cloudformation/permissions.js';
import { cloudformation } from './cloudformation/service.js';
import { codepipeline } from './codepipeline/service.js';
import { config } from './config/service.js';
import { controlCatalog } from './controlcatalog/service.js';
import { controltower } from './controltower/service.js';
import { iam } from './iam/service.js';
import { identitystore } from './identitystore/service.js';
import { organizationOf } from './organizations/for-services.js';
import { organizations } from './organizations/service.js';
import { s3 } from './s3/service.js';
import { servicecatalog } from './servicecatalog/service.js';
import { sns } from './sns/service.js';
import { sqs } from './sqs/service.js';
import { ssm } from './ssm/service.js';
import { sso } from './sso/service.js';
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
  denies: (world, { accountId, arn, region, rootTask }, action, resource) => {
    const refusal = refusalOf(world, accountId, arn, action, {
      region,
      isRootSession: rootTask !== undefined,
      ...(resource !== undefined && { resource }),
    });
    return (
      refusal &&
      `User: ${arn} is not authorized to perform: ${action} on resource: ${resource ?? '*'} ${because(world, action, refusal)}`
    );
  },
};

function because(world: World, action: string, { policyId }: Refusal): string {
  if (policyId === undefined) return `because no service control policy allows the ${action} action`;
  const { id, managementAccountId } = organizationOf(world) ?? { id: '', managementAccountId: '' };
  const policy = `arn:aws:organizations::${managementAccountId}:policy/${id}/service_control_policy/${policyId}`;
  return `with an explicit deny in a service control policy: ${policy}`;
}

/** Every simulated service. A new one is a folder beside these (model.md, service.ts, operations) and a line here. */
export const SERVICES: readonly ServiceDefinition<World>[] = [
  { ...organizationsRefusals, ...policies, ...organizations },
  sts,
  tagging,
  controltower,
  controlCatalog,
  account,
  cloudformation,
  codepipeline,
  config,
  iam,
  identitystore,
  s3,
  servicecatalog,
  sns,
  sqs,
  ssm,
  sso,
];
