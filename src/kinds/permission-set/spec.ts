import type { Address, JsonObject, NodeName } from '../../model.js';

/** A customer managed policy, which must stand under this name and path in every account the set is provisioned in. */
export type CustomerPolicy = { readonly name: string; readonly path: string };

/** `permission-set:Developer`. Omitted fields are left alone only where AWS has a default: a set is declared whole. */
export type PermissionSetSpec = {
  readonly name: string;
  readonly description?: string;
  /** `PT8H`; AWS's default is PT1H. */
  readonly session: string;
  readonly relayState?: string;
  /** AWS managed policies, by what follows `:policy/` in the ARN: `PowerUserAccess`, `job-function/ViewOnlyAccess`. Sorted. */
  readonly managed: readonly string[];
  /** Sorted by path and name. */
  readonly customer: readonly CustomerPolicy[];
  readonly inline?: JsonObject;
  readonly boundary?: { readonly managed: string } | { readonly customer: CustomerPolicy };
  readonly tags?: { readonly [key: string]: string | null };
  /**
   * Who may assign it: nobody else (`exclusive`: assignments that are not declared are removed), or others too
   * (`declared`). Nothing that AWS knows: the same on both sides.
   */
  readonly authority: 'exclusive' | 'declared';
  /** Where it stands. On the live side only, where it is to change or to go, and never compared: what a change reaches. */
  readonly provisionedIn?: readonly NodeName[];
};

export function permissionSetAddress(name: string): Address {
  return `permission-set:${name}`;
}
