import { inputProblems } from '../../protocols/rules.js';
import { operationSchema } from '../../protocols/shape.js';
import { importedOnce, type Operation, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { arrive } from '../sso/for-services.js';
import { groupOperations } from './groups.js';
import { invalid, RULES } from './input.js';
import { membershipOperations } from './memberships.js';
import { userOperations } from './users.js';

const schemas = importedOnce(() => import('@aws-sdk/client-identitystore'));

/** Its input is checked by the model's rules, and Identity Center has done what it does by itself. */
const checked =
  (name: string, run: Operation<World>): Operation<World> =>
  async (input, context) => {
    const problems = inputProblems(operationSchema(await schemas(), name), RULES, input);
    if (problems !== undefined) throw invalid(problems);
    arrive(context.world);
    return run(input, context);
  };

const operations = { ...groupOperations, ...userOperations, ...membershipOperations };

/** The identity store of IAM Identity Center: model.md says what is simulated. */
export const identitystore: ServiceDefinition<World> = {
  name: 'identitystore',
  protocol: 'json',
  signingName: 'identitystore',
  targetPrefix: 'AWSIdentityStore',
  schemas,
  operations: Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, checked(name, run)])),
  isRead: (operation) => /^(Get|List|Describe|Is)/.test(operation),
  throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded', { RetryAfterSeconds: 1 }),
};
