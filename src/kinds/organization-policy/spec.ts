import type { JsonObject } from '../../model.js';

/** `policy:scp/deny-leave`. The type is data: see src/facts/policy-types.ts. */
export type PolicySpec = {
  /** `scp`, `rcp`, `declarative-ec2` ... */
  readonly type: string;
  readonly name: string;
  readonly description: string;
  /** Known ids inside are written `${account.security.id}`. */
  readonly document: JsonObject;
  /** Its key in the manifest, kept in a tag; read only where it is ours. */
  readonly key?: string;
  readonly tags?: { readonly [key: string]: string | null };
};

/** `scp` of `policy:scp/deny-leave`. */
export function policyTypeIn(address: string): string {
  return address.slice(address.indexOf(':') + 1).split('/')[0] ?? '';
}

export type PolicyAddress = `policy:${string}`;

export function policyAddress(type: string, name: string): PolicyAddress {
  return `policy:${type}/${name}`;
}
