import { newAccountId } from './names.js';
import { attachDefaults, detachAll } from './policy-type-changes.js';
import { QUOTA } from './quotas.js';
import type { AccountRecord } from './records.js';
import type { Store } from './store.js';

/** How accounts join, move and leave. */

const emailKey = (email: string): string => `email:${email.toLowerCase()}`;

/** Joins under the root, wherever it is moved later. */
export function join(store: Store, account: AccountRecord, tags: Readonly<Record<string, string>>): void {
  const rootId = store.get('organizations', 'current')?.rootId ?? '';
  store.put('accounts', account.id, account);
  store.put('names', emailKey(account.email), account.id);
  store.put('parents', account.id, rootId);
  store.append('accounts', account.id);
  store.append(`accounts:${rootId}`, account.id);
  if (Object.keys(tags).length > 0) store.put('tags', account.id, tags);
  attachDefaults(store, account.id);
}

export function leave(store: Store, account: AccountRecord): void {
  const parent = store.get('parents', account.id);
  detachAll(store, account.id);
  if (parent !== undefined) store.withdraw(`accounts:${parent}`, account.id);
  store.withdraw('accounts', account.id);
  store.remove('parents', account.id);
  store.remove('names', emailKey(account.email));
  store.remove('accounts', account.id);
  store.remove('tags', account.id);
}

export function relocate(store: Store, accountId: string, from: string, to: string): void {
  store.withdraw(`accounts:${from}`, accountId);
  store.append(`accounts:${to}`, accountId);
  store.put('parents', accountId, to);
}

/** The end of CreateAccount: the account, or why there is none. */
export function finishCreate(store: Store, requestId: string, now: number, random: () => number): void {
  const request = store.get('createRequests', requestId);
  if (!request) return;
  const failure = request.failsWith ?? failureOf(store, request.email);
  if (failure) {
    store.put('createRequests', requestId, { ...request, state: 'FAILED', completedAt: now, failureReason: failure });
    return;
  }
  const id = unusedAccountId(store, random);
  const { accountName: name, email, tags, roleName } = request;
  const account: AccountRecord = { id, name, email, state: 'ACTIVE', joinedMethod: 'CREATED', joinedAt: now };
  join(store, roleName === undefined ? account : { ...account, roleName }, tags);
  const paired = request.govCloud ? { govCloudAccountId: unusedAccountId(store, random) } : {};
  store.put('createRequests', requestId, {
    ...request,
    state: 'SUCCEEDED',
    completedAt: now,
    accountId: id,
    ...paired,
  });
}

function failureOf(store: Store, email: string): string | undefined {
  if (store.get('names', emailKey(email)) !== undefined) return 'EMAIL_ALREADY_EXISTS';
  return store.list('accounts').length >= QUOTA.accounts ? 'ACCOUNT_LIMIT_EXCEEDED' : undefined;
}

function unusedAccountId(store: Store, random: () => number): string {
  for (;;) {
    const id = newAccountId(random);
    if (!store.get('accounts', id)) return id;
  }
}

export function rename(store: Store, account: AccountRecord, name: string): void {
  store.put('accounts', account.id, { ...account, name });
}

/** False when another account has this address. */
export function changeEmail(store: Store, account: AccountRecord, email: string): boolean {
  const holder = store.get('names', emailKey(email));
  if (holder !== undefined && holder !== account.id) return false;
  store.remove('names', emailKey(account.email));
  store.put('names', emailKey(email), account.id);
  store.put('accounts', account.id, { ...account, email });
  return true;
}

export const isEmailTaken = (store: Store, email: string): boolean => store.get('names', emailKey(email)) !== undefined;
