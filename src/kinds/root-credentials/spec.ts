import type { Address, NodeName } from '../../model.js';

/**
 * What the root user of one member account can still sign in with: `root-credentials:payments-prod`. Only what was
 * found is there; an account without any has no such thing.
 */
export type RootCredentialsSpec = {
  readonly account: NodeName;
  readonly password: boolean;
  readonly accessKeys: readonly RootAccessKey[];
  readonly signingCertificates: number;
  readonly mfaDevices: number;
  /** Day of the audit that found them; absent where nothing was audited yet. */
  readonly auditedOn?: string;
  /** Where its result lies: the plan alone is enough to write down there what an apply has removed. */
  readonly result: AuditResultPlace;
};

export type RootAccessKey = {
  /** `…4XYZ`: the last four characters, enough to tell one from the other. */
  readonly id: string;
  readonly active: boolean;
  /** Day of the last use, `2026-11-03`; absent = never, or before AWS kept count. */
  readonly lastUsed?: string;
};

export type AuditResultPlace = {
  readonly bucket: string;
  readonly key: string;
  /** Absent until it is read: the home Region. */
  readonly region?: string;
  /** Days that a result is believed. */
  readonly maxAge: number;
};

/** Days after which a key that nobody used counts as not in use. */
export const KEY_IN_USE_DAYS = 90;

export function rootCredentialsAddress(account: NodeName): Address {
  return `root-credentials:${account.slice('account:'.length)}`;
}

/** The keys that were used in the days before the audit: whoever uses them would be cut off. */
export function keysInUse({ accessKeys, auditedOn }: RootCredentialsSpec): readonly RootAccessKey[] {
  return accessKeys.filter(({ active, lastUsed }) => active && isRecent(lastUsed, auditedOn));
}

function isRecent(lastUsed: string | undefined, auditedOn: string | undefined): boolean {
  if (lastUsed === undefined) return false;
  if (auditedOn === undefined) return true;
  return Date.parse(auditedOn) - Date.parse(lastUsed) <= KEY_IN_USE_DAYS * 86_400_000;
}
