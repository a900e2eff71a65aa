import type { Caller, Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import {
  delegatedAdministrators,
  distrustService,
  isDelegatedAdministrator,
  organizationOf,
  trustedServices,
  trustService,
} from '../../organizations/for-services.js';
import { invalidOperation, stackSetNotFound, validation } from './errors.js';
import { type Input, required } from './input.js';
import { type StackSetRow, stackSetsState } from './state.js';

/** Whose sets a call is about, and whether service-managed ones may be used at all. */

/** As Organizations knows StackSets; the form without `member.org` is one that it does not recognize. */
export const ORGANIZATIONS_PRINCIPAL = 'member.org.stacksets.cloudformation.amazonaws.com';

export interface Namespace {
  readonly owner: string;
  readonly region: string;
  /** A delegated administrator acts in the management account's service-managed sets, and sees no others. */
  readonly delegated: boolean;
}

const NOT_ADMINISTRATOR =
  'You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set';

/** @throws ServiceError ValidationError where the caller is not what CallAs says. */
export function namespaceOf(world: World, caller: Caller, input: Input): Namespace {
  const { accountId, region } = caller;
  const as = input['CallAs'] ?? 'SELF';
  if (as === 'SELF') return { owner: accountId, region, delegated: false };
  if (as !== 'DELEGATED_ADMIN') throw validation(`CallAs must be SELF or DELEGATED_ADMIN: ${String(as)}`);
  const organization = organizationOf(world);
  if (!organization || !isDelegatedAdministrator(world, accountId, ORGANIZATIONS_PRINCIPAL))
    throw validation(NOT_ADMINISTRATOR);
  return { owner: organization.managementAccountId, region, delegated: true };
}

/** @throws ServiceError ValidationError where service-managed sets cannot be used from this namespace. */
export function checkServiceManaged(world: World, { owner, delegated }: Namespace): void {
  if (owner !== organizationOf(world)?.managementAccountId && !delegated) throw validation(NOT_ADMINISTRATOR);
  if (!isActivated(world)) {
    throw validation('You must enable organizations access to operate a service managed stack set');
  }
}

export const isVisible = (set: StackSetRow, { owner, region, delegated }: Namespace): boolean =>
  set.owner === owner && set.region === region && (!delegated || set.settings.permissionModel === 'SERVICE_MANAGED');

export const nameKey = (owner: string, region: string, name: string): string => `${owner} ${region} ${name}`;

/**
 * The set that a call names by name, id (`NAME:UUID`) or ARN; deleted ones by id or ARN only.
 * @throws ServiceError StackSetNotFoundException
 */
export function stackSetOf(world: World, caller: Caller, input: Input): StackSetRow {
  const namespace = namespaceOf(world, caller, input);
  const given = required(input, 'StackSetName');
  const { sets, names } = stackSetsState(world);
  const id = given.includes(':stackset/') ? given.split(':stackset/')[1] : given;
  const name = id?.split(':')[0] ?? '';
  const arn = names[nameKey(namespace.owner, namespace.region, name)];
  const active = arn === undefined ? undefined : sets[arn];
  const isMeant = active && (id === active.name || id === `${active.name}:${active.id}`);
  const found = isMeant ? active : Object.values(sets).find((set) => `${set.name}:${set.id}` === id);
  if (!found || !isVisible(found, namespace)) throw stackSetNotFound(given);
  return found;
}

/** @throws ServiceError StackSetNotFoundException, for a deleted set too. */
export function activeStackSet(world: World, caller: Caller, input: Input): StackSetRow {
  const set = stackSetOf(world, caller, input);
  if (set.deletedAt !== undefined) throw stackSetNotFound(set.name);
  if (set.settings.permissionModel === 'SERVICE_MANAGED') {
    checkServiceManaged(world, namespaceOf(world, caller, input));
  }
  return set;
}

/** Both switches: Organizations forgets the second one when somebody disables trusted access there. */
export const isActivated = (world: World): boolean =>
  stackSetsState(world).organizationsAccess && trustedServices(world).includes(ORGANIZATIONS_PRINCIPAL);

/** Service-managed sets can be used from now on. */
export function activate(world: World): void {
  stackSetsState(world).organizationsAccess = true;
  trustService(world, ORGANIZATIONS_PRINCIPAL);
}

function checkManagement(world: World, { accountId }: Caller): void {
  if (organizationOf(world)?.managementAccountId === accountId) return;
  throw invalidOperation('Only the management account of an organization can change organizations access');
}

const ActivateOrganizationsAccess: Operation<World> = (_input, { world, caller }) => {
  checkManagement(world, caller);
  activate(world);
  return {};
};

const DeactivateOrganizationsAccess: Operation<World> = (_input, { world, caller }) => {
  checkManagement(world, caller);
  const administrators = delegatedAdministrators(world, ORGANIZATIONS_PRINCIPAL);
  if (administrators.length > 0) {
    throw invalidOperation(
      `Deregister the delegated administrators before organizations access is deactivated: ${administrators.join(', ')}`,
    );
  }
  stackSetsState(world).organizationsAccess = false;
  distrustService(world, ORGANIZATIONS_PRINCIPAL);
  // What one set waits for in another is forgotten with it.
  for (const set of Object.values(stackSetsState(world).sets)) {
    const { autoDeployment } = set.settings;
    if (autoDeployment) set.settings = { ...set.settings, autoDeployment: { ...autoDeployment, dependsOn: [] } };
  }
  return {};
};

const DescribeOrganizationsAccess: Operation<World> = (input, { world, caller }) => {
  const { delegated } = namespaceOf(world, caller, input);
  if (!delegated) checkManagement(world, caller);
  return { Status: isActivated(world) ? 'ENABLED' : 'DISABLED' };
};

export const accessOperations = {
  ActivateOrganizationsAccess,
  DeactivateOrganizationsAccess,
  DescribeOrganizationsAccess,
};
