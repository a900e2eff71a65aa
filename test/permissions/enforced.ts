import type { RequestContext } from '../../src/iam/condition.js';
import { allows, denies } from '../../src/iam/evaluate.js';
import { KINDS } from '../../src/kinds/index.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { ApplyResult, JsonObject, MemberRoles, Plan } from '../../src/model.js';
import type { PermissionOptions, PolicyDocument } from '../../src/permissions/document.js';
import { applyPolicy, planPolicy } from '../../src/permissions/policies.js';
import { type SimulatorOptions, unkind } from '../../src/simulator/index.js';
import { type Caller, type Operation, type ServiceDefinition, ServiceError } from '../../src/simulator/service.js';
import { SERVICES } from '../../src/simulator/services/index.js';
import { organizationOf } from '../../src/simulator/services/organizations/for-services.js';
import type { World } from '../../src/simulator/world.js';
import { Bench } from '../support/organization.js';
import { contextOf, resourcesOf } from './resources.js';

type Input = Readonly<Record<string, unknown>>;

/** Stands between the simulated AWS and who calls it from the management account: a role with these policies, while there is one. */
class Judge {
  /** IAM actions that were called and allowed, those of members' roles included. */
  readonly called = new Set<string>();
  /** `organizations:MoveAccount on ARN`. */
  readonly refused: string[] = [];
  documents: readonly JsonObject[] | undefined;
  readonly #isReadRoleThere: boolean;

  constructor(isReadRoleThere: boolean) {
    this.#isReadRoleThere = isReadRoleThere;
  }

  guarded(service: ServiceDefinition<World>): ServiceDefinition<World> {
    const operations = Object.entries(service.operations).map(([name, operation]): [string, Operation<World>] => [
      name,
      (input, context) => {
        const action = actionOf(service, name);
        if (this.documents !== undefined && action !== null) {
          const resources = resourcesOf(service, name, input, context.caller, context.world);
          this.#judge(action, resources, input, context.caller, context.world);
        }
        const isMeant = name === 'AssumeRole' && this.#isReadRoleThere;
        return operation(isMeant ? byTheRoleThatIsThere(input) : input, context);
      },
    ]);
    return { ...service, operations: Object.fromEntries(operations) };
  }

  #judge(action: string, resources: readonly string[], input: Input, caller: Caller, world: World): void {
    const documents = this.documents ?? [];
    const context: RequestContext = { ...contextOf(input), 'aws:resourceorgid': organizationOf(world)?.id ?? null };
    const isOurs = caller.arn.includes(':assumed-role/sandbox/');
    const stopped = resources.find((resource) => {
      const request = { action, resource, context };
      return allows(documents, request) !== 'yes' || documents.some((document) => denies(document, request) !== 'no');
    });
    if (isOurs && stopped !== undefined) {
      this.refused.push(`${action} on ${stopped}`);
      throw new ServiceError(
        'AccessDenied',
        `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${stopped}`,
        {},
        403,
      );
    }
    if (caller.rootTask === undefined) this.called.add(action);
  }
}

/** What is not known of the place stands as `*`, as in policies that are made without a manifest. */
const ANYWHERE: PermissionOptions = { auditResult: { bucket: '*', key: '*' } };

export interface RoleSettings {
  /** What the policies are made with. */
  readonly permissions?: PermissionOptions;
  /** Whether members have the role that reads; true unless told. */
  readonly isReadRoleThere?: boolean;
}

/** A bench whose plans are made by the role that plans, and whose applies by the role that applies. */
export class RoleBench extends Bench {
  readonly judge: Judge;
  readonly #options: PermissionOptions;

  constructor(options: SimulatorOptions = unkind, settings: RoleSettings = {}) {
    const judge = new Judge(settings.isReadRoleThere ?? true);
    super({ ...options, services: SERVICES.map((service) => judge.guarded(service)) });
    this.judge = judge;
    this.#options = settings.permissions ?? ANYWHERE;
  }

  override plan(manifest: Manifest, options: Parameters<Bench['plan']>[1] = {}): ReturnType<Bench['plan']> {
    const { id, memberRoles } = manifest.organization;
    return this.as(planPolicy(KINDS, this.#place(id, memberRoles)), () => super.plan(manifest, options));
  }

  override apply(plan: Plan, options: Parameters<Bench['apply']>[1] = {}): Promise<ApplyResult> {
    const { organizationId, memberRoles } = plan;
    return this.as(applyPolicy(KINDS, this.#place(organizationId, memberRoles)), () => super.apply(plan, options));
  }

  #place(organizationId: string, memberRoles: MemberRoles | undefined): PermissionOptions {
    return { ...this.#options, organizationId, ...(memberRoles && { memberRoles }) };
  }

  /** Everything that is called meanwhile from the management account is called by a role with these policies. */
  async as<T>(policies: readonly PolicyDocument[], work: () => Promise<T>): Promise<T> {
    // The same value; only the type has to learn that it is JSON.
    this.judge.documents = policies.map((policy) => JSON.parse(JSON.stringify(policy)) as JsonObject);
    try {
      return await work();
    } finally {
      this.judge.documents = undefined;
    }
  }
}

function actionOf(service: ServiceDefinition<World>, operation: string): string | null {
  if (service.action) return service.action(operation);
  return `${service.signingName === 'tagging' ? 'tag' : service.signingName}:${operation}`;
}

/** The role that reads is in no simulated account by itself; the other one is in each that is enrolled. */
function byTheRoleThatIsThere(input: Input): Input {
  return { ...input, RoleArn: String(input['RoleArn']).replace(/\/towerctl-read$/, '/AWSControlTowerExecution') };
}
