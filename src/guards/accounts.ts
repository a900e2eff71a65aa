import type { AccountSpec } from '../kinds/account/spec.js';
import type { Address, Change, JsonObject } from '../model.js';
import type { GuardInput } from './guard.js';

export interface MadeAccount {
  readonly address: Address;
  readonly spec: AccountSpec;
}

/** Accounts that the plan makes. Offline nobody knows which of the declared ones there are: none. */
export function accountsMade({ changes, before }: GuardInput): MadeAccount[] {
  if (before.organization.get('root')?.live !== true) return [];
  return changes.flatMap((change) =>
    change.kind === 'account' && change.action === 'create' ? [{ address: change.address, spec: change.to }] : [],
  );
}

/** Accounts that the plan closes. */
export function accountsClosed({ changes }: GuardInput): (Extract<Change, { action: 'remove' }> & Change)[] {
  return changes.flatMap((change) => (change.kind === 'account' && change.action === 'remove' ? [change] : []));
}

/** The accounts there are, as far as they were read. */
export function* accountsThere({
  before,
}: GuardInput): Generator<{ address: Address; spec: AccountSpec; state?: string }> {
  for (const [address, { kind, spec }] of before.specs) {
    if (kind !== 'account') continue;
    const state = before.organization.get(address as `account:${string}`)?.state;
    yield { address, spec: spec as JsonObject & AccountSpec, ...(state !== undefined && { state }) };
  }
}
