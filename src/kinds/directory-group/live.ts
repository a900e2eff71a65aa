import type { GroupRecord } from '../../aws/identity-store.js';
import { CONTROL_TOWER_GROUPS } from '../../facts/identity-center.js';
import type { LiveContext } from '../../kind.js';
import { didYouMean } from '../../manifest/problems.js';
import type { Desired, Live } from '../../model.js';
import { openIdentityCenter } from '../identity-center.js';
import type { Surroundings } from '../surroundings.js';
import { type Directory, expectedUsers, memberNames } from './members.js';
import type { DirectoryGroupSpec } from './spec.js';

type Context = LiveContext<Surroundings>;
type Wanted = Desired<DirectoryGroupSpec>;

/** Only the groups that are declared are asked for: a directory may hold a hundred thousand others. */
export async function* live(context: Context): AsyncGenerator<Live<DirectoryGroupSpec>> {
  const instance = await openIdentityCenter(context, 'directory-group');
  if (instance === undefined) return;
  const directory = { store: context.aws.identityStore(), storeId: instance.identityStoreId };
  const wanted = [...context.declared.values()].map((one) => wantedOf(one));
  const users = await knownUsers(context, directory, wanted);
  const found = await Promise.all(wanted.map((one) => liveGroup(context, directory, one, users)));
  yield* found.filter((one) => one !== undefined);
}

/** What a saved plan only relies on is declared by its address alone. */
function wantedOf(desired: Desired): Wanted {
  const spec = desired.spec as Partial<DirectoryGroupSpec>;
  return { ...desired, spec: { ...spec, name: spec.name ?? desired.address.slice('group:'.length) } };
}

async function liveGroup(
  context: Context,
  directory: Directory,
  desired: Wanted,
  users: ReadonlyMap<string, string>,
): Promise<Live<DirectoryGroupSpec> | undefined> {
  const { store, storeId } = directory;
  const { address, spec } = desired;
  const id = await store.groupId(storeId, spec.name);
  const group = id === undefined ? undefined : await store.group(storeId, id);
  if (group === undefined) {
    if (CONTROL_TOWER_GROUPS.has(spec.name)) absentControlTowerGroup(context, desired);
    return undefined;
  }
  if (group.external) externalGroup(context, desired);
  // Of one that goes too: undo gives it back with them.
  const reads = (spec.members !== undefined || desired.absent === true) && !group.external;
  const members = reads ? await memberNames(directory, group.id, users) : undefined;
  return { address, id: group.id, spec: liveSpec(group, spec, members), managedBy: 'us', condition: 'settled' };
}

/** A group from outside shows as it is declared: that this cannot be is a problem of its own. */
function liveSpec(
  { name, description, external }: GroupRecord,
  wanted: DirectoryGroupSpec,
  members: readonly string[] | undefined,
): DirectoryGroupSpec {
  if (external) return { ...wanted, name };
  return { name, ...(description !== undefined && { description }), ...(members && { members }) };
}

/** Names that nobody has, all at once. */
async function knownUsers(
  context: Context,
  directory: Directory,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<string, string>> {
  const { store, storeId } = directory;
  const present = wanted.filter(({ absent }) => !absent);
  const names = [...new Set(present.flatMap(({ spec }) => spec.members ?? []))];
  const users = await expectedUsers(directory, names);
  const known = new Set(users.values());
  if (context.onlyDeclared || known.size === names.length) return users;
  const all = (await store.users(storeId)).map(({ name }) => name);
  for (const { address, origin, spec } of present) {
    for (const name of (spec.members ?? []).filter((member) => !known.has(member))) {
      context.problem({
        code: 'user-unknown',
        address,
        origin,
        message: `there is no user "${name}" in the directory of Identity Center, so nobody of that name can be in ${address}`,
        hint: didYouMean(name, all, 'make the user in the console or the identity provider, or remove the name') ?? '',
      });
    }
  }
  return users;
}

function externalGroup(context: Context, { address, origin, spec, absent }: Wanted): void {
  if (!absent && spec.members === undefined && spec.description === undefined) return;
  context.problem({
    code: 'group-external',
    address,
    origin,
    message: `${address} comes from an identity provider outside, which would write it again: it is not changed here`,
    hint: absent
      ? 'remove it there, and the entry here'
      : 'change its members there; here, remove members and description, or the whole entry: assignments name it all the same',
  });
}

function absentControlTowerGroup(context: Context, { address, origin, absent }: Wanted): void {
  if (absent) return;
  context.problem({
    code: 'not-found',
    address,
    origin,
    message: `${address} is a group of AWS Control Tower, and the directory has none of that name`,
    hint: 'Control Tower makes it where the landing zone manages access; or choose another name',
  });
}
