import { factsOf } from './quotas.js';
import type { Store } from './store.js';

/**
 * What enabling and disabling a policy type does to the whole organization. AWS's default policy of a type (FullAWSAccess,
 * RCPFullAWSAccess) is attached to everything there is and to everything made later; disabling detaches everything for good.
 */

function everyTarget(store: Store): string[] {
  const organization = store.get('organizations', 'current');
  if (!organization) return [];
  return [organization.rootId, ...store.list('units'), ...store.list('accounts')];
}

export function finishEnable(store: Store, type: string): void {
  const fallback = factsOf(type).awsDefault;
  store.put('policyTypes', type, { status: 'ENABLED' });
  if (!fallback) return;
  const targets = everyTarget(store);
  for (const target of targets) store.put('attachments', `${type}/${target}`, [fallback.id]);
  store.put('targets', fallback.id, targets);
}

export function finishDisable(store: Store, type: string): void {
  for (const target of everyTarget(store)) {
    const key = `${type}/${target}`;
    store.remove('attachments', key);
  }
  for (const policy of store.list(`policies:${type}`)) store.remove('targets', policy);
  store.remove('policyTypes', type);
  store.withdraw('types', type);
}

/** AWS gives a new unit or account the defaults of every enabled type. */
export function attachDefaults(store: Store, target: string): void {
  for (const type of store.list('types')) {
    const fallback = factsOf(type).awsDefault;
    if (!fallback || store.get('policyTypes', type)?.status !== 'ENABLED') continue;
    attach(store, fallback.id, type, target);
  }
}

export function attach(store: Store, policyId: string, type: string, target: string): void {
  const key = `${type}/${target}`;
  store.put('attachments', key, [...(store.get('attachments', key) ?? []), policyId]);
  store.put('targets', policyId, [...(store.get('targets', policyId) ?? []), target]);
}

export function detach(store: Store, policyId: string, type: string, target: string): void {
  const key = `${type}/${target}`;
  const others = (ids: readonly string[] | undefined, id: string) => (ids ?? []).filter((other) => other !== id);
  store.put('attachments', key, others(store.get('attachments', key), policyId));
  store.put('targets', policyId, others(store.get('targets', policyId), target));
}

/** What is deleted or leaves the organization is detached from everything. */
export function detachAll(store: Store, target: string): void {
  for (const type of store.list('types')) {
    for (const policyId of store.get('attachments', `${type}/${target}`) ?? []) detach(store, policyId, type, target);
    store.remove('attachments', `${type}/${target}`);
  }
}
