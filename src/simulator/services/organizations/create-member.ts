import type { World } from '../../world.js';
import { finishCreate } from './membership.js';
import { newId } from './names.js';
import { tellCreated } from './pending.js';
import { openStore } from './state.js';

/**
 * A new account under the root, as CreateAccount makes it, at once: its request is listed, its end is told.
 * `failureReason` where there is none.
 */
export function createMember(
  world: World,
  account: { readonly name: string; readonly email: string; readonly roleName: string },
): { readonly accountId?: string; readonly failureReason?: string } {
  const store = openStore(world);
  const id = newId(world.random, 'car-', 32);
  store.put('createRequests', id, {
    id,
    state: 'IN_PROGRESS',
    accountName: account.name,
    email: account.email,
    roleName: account.roleName,
    requestedAt: world.clock.now(),
    govCloud: false,
    tags: {},
  });
  store.append('create-requests', id);
  finishCreate(store, id, world.clock.now(), world.random);
  tellCreated(world, store, id);
  const { accountId, failureReason } = store.get('createRequests', id) ?? {};
  return { ...(accountId !== undefined && { accountId }), ...(failureReason !== undefined && { failureReason }) };
}
