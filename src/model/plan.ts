import type { Address, Problem } from './address.js';
import type { Change, Unknown } from './change.js';
import type { Allowance } from './guards.js';
import type { NameHints } from './things.js';

/** How many of something AWS limits are used, before and after the plan. */
export interface QuotaUse {
  /** `SCP Workloads/Prod`, `policies of type rcp`. */
  readonly subject: string;
  readonly before: number;
  readonly after: number;
  readonly limit: number;
  /** True where the limit itself could not be confirmed from a source. */
  readonly unconfirmed?: boolean;
}

export interface Estimate {
  /** Seconds, best and worst case, at the pace the plan was made for. */
  readonly low: number;
  readonly high: number;
  /** API calls that write. */
  readonly writes: number;
  /** The address whose chain takes longest. */
  readonly longest?: Address;
}

/** Roles in member accounts, by name. */
export interface MemberRoles {
  /** Reads; absent = `towerctl-read`. */
  readonly read?: string | undefined;
  /** Writes; absent = `AWSControlTowerExecution`. */
  readonly write?: string | undefined;
}

export interface Plan {
  readonly format: 1;
  /** Digest of the plan that this one takes back. */
  readonly undoes?: string;
  readonly engine: string;
  readonly manifest: { readonly name: string; readonly digest: string };
  readonly organizationId: string;
  /** Where Control Tower, Identity Center and others with one home are asked. */
  readonly homeRegion: string;
  /** The plan stands on Control Tower: it is asked again when the plan is applied. */
  readonly controlTower?: true;
  /** How member accounts are entered, where the manifest says so. */
  readonly memberRoles?: MemberRoles;
  /** Where Identity Center is asked, where the manifest says that this is not the home Region. */
  readonly identityCenterRegion?: string;
  /** The scope expressions it was limited to; empty = everything. */
  readonly scope: readonly string[];
  readonly changes: readonly Change[];
  readonly unknown: readonly Unknown[];
  readonly problems: readonly Problem[];
  /** The allowances that were used to let something pass. */
  readonly allowed: readonly Allowance[];
  /** Sections that are absent from the manifest: not read, not removed. */
  readonly unmanaged: readonly string[];
  readonly quotas: readonly QuotaUse[];
  /** How many accounts the changes reach, of how many there are. */
  readonly reach: { readonly accounts: number; readonly of: number };
  readonly estimate: Estimate;
  readonly names: NameHints;
  readonly guards: { readonly passed: readonly string[] };
}
