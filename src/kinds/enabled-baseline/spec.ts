import { splitUnitPath } from '../../manifest/unit-path.js';
import type { Address, Json } from '../../model.js';

/**
 * `baseline:AWSControlTowerBaseline@unit:Workloads`: the unit is registered with Control Tower. One address is one
 * baseline on one unit, for a unit can have two. What an ARN says is no part of it: the step adds the parameter that
 * gives Identity Center access.
 */
export type EnabledBaselineSpec = {
  /** AWS's own name: `AWSControlTowerBaseline`, `ConfigBaseline`, `BackupBaseline`. */
  readonly baseline: string;
  /** A unit. An account only for what a move left behind there: such a one is never asked for. */
  readonly target: UnitAddress | `account:${string}`;
  /** `5.0`. Omitted = the landing zone is not known, or of a version whose baselines are not: left as it is. */
  readonly version?: string;
  readonly parameters?: { readonly [key: string]: Json };
  /**
   * Digest of the landing zone's settings that the unit was registered under, kept in a tag. Only where the manifest
   * says what the landing zone is to be: once that changes, the unit is registered again.
   */
  readonly landingZone?: string;
};

/** Where the digest is kept, on the enabled baseline. */
export const SETTINGS_TAG = 'towerctl:landing-zone';

export type UnitAddress = `unit:${string}`;

export const BASELINE_PREFIX = 'baseline';

export function enabledBaselineAddress(baseline: string, target: EnabledBaselineSpec['target']): Address {
  return `${BASELINE_PREFIX}:${baseline}@${target}`;
}

/** Baselines that make a unit governed: one of the two, never both on one unit. */
export const REGISTERING = ['AWSControlTowerBaseline', 'ConfigBaseline'] as const;

/** The two addresses by which a unit may be registered: whatever must come after its registration needs both. */
export function registrationsOf(target: EnabledBaselineSpec['target']): Address[] {
  return REGISTERING.map((baseline) => enabledBaselineAddress(baseline, target));
}

/** The units above this one, the nearest first. */
export function unitsAbove(target: EnabledBaselineSpec['target']): UnitAddress[] {
  if (!target.startsWith('unit:')) return [];
  const names = splitUnitPath(target.slice('unit:'.length));
  return names.slice(1).map((_, index): UnitAddress => `unit:${names.slice(0, names.length - 1 - index).join('/')}`);
}
