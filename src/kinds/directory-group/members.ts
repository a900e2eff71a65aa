import type { IdentityStorePort } from '../../aws/identity-store.js';
import { deletedId, deletedName } from '../deleted-principal.js';

export interface Directory {
  readonly store: IdentityStorePort;
  readonly storeId: string;
}

/** User names by id of those that are expected, and one call for each; names that nobody has are left out. */
export async function expectedUsers(
  { store, storeId }: Directory,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = await Promise.all(names.map(async (name) => [await store.userId(storeId, name), name] as const));
  return new Map(ids.flatMap(([id, name]) => (id === undefined ? [] : [[id, name] as const])));
}

/** Who is in a group, by user name and sorted. Those that are not expected are looked up. */
export async function memberNames(
  { store, storeId }: Directory,
  groupId: string,
  expected: ReadonlyMap<string, string>,
): Promise<string[]> {
  const members = await store.members(storeId, groupId);
  const names = await Promise.all(
    members.map(
      async ({ userId }) => expected.get(userId) ?? (await store.user(storeId, userId))?.name ?? deletedName(userId),
    ),
  );
  return names.sort();
}

/** The user's id, whichever way it is written. */
export async function userIdOf({ store, storeId }: Directory, name: string): Promise<string | undefined> {
  return deletedId(name) ?? store.userId(storeId, name);
}
