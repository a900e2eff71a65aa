import { accountNotFound, constraint, refuse } from '../faults.js';
import type { Input } from '../input.js';
import { leave, relocate } from '../membership.js';
import { exists } from '../names.js';
import { page } from '../pages.js';
import { begin, inProgress } from '../pending.js';
import { DAY_MS, QUOTA } from '../quotas.js';
import type { AccountRecord } from '../records.js';
import { type Member, management, reader } from '../session.js';
import { accountShape } from '../shapes.js';
import type { Store } from '../store.js';
import { checkMayLeave, masterCannotLeave } from './organization.js';
import { existingParent } from './units.js';

/** Accounts that are members already: read, moved, closed, removed. */

const LAGS_BEHIND_CLOSING = { polls: ['close-account'] } as const;

export function existingAccount(store: Store, id: string): AccountRecord {
  const account = store.get('accounts', id);
  if (!account || store.get('parents', id) === undefined) throw accountNotFound();
  return account;
}

const DescribeAccount = reader(({ store, world }, input) => {
  const { id } = existingAccount(store, input.account());
  return { Account: accountShape(store.current, id, world.settings) };
}, LAGS_BEHIND_CLOSING);

function accountsPage(session: Member, input: Input, list: string, ids: readonly string[]) {
  const { listed, world } = session;
  const { items, ...next } = page(session, input, list, ids, (id) => accountShape(listed, id, world.settings));
  return { Accounts: items, ...next };
}

const ListAccounts = reader(
  (session, input) => accountsPage(session, input, 'ListAccounts', session.listed.list('accounts')),
  { polls: ['close-account', 'create-account'] },
);

const ListAccountsForParent = reader((session, input) => {
  const parent = existingParent(session, input);
  return accountsPage(session, input, `ListAccountsForParent ${parent}`, session.listed.list(`accounts:${parent}`));
}, LAGS_BEHIND_CLOSING);

const MoveAccount = management(({ store }, input) => {
  const id = input.account();
  const from = input.parent('SourceParentId');
  const to = input.parent('DestinationParentId');
  existingAccount(store, id);
  if (!exists(store.current, from)) {
    throw refuse('SourceParentNotFoundException', "You specified a source parent that doesn't exist.");
  }
  if (!exists(store.current, to)) {
    throw refuse('DestinationParentNotFoundException', "You specified a destination parent that doesn't exist.");
  }
  // AWS tells a client that is wrong about the source that there is no such account.
  if (store.get('parents', id) !== from) throw accountNotFound();
  if (from === to) {
    throw refuse('DuplicateAccountException', 'The account is already present in the specified destination.');
  }
  relocate(store, id, from, to);
  return {};
});

const CloseAccount = management((session, input) => {
  const { store, now, organization } = session;
  const account = existingAccount(store, input.account());
  if (account.id === organization.managementAccountId) {
    throw constraint('CANNOT_CLOSE_MANAGEMENT_ACCOUNT', 'The management account cannot be closed this way.');
  }
  if (account.state === 'PENDING_CLOSURE') throw refuse('ConflictException', 'The account is being closed already.');
  if (account.state === 'CLOSED' || account.state === 'SUSPENDED') {
    throw refuse('AccountAlreadyClosedException', 'You attempted to close an account that is already closed.');
  }
  if (inProgress(store, 'close-account') >= QUOTA.closeAccountsInProgress) {
    throw constraint('CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED', 'Too many accounts are being closed at the same time.');
  }
  checkClosureQuota(store, now);
  store.put('accounts', account.id, { ...account, state: 'PENDING_CLOSURE', closeRequestedAt: now });
  begin(session, { kind: 'close-account', subject: account.id });
  return {};
});

function checkClosureQuota(store: Store, now: number): void {
  const members = store.list('accounts');
  const most = Math.max(QUOTA.closures, Math.min(QUOTA.closuresAtMost, Math.floor(members.length / 5)));
  const recent = members.filter((id) => (store.get('accounts', id)?.closeRequestedAt ?? 0) > now - 30 * DAY_MS);
  if (recent.length >= most) {
    throw constraint('CLOSE_ACCOUNT_QUOTA_EXCEEDED', `You can close ${most} accounts in 30 days.`);
  }
}

const RemoveAccountFromOrganization = management(({ store, organization, now }, input) => {
  const account = existingAccount(store, input.account());
  if (account.id === organization.managementAccountId) throw masterCannotLeave();
  checkMayLeave(store.list(`services:${account.id}`).length > 0, account, now);
  leave(store, account);
  return {};
});

export const accountOperations = {
  DescribeAccount,
  ListAccounts,
  ListAccountsForParent,
  MoveAccount,
  CloseAccount,
  RemoveAccountFromOrganization,
};
