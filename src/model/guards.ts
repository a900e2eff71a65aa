import type { Origin } from './address.js';

export interface Allowance {
  readonly code: string;
  /** An address; `*` at its end stands for anything. */
  readonly at: string;
  readonly reason: string;
  /** ISO date: the allowance holds up to and including this day (UTC). */
  readonly until?: string;
  readonly origin: Origin;
}

/** The `guards:` section of the manifest. */
export interface GuardSettings {
  /** More removals than this in one plan need an allowance. */
  readonly maxRemovals: number;
  /** Principals that must be able to act after every change, beside the built-in ones: ARN patterns and what they need. */
  readonly protectedPrincipals: readonly { readonly arn: string; readonly actions: readonly string[] }[];
  /** Overrides of dated quota data, by policy type: `{ scp: { size: 5120, perTarget: 5 } }`. */
  readonly quotas: Readonly<
    Record<
      string,
      {
        readonly size?: number | undefined;
        readonly perTarget?: number | undefined;
        readonly perOrganization?: number | undefined;
      }
    >
  >;
  readonly allow: readonly Allowance[];
}
