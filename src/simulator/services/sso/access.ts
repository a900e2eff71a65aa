import type { OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { isDelegatedAdministrator, isManagementAccount } from '../organizations/for-services.js';
import { denied, missing, noSuchSet } from './errors.js';
import { type Input, text } from './input.js';
import { type InstanceRow, identityCenterState, provisionOf, type SetRow, setOf } from './state.js';

const PRINCIPAL = 'sso.amazonaws.com';

type Context = OperationContext<World>;

const isManagement = ({ world, caller }: Context): boolean => isManagementAccount(world, caller.accountId);

/** Acts for the management account, within limits. */
const isDelegate = ({ world, caller }: Context): boolean =>
  isDelegatedAdministrator(world, caller.accountId, PRINCIPAL);

/** Instances that the caller sees in this Region: its own, and the organization's where it administers that. */
export function visibleInstances(context: Context): InstanceRow[] {
  const { world, caller } = context;
  const administers = isManagement(context) || isDelegate(context);
  return Object.values(identityCenterState(world).instances).filter(
    ({ region, ownerAccountId }) =>
      region === caller.region &&
      (ownerAccountId === caller.accountId ||
        (administers && (isManagement(context) || isManagementAccount(world, ownerAccountId)))),
  );
}

/** @throws ServiceError ResourceNotFoundException in another Region, AccessDeniedException for who may not */
export function instanceIn(input: Input, context: Context, operation: string): InstanceRow {
  const { world, caller } = context;
  const arn = text(input, 'InstanceArn');
  const instance = identityCenterState(world).instances[arn];
  if (!instance || instance.region !== caller.region) throw missing(`Instance with arn ${arn} not found`);
  if (!visibleInstances(context).includes(instance)) throw denied(caller, operation, arn);
  return instance;
}

/** The permission set that a request reads. */
export function setIn(input: Input, context: Context, operation: string): SetRow {
  const instance = instanceIn(input, context, operation);
  const arn = text(input, 'PermissionSetArn');
  const row = setOf(context.world, arn);
  const instanceId = instance.arn.slice(instance.arn.lastIndexOf('/') + 1);
  if (!row || !arn.includes(`/${instanceId}/`)) throw noSuchSet(arn);
  return row;
}

/**
 * The permission set that a request changes or assigns.
 *
 * @throws ServiceError AccessDeniedException: a set in the management account is that account's alone, wherever it is assigned
 */
export function changedSetIn(input: Input, context: Context, operation: string): SetRow {
  const row = setIn(input, context, operation);
  const { world, caller } = context;
  if (!isManagement(context) && provisionOf(world, row.arn, world.settings.accountId)) {
    throw denied(caller, operation, row.arn);
  }
  return row;
}

/** Access to the management account is given by the management account. */
export function checkTarget(account: string, row: SetRow, context: Context, operation: string): void {
  if (isManagementAccount(context.world, account) && !isManagement(context)) {
    throw denied(context.caller, operation, row.arn);
  }
}

export function checkManagement(context: Context, operation: string, resource: string): void {
  if (!isManagement(context)) throw denied(context.caller, operation, resource);
}
