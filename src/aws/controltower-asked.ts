import type { EnabledBaselineFilter, EnabledControlFilter } from '../wire/controltower.js';

/** How much of Control Tower's long lists is asked for. Source: Control Tower API reference, 2018-05-10. */

/** Those that failed, or whose account does not inherit as it should. */
type Amiss = 'failed' | 'inheritance-drifted';

export interface AskedBaselines {
  /** With the accounts' own; absent = with them. */
  readonly children?: boolean;
  /** Absent = all. `targets`: on these units or accounts; `parents`: below these enabled baselines. ARNs, at most five. */
  readonly only?: Amiss | { readonly targets: readonly string[] } | { readonly parents: readonly string[] };
}

export interface AskedControls {
  /** With each account's part; absent = without. */
  readonly children?: boolean;
  /** Absent = all. */
  readonly only?: Amiss;
  /** Of this unit or account (its ARN); absent = of every one. */
  readonly target?: string;
}

/** ARNs that a filter of ListEnabledBaselines takes at most. */
export const BASELINES_ASKED_AT_ONCE = 5;

export function baselineFilter(only: NonNullable<AskedBaselines['only']>): EnabledBaselineFilter {
  if (only === 'failed') return { statuses: ['FAILED'] };
  if (only === 'inheritance-drifted') return { inheritanceDriftStatuses: ['DRIFTED'] };
  return 'targets' in only ? { targetIdentifiers: [...only.targets] } : { parentIdentifiers: [...only.parents] };
}

export function controlFilter(only: Amiss): EnabledControlFilter {
  return only === 'failed' ? { statuses: ['FAILED'] } : { inheritanceDriftStatuses: ['DRIFTED'] };
}
