import type { LiveContext } from '../../kind.js';
import type { Address, Change, Live } from '../../model.js';
import { openIdentityCenter } from '../identity-center.js';
import { isInScope } from '../in-scope.js';
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
  const found = await foundOf(context, directory, await readGrants(context, sets, principals));
  if (context.onlyDeclared !== true) await countManagementAccess(context);
  // AWS lists in any order: a plan is the same every time.
  yield* found
    .filter(({ address }) => context.onlyDeclared !== true || context.declared.has(address))
    .concat(context.onlyDeclared === true ? [] : [...outOfScope(context)])
    .sort((one, other) => (one.address < other.address ? -1 : 1));
}

/** Grants that are not looked at, as they are declared: nothing is planned there. */
function* outOfScope(context: Context): Generator<Live<PermissionAssignmentSpec>> {
  for (const { address, spec: declared, absent } of context.declared.values()) {
    const spec = declared as PermissionAssignmentSpec;
    if (absent === true || isInScope(context, spec.account)) continue;
    if (context.names.tryIdOf(spec.account as Address) === undefined) continue;
    yield { address, spec, managedBy: 'us', condition: 'settled' };
  }
}

/**
 * A group that changes is changed wherever it is let in, in scope or not, and so is who is in it: whether that is within
 * the scope can only be told when all of its grants are known.
 */
export async function* confirm(
  context: Context,
  _changes: readonly Change[],
  all: readonly Change[],
): AsyncGenerator<Live<PermissionAssignmentSpec>> {
  const changed = all.some(({ kind, action }) => kind === 'directory-group' && !['notice', 'create'].includes(action));
  if (context.within === undefined || !changed) return;
  const { within: _, ...everywhere } = context;
  const instance = await context.aws.identityCenter().instance();
  if (!instance) return;
  const directory = new Directory(context, instance.identityStoreId);
  const principals = await directory.idsOf([...context.declared.values()]);
  yield* await foundOf(context, directory, await readGrants(everywhere, await setsToRead(context), principals));
}

async function foundOf(
  context: Context,
  directory: Directory,
  grants: readonly Grant[],
): Promise<Live<PermissionAssignmentSpec>[]> {
  const found = await Promise.all(grants.map((grant) => liveOf(context, directory, grant)));
  return found.filter((one) => one !== undefined);
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
