import { constraint, invalidInput, refuse } from '../faults.js';
import { page } from '../pages.js';
import { administratorsOf, isRecognized } from '../service-principals.js';
import { type Member, management, reader } from '../session.js';
import { memberShape } from '../shapes.js';
import { existingAccount } from './accounts.js';
import { checkAllFeatures } from './service-access.js';

/** Member accounts that act for the management account, a service at a time. */

const keyOf = (principal: string, account: string): string => `${principal}/${account}`;

function checkMayRegister(session: Member, account: string, principal: string): void {
  const { store, organization } = session;
  const { state } = existingAccount(store, account);
  if (account === organization.managementAccountId) {
    throw constraint(
      'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR',
      'The management account cannot be a delegated administrator.',
    );
  }
  if (state !== 'ACTIVE') {
    throw constraint(
      'CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR',
      'A suspended account cannot be a delegated administrator.',
    );
  }
  if (!isRecognized(principal)) {
    throw invalidInput('UNRECOGNIZED_SERVICE_PRINCIPAL', 'You specified an unrecognized service principal.');
  }
  if (store.get('trustedAccess', principal) === undefined) {
    throw constraint(
      'SERVICE_ACCESS_NOT_ENABLED',
      'You must enable service access before you delegate an administrator for this service. Call the AWS API EnableAWSServiceAccess first.',
    );
  }
}

const RegisterDelegatedAdministrator = management((session, input) => {
  const { store, now } = session;
  const account = input.account();
  const principal = input.principal();
  checkAllFeatures(session);
  checkMayRegister(session, account, principal);
  if (store.get('delegations', keyOf(principal, account)) !== undefined) {
    throw refuse(
      'AccountAlreadyRegisteredException',
      'The account is already a delegated administrator of this service.',
    );
  }
  const others = store.list(`administrators:${principal}`).length;
  if (others >= administratorsOf(principal)) {
    const reason =
      administratorsOf(principal) === 1
        ? 'DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE'
        : 'MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED';
    throw constraint(reason, `The service already has ${others} delegated administrators.`);
  }
  if (store.list(`services:${account}`).length === 0) store.append('administrators', account);
  store.put('delegations', keyOf(principal, account), now);
  store.append(`administrators:${principal}`, account);
  store.append(`services:${account}`, principal);
  return {};
});

const DeregisterDelegatedAdministrator = management(({ store }, input) => {
  const account = input.account();
  const principal = input.principal();
  existingAccount(store, account);
  if (store.get('delegations', keyOf(principal, account)) === undefined) {
    throw refuse('AccountNotRegisteredException', 'The account is not a delegated administrator of this service.');
  }
  store.remove('delegations', keyOf(principal, account));
  store.withdraw(`administrators:${principal}`, account);
  store.withdraw(`services:${account}`, principal);
  if (store.list(`services:${account}`).length === 0) store.withdraw('administrators', account);
  return {};
});

const ListDelegatedAdministrators = reader((session, input) => {
  const principal = input.raw('ServicePrincipal') === undefined ? undefined : input.principal();
  checkAllFeatures(session);
  const { listed, world } = session;
  const ids = listed.list(principal === undefined ? 'administrators' : `administrators:${principal}`);
  const list = `ListDelegatedAdministrators ${principal ?? ''}`;
  const { items, ...next } = page(session, input, list, ids, (id) => {
    const account = listed.get('accounts', id);
    const services = principal === undefined ? listed.list(`services:${id}`) : [principal];
    const since = services.map((service) => listed.get('delegations', keyOf(service, id)) ?? 0);
    return (
      account && {
        ...memberShape(listed, account, world.settings),
        DelegationEnabledDate: new Date(Math.min(...since)),
      }
    );
  });
  return { DelegatedAdministrators: items, ...next };
});

const ListDelegatedServicesForAccount = reader((session, input) => {
  const account = input.account();
  checkAllFeatures(session);
  const { store, listed } = session;
  existingAccount(store, account);
  if (store.list(`services:${account}`).length === 0) {
    throw refuse('AccountNotRegisteredException', 'The account is not a delegated administrator of any service.');
  }
  const ids = listed.list(`services:${account}`);
  const list = `ListDelegatedServicesForAccount ${account}`;
  const { items, ...next } = page(session, input, list, ids, (principal) => ({
    ServicePrincipal: principal,
    DelegationEnabledDate: new Date(listed.get('delegations', keyOf(principal, account)) ?? 0),
  }));
  return { DelegatedServices: items, ...next };
});

export const delegatedAdministratorOperations = {
  RegisterDelegatedAdministrator,
  DeregisterDelegatedAdministrator,
  ListDelegatedAdministrators,
  ListDelegatedServicesForAccount,
};
