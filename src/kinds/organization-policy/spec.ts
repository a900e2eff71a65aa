import type { JsonObject } from '../../model.js';

/** `policy:scp/deny-leave`. The type is data: see src/facts/policy-types.ts. */
export type PolicySpec = {
  /** `scp`, `rcp`, `declarative-ec2` ... */
  readonly type: string;
  readonly name: string;
  readonly description: string;
  /** Known ids inside are written `${account.security.id}`. */
  readonly document: JsonObject;
  readonly tags?: { readonly [key: string]: string | null };
};

export type PolicyAddress = `policy:${string}`;

export function policyAddress(type: string, name: string): PolicyAddress {
  return `policy:${type}/${name}`;
}
