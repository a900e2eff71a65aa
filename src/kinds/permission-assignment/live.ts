import type { LiveContext } from '../../kind.js';
import type { Address, Live } from '../../model.js';
import { openIdentityCenter } from '../identity-center.js';
import type { Surroundings } from '../surroundings.js';
import { Directory } from './directory.js';
import { type Grant, readGrants } from './grants.js';
import { isDeleted } from './lookup.js';
import { countManagementAccess } from './management-access.js';
import { checkPrincipals } from './principals.js';
import { setsToRead } from './sets.js';
import { assignmentAddress, type PermissionAssignmentSpec, type Principal } from './spec.js';

type Context = LiveContext<Surroundings>;

/** Never accounts x sets: only where a set stands, or what a principal has. Sets of others are left alone unless they are assigned here. */
export async function* live(context: Context): AsyncGenerator<Live<PermissionAssignmentSpec>> {
  const instance = await openIdentityCenter(context, 'permission-assignment');
  if (!instance) return;
  const directory = new Directory(context, instance.identityStoreId);
  const declared = [...context.declared.values()];
  const principals = await directory.idsOf(declared);
  if (context.onlyDeclared !== true) await checkPrincipals(context, directory, principals);
  const sets = await setsToRead(context);
  const grants = await readGrants(context, sets, principals);
  if (context.onlyDeclared !== true) await countManagementAccess(context);
  const found = await Promise.all(grants.map((grant) => liveOf(context, directory, grant)));
  // AWS lists in any order: a plan is the same every time.
  yield* found
    .filter((one) => one !== undefined)
    .filter(({ address }) => context.onlyDeclared !== true || context.declared.has(address))
    .sort((one, other) => (one.address < other.address ? -1 : 1));
}

async function liveOf(
  context: Context,
  directory: Directory,
  { set, accountId, type, principalId }: Grant,
): Promise<Live<PermissionAssignmentSpec> | undefined> {
  const account = context.names.nameOf(accountId);
  // What has left the organization, or is closed, cannot be changed any more, and lets nobody in.
  if (account === undefined || context.organization.get(account)?.state !== undefined) return undefined;
  const name = await directory.nameOf(type, principalId);
  const spec: PermissionAssignmentSpec = { principal: { type, name }, permissionSet: set.name, account };
  const address: Address = assignmentAddress(spec);
  const declared = context.declared.has(address);
  // Who else has a set of somebody else's is theirs to say, even where an answer tells it.
  if (!declared && !set.whole && !set.tellsOthers) return undefined;
  return {
    address,
    spec,
    managedBy: declared || set.whole ? 'us' : 'someone-else',
    condition: 'settled',
    ...(!declared && set.whole && set.declared && { detail: whyRemoved(spec.principal) }),
  };
}

function whyRemoved(principal: Principal): string {
  return isDeleted(principal)
    ? `the directory no longer knows the ${principal.type}, and the set is exclusive`
    : 'not declared, and the set is exclusive';
}
