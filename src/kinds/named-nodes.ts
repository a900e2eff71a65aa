import type { Address, Change, Json } from '../model.js';

const NAMED = /\$\{(account|unit)\.([^}]+?)\.id\}/g;

/** Accounts and units whose ids a document or a parameter speaks of, as `${account.security.id}`. */
export function nodesNamedIn(value: Json): ReadonlySet<Address> {
  const text = JSON.stringify(value);
  if (!text.includes('${')) return new Set();
  return new Set([...text.matchAll(NAMED)].map(([, kind, name]): Address => `${kind}:${name}`));
}

/** Of those, the ones that this plan makes: before them there is no id to write. */
export function madeFirst(value: Json, others: ReadonlyMap<string, readonly Change[]>): Address[] {
  // Most documents name nobody, and a large plan has thousands of accounts.
  const named = nodesNamedIn(value);
  if (named.size === 0) return [];
  const changes = [...(others.get('account') ?? []), ...(others.get('organizational-unit') ?? [])];
  return changes.flatMap(({ action, address }) =>
    (action === 'create' || action === 'replace') && named.has(address) ? [address] : [],
  );
}
