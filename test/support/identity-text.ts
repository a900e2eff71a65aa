import { canonicalJson } from '../../src/plan/digest.js';
import type { Simulator, World } from '../../src/simulator/index.js';
import { isThere } from '../../src/simulator/lived.js';
import { membersOf, principalName, storeOf } from '../../src/simulator/services/identitystore/for-services.js';
import { type StoreRow, userNameOf } from '../../src/simulator/services/identitystore/state.js';
import { accountOf } from '../../src/simulator/services/organizations/for-services.js';
import { arrive } from '../../src/simulator/services/sso/for-services.js';
import {
  assignmentsOf,
  identityCenterState,
  organizationInstance,
  provisionsOf,
  type SetRow,
} from '../../src/simulator/services/sso/state.js';

/** Identity Center and its directory as they are now, in names and sorted; empty where there is none. */
export function identityLines({ world }: Simulator): string[] {
  arrive(world);
  const instance = organizationInstance(world);
  const store = instance && storeOf(world, instance.identityStoreId);
  if (!store) return [];
  const sets = Object.values(identityCenterState(world).sets).filter(isThere);
  return [...directoryLines(store), ...sets.flatMap((set) => setLines(world, store, set))].sort();
}

function directoryLines(store: StoreRow): string[] {
  const users = Object.values(store.users).filter(isThere);
  const groups = Object.values(store.groups).filter(isThere);
  return [
    ...users.map((row) => `user ${userNameOf(row)}${row.externalId ? ' external' : ''}`),
    ...groups.map(
      ({ id, name, description = '', externalId }) =>
        `group ${name} "${description}"${externalId ? ' external' : ''} members ${membersOf(store, id).join(', ')}`,
    ),
  ];
}

function setLines(world: World, store: StoreRow, set: SetRow): string[] {
  const { arn, name, description = '', session, relayState = '', managed, customer, inline, boundary, tags } = set;
  const parts = {
    managed: [...managed].sort(),
    customer: customer.map(({ Path, Name }) => `${Path}${Name}`).sort(),
    inline: inline === undefined ? null : JSON.parse(inline),
    boundary: boundary ? { ...boundary } : null,
    tags: { ...tags },
  };
  const accountName = (id: string): string => accountOf(world, id)?.name ?? id;
  return [
    `set ${name} "${description}" ${session} ${relayState} ${canonicalJson(JSON.parse(JSON.stringify(parts)))}`,
    ...provisionsOf(world, arn).map(
      ({ account, stale }) => `provisioned ${name} @ ${accountName(account)} ${stale ? 'stale' : 'latest'}`,
    ),
    ...assignmentsOf(world, arn).map(
      ({ account, type, id }) =>
        `assignment ${type.toLowerCase()}/${principalName(store, type, id) ?? 'deleted'} -> ${name} @ ${accountName(account)}`,
    ),
  ];
}
