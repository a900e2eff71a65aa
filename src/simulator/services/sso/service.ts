import { inputProblems } from '../../protocols/rules.js';
import { operationSchema } from '../../protocols/shape.js';
import { type Deed, importedOnce, type Operation, type ServiceDefinition, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { assignmentOperations } from './assignments.js';
import { invalid } from './errors.js';
import { arrive } from './for-services.js';
import { RULES, RULES_OF } from './input.js';
import { instanceOperations } from './instances.js';
import { policyOperations } from './policies.js';
import { provisioningOperations } from './provisioning.js';
import { setOperations } from './sets.js';
import { identityCenterState } from './state.js';
import { tagOperations } from './tags.js';

const schemas = importedOnce(() => import('@aws-sdk/client-sso-admin'));

/** Its input is checked by the model's rules, and what is over is over before and after it. */
const settled =
  (name: string, run: Operation<World>): Operation<World> =>
  async (input, context) => {
    const problems = inputProblems(operationSchema(await schemas(), name), { ...RULES, ...RULES_OF[name] }, input);
    if (problems !== undefined) throw invalid(problems);
    arrive(context.world);
    const output = await run(input, context);
    arrive(context.world);
    return output;
  };

const operations = {
  ...instanceOperations,
  ...setOperations,
  ...policyOperations,
  ...tagOperations,
  ...assignmentOperations,
  ...provisioningOperations,
};

/** Who has left the organization is let in nowhere. */
function react(world: World, { service, operation, input }: Deed): void {
  if (service !== 'organizations' || operation !== 'RemoveAccountFromOrganization') return;
  const account = String(input['AccountId'] ?? '');
  const { assignments, provisioned, letIn } = identityCenterState(world);
  for (const rows of Object.values(assignments)) {
    for (const [key, row] of Object.entries(rows)) if (row.account === account) delete rows[key];
  }
  for (const rows of Object.values(provisioned)) delete rows[account];
  if (letIn) delete letIn[account];
}

/** IAM Identity Center (the API's name is sso-admin): model.md says what is simulated. */
export const sso: ServiceDefinition<World> = {
  name: 'sso',
  protocol: 'json',
  signingName: 'sso',
  targetPrefix: 'SWBExternalService',
  schemas,
  operations: Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, settled(name, run)])),
  isRead: (operation) => /^(Get|List|Describe)/.test(operation),
  react,
  throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),
};
