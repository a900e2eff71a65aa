import type { AssignmentRecord } from '../../aws/identity-center-records.js';
import { TowerctlError } from '../../errors.js';
import type { StepContext } from '../../kind.js';
import type { Address } from '../../model.js';
import { deletedId } from '../deleted-principal.js';
import { groupAddress } from '../directory-group/spec.js';
import { permissionSetAddress } from '../permission-set/spec.js';
import type { Surroundings } from '../surroundings.js';
import type { PermissionAssignmentSpec, Principal } from './spec.js';

type Context = Pick<StepContext<Surroundings>, 'aws' | 'names'>;

export function isDeleted({ name }: Principal): boolean {
  return deletedId(name) !== undefined;
}

/** A grant in AWS's words. What this run created is known by its id already. */
export async function findAssignment(
  context: Context,
  { principal, permissionSet, account }: PermissionAssignmentSpec,
): Promise<AssignmentRecord> {
  const { names } = context;
  const setArn = names.tryIdOf(permissionSetAddress(permissionSet)) ?? (await setArnOf(context, permissionSet));
  return {
    accountId: names.idOf(account as Address),
    setArn,
    type: principal.type,
    principalId: await idOf(context, principal),
  };
}

async function setArnOf({ aws }: Context, name: string): Promise<string> {
  const found = (await aws.identityCenter().permissionSets()).find((set) => set.name === name);
  if (!found) throw new TowerctlError('failed', `there is no permission set "${name}" (yet)`);
  return found.arn;
}

async function idOf(context: Context, principal: Principal): Promise<string> {
  const id = await principalId(context, principal);
  if (id === undefined) {
    throw new TowerctlError('failed', `the directory has no ${principal.type} "${principal.name}" (any more)`);
  }
  return id;
}

/** Undefined = the directory has nobody of that name. */
export async function principalId({ aws, names }: Context, principal: Principal): Promise<string | undefined> {
  const deleted = deletedId(principal.name);
  if (deleted !== undefined) return deleted;
  const made = principal.type === 'group' ? names.tryIdOf(groupAddress(principal.name)) : undefined;
  if (made !== undefined) return made;
  const instance = await aws.identityCenter().instance();
  if (!instance) return undefined;
  const store = aws.identityStore();
  return principal.type === 'group'
    ? store.groupId(instance.identityStoreId, principal.name)
    : store.userId(instance.identityStoreId, principal.name);
}

export async function isAssigned({ aws }: Context, wanted: AssignmentRecord): Promise<boolean> {
  const found = await aws.identityCenter().assignments(wanted.accountId, wanted.setArn);
  return found.some(({ type, principalId: id }) => type === wanted.type && id === wanted.principalId);
}
