import type { AccountSeed } from '../../src/simulator/services/organizations/seeds/format.js';

/** A unit of the generated organization. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly accounts: AccountSeed[];
  readonly policies: string[];
  readonly children: Place[];
  readonly shared: boolean;
}

export function isActive({ state }: AccountSeed): boolean {
  return state !== 'SUSPENDED';
}

export function accountsBelow({ accounts, children }: Place): { id: string; active: boolean }[] {
  const own = accounts.map((account) => ({ id: account.id, active: isActive(account) }));
  return [...own, ...children.flatMap(accountsBelow)];
}

export function idsBelow({ accounts, children }: Place): string[] {
  return [...accounts.filter(isActive).map(({ id }) => id), ...children.flatMap(idsBelow)];
}
