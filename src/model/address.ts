export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

/** `unit:Workloads/Prod`, `account:payments-prod`, `policy-attachment:scp/deny-leave@unit:Workloads`. */
export type Address = `${string}:${string}`;

/** A place in the organization's tree. The root is the only place without a prefix: there is exactly one. */
export type NodeName = 'root' | `unit:${string}` | `account:${string}`;

/** Where in the manifest something was written. Line and column count from 1; the file is relative to the manifest's folder. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  /** Stable, kebab-case: `towerctl explain CODE` tells more. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** What to do about it, one sentence. */
  readonly hint?: string;
  readonly address?: Address;
  readonly origin?: Origin;
}

/** `report`: said, never mended. `reset`: repaired in place. `replace`: taken away and made anew, where AWS repairs nothing. */
export type OnDrift = 'report' | 'reset' | 'replace';
