import { forever, isThere } from '../../lived.js';
import type { World } from '../../world.js';
import {
  type ExternalId,
  type GroupRow,
  identityStoreState,
  newUuid,
  type StoreRow,
  type UserRow,
  userNameOf,
  uuidFrom,
} from './state.js';

/** The directories as other simulated services see them: always the present state. */

export type PrincipalType = 'GROUP' | 'USER';

/** By a service, in nobody's name. */
const SERVICE = 'sso.amazonaws.com';

export function openStore(world: World, id: string, region: string, ownerAccountId: string): StoreRow {
  const { stores } = identityStoreState(world);
  stores[id] ??= { id, region, ownerAccountId, users: {}, groups: {}, memberships: {} };
  return stores[id];
}

export const storeOf = (world: World, id: string): StoreRow | undefined => identityStoreState(world).stores[id];

export const groupNamed = (store: StoreRow, name: string): GroupRow | undefined =>
  Object.values(store.groups).find((row) => isThere(row) && row.name === name);

/** User names are told apart without regard to case. */
export const userNamed = (store: StoreRow, name: string): UserRow | undefined =>
  Object.values(store.users).find((row) => isThere(row) && userNameOf(row).toLowerCase() === name.toLowerCase());

export function principalExists(store: StoreRow, type: PrincipalType, id: string): boolean {
  const row = (type === 'GROUP' ? store.groups : store.users)[id];
  return row !== undefined && isThere(row);
}

/** Display name of a group, user name of a user; undefined for what is not there (any more). */
export function principalName(store: StoreRow, type: PrincipalType, id: string): string | undefined {
  if (!principalExists(store, type, id)) return undefined;
  const user = store.users[id];
  return type === 'GROUP' ? store.groups[id]?.name : user && userNameOf(user);
}

/** Ids of the groups that a user is in. */
export const groupsOf = (store: StoreRow, userId: string): string[] =>
  Object.values(store.memberships)
    .filter((row) => isThere(row) && row.userId === userId)
    .map(({ groupId }) => groupId);

/** User names of the members, sorted. */
export const membersOf = (store: StoreRow, groupId: string): string[] =>
  Object.values(store.memberships)
    .filter((row) => isThere(row) && row.groupId === groupId)
    .flatMap(({ userId }) => principalName(store, 'USER', userId) ?? [])
    .sort();

interface Making {
  readonly world: World;
  readonly by?: string;
  /** It has always been there, under an id that its name decides. */
  readonly seeded?: boolean;
}

function made({ world, by = SERVICE, seeded = false }: Making, text: string) {
  const at = seeded ? forever(world) : world.clock.now();
  const id = seeded ? uuidFrom(text) : newUuid(world);
  return { id, since: at, createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
}

export function addGroup(
  making: Making,
  store: StoreRow,
  { name, description, externalId }: { name: string; description?: string | undefined; externalId?: ExternalId },
): GroupRow {
  const row: GroupRow = {
    ...made(making, `${store.id} group ${name}`),
    name,
    ...(description === undefined ? {} : { description }),
    ...(externalId === undefined ? {} : { externalId }),
  };
  store.groups[row.id] = row;
  return row;
}

export function addUser(
  making: Making,
  store: StoreRow,
  attributes: Readonly<Record<string, unknown>>,
  externalId?: ExternalId,
): UserRow {
  const row: UserRow = {
    ...made(making, `${store.id} user ${String(attributes['UserName'])}`),
    attributes,
    ...(externalId === undefined ? {} : { externalId }),
  };
  store.users[row.id] = row;
  return row;
}

/** Answers the membership's id. */
export function addMember(making: Making, store: StoreRow, groupId: string, userId: string): string {
  const row = { ...made(making, `${store.id} member ${groupId} ${userId}`), groupId, userId };
  store.memberships[row.id] = row;
  return row.id;
}
