import type { RequestContext } from '../../../src/iam/condition.js';
import { allows, denies } from '../../../src/iam/evaluate.js';
import type { JsonObject } from '../../../src/model.js';
import { type Caller, type Operation, type ServiceDefinition, ServiceError } from '../../../src/simulator/service.js';
import { SERVICES } from '../../../src/simulator/services/index.js';
import { organizationOf } from '../../../src/simulator/services/organizations/for-services.js';
import type { World } from '../../../src/simulator/world.js';
import { contextOf, resourcesOf } from '../../permissions/resources.js';
import type { DeployedRole } from './deployment.js';

type Input = Readonly<Record<string, unknown>>;

/** A call that was made by one of the deployment's roles. */
export interface Judged {
  /** `TowerctlPlanBuild`. */
  readonly role: string;
  /** `ROLE/SESSION`. */
  readonly session: string;
  /** `organizations:MoveAccount`. */
  readonly action: string;
  readonly isWrite: boolean;
}

/**
 * The simulated AWS weighs no policies of roles: here each call by a role of the deployment is judged by what the
 * templates attach to it, and refused as AWS would.
 */
export class Judge {
  readonly calls: Judged[] = [];
  /** `ROLE: organizations:MoveAccount on ARN`. */
  readonly refused: string[] = [];
  readonly #documents: ReadonlyMap<string, readonly JsonObject[]>;

  constructor(roles: readonly DeployedRole[]) {
    this.#documents = new Map(roles.map(({ accountId, name, documents }) => [`${accountId}/${name}`, documents]));
  }

  /** All simulated services, guarded. */
  readonly services = (): ServiceDefinition<World>[] => SERVICES.map((service) => this.#guarded(service));

  #guarded(service: ServiceDefinition<World>): ServiceDefinition<World> {
    const operations = Object.entries(service.operations).map(([name, operation]): [string, Operation<World>] => [
      name,
      (input, context) => {
        this.#judge(service, name, input, context.caller, context.world);
        return operation(input, context);
      },
    ]);
    return { ...service, operations: Object.fromEntries(operations) };
  }

  #judge(service: ServiceDefinition<World>, operation: string, input: Input, caller: Caller, world: World): void {
    const action = actionOf(service, operation);
    const [, role = '', session = ''] = /:assumed-role\/([^/]+)\/(.+)$/.exec(caller.arn) ?? [];
    const documents = this.#documents.get(`${caller.accountId}/${role}`);
    // Anybody may ask who he is; people and roles of members are not what is judged here.
    if (documents === undefined || action === null || operation === 'GetCallerIdentity') return;
    this.calls.push({ role, session, action, isWrite: !service.isRead(operation) });
    const context: RequestContext = { ...contextOf(input), 'aws:resourceorgid': organizationOf(world)?.id ?? null };
    // A write over what was read needs the right to read it: Amazon S3 user guide, conditional writes.
    const actions = [action, ...(service.name === 's3' && input['IfMatch'] !== undefined ? ['s3:GetObject'] : [])];
    const requests = resourcesOf(service, operation, input, caller, world).flatMap((resource) =>
      actions.map((each) => ({ action: each, resource, context })),
    );
    const stopped = requests.find(
      (request) =>
        allows(documents, request) !== 'yes' || documents.some((document) => denies(document, request) !== 'no'),
    );
    if (stopped === undefined) return;
    const words = `${stopped.action} on ${stopped.resource}`;
    this.refused.push(`${role}: ${words}`);
    const message = `User: ${caller.arn} is not authorized to perform: ${words}`;
    throw new ServiceError('AccessDenied', message, {}, 403);
  }
}

function actionOf(service: ServiceDefinition<World>, operation: string): string | null {
  if (service.action) return service.action(operation);
  return `${service.signingName === 'tagging' ? 'tag' : service.signingName}:${operation}`;
}
