import type { JsonObject, NodeName } from './address.js';

/**
 * The landing zone of Control Tower: other things stand on it. Before a plan as it is; for what the manifest asks for, as
 * its own section makes it.
 */
export interface LandingZoneFacts {
  readonly version: string;
  readonly latestVersion?: string;
  readonly status: 'ACTIVE' | 'PROCESSING' | 'FAILED';
  readonly drifted: boolean;
  readonly governedRegions: readonly string[];
  /** Accounts that move into a registered unit are enrolled by Control Tower itself. */
  readonly autoEnroll: boolean;
  /** Identity Center is managed by the landing zone: a registered unit is told of it. */
  readonly identityCenter: boolean;
  /** The Config integration: without it no unit can be registered. */
  readonly config: boolean;
  /** The Backup integration: without it no unit is backed up. */
  readonly backup: boolean;
  /** Units that hold the accounts of the landing zone itself. */
  readonly securityUnits: readonly NodeName[];
  /** Its newest operation that has not ended: nothing else is begun meanwhile. */
  readonly operation?: { readonly id: string; readonly type: string };
  /** All of its settings, in the manifest's words. */
  readonly settings?: JsonObject;
  /** Digest of those settings that registered units and their accounts have of it. */
  readonly inherited?: string;
}

/**
 * What the landing zone is known to be. `none`: this organization has none (or not in this home Region); `unknown`: it
 * could not be read.
 */
export type LandingZone =
  | ({ readonly state: 'there' } & LandingZoneFacts)
  | { readonly state: 'none' }
  | { readonly state: 'unknown'; readonly reason: string };
