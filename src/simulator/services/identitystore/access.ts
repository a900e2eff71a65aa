import { type OperationContext, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { isDelegatedAdministrator, isManagementAccount } from '../organizations/for-services.js';
import { type Input, missing, text } from './input.js';
import { identityStoreState, type StoreRow } from './state.js';

const PRINCIPAL = 'sso.amazonaws.com';

/**
 * The store that a request is about, as its caller may see it: the management account, Identity Center's delegated
 * administrator, and the owner of an account instance; each in the Region of the store alone.
 *
 * @throws ServiceError ResourceNotFoundException, AccessDeniedException
 */
export function storeIn(input: Input, { world, caller }: OperationContext<World>, operation: string): StoreRow {
  const id = text(input, 'IdentityStoreId');
  const store = identityStoreState(world).stores[id];
  if (!store || store.region !== caller.region) throw missing('IDENTITY_STORE', id);
  const isOwner = store.ownerAccountId === caller.accountId;
  const isOrganizations = isManagementAccount(world, store.ownerAccountId);
  if (isOwner || (isOrganizations && isDelegatedAdministrator(world, caller.accountId, PRINCIPAL))) return store;
  throw new ServiceError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: identitystore:${operation} on resource: arn:aws:identitystore::${store.ownerAccountId}:identitystore/${id}`,
  );
}
