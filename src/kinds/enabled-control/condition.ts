import type { EnabledControlRecord } from '../../aws/controltower-records.js';
import { acceptsReset } from '../../facts/controls.js';
import type { Desired, Live, NodeName, OnDrift } from '../../model.js';
import { listed } from '../enabled-baseline/reading.js';

type Told = Pick<Live, 'condition' | 'token' | 'detail' | 'reported'>;

const DRIFT = 'it is not in force as it should be: Control Tower reports that its resource has drifted';

/** What the list of enabled controls does not tell by itself. */
export interface LookedUp {
  /** Why the last operation failed, where AWS still knows. */
  readonly failure: string | undefined;
  /** Accounts that the control should work on and does not. */
  readonly lacking: readonly NodeName[];
  /** Governed Regions that it does not reach. */
  readonly regions: readonly string[];
}

/**
 * How an enabled control is. What AWS cannot tell is not told: for service control policies it answers NOT_CHECKING,
 * and their drift is in Control Tower's events only.
 */
export function conditionOf(
  record: EnabledControlRecord,
  control: string,
  desired: Pick<Desired, 'onDrift' | 'spec'> | undefined,
  { failure, lacking, regions }: LookedUp,
): Told {
  if (record.status === 'UNDER_CHANGE') {
    return { condition: 'running', ...(record.operationId !== undefined && { token: record.operationId }) };
  }
  if (record.status === 'FAILED') {
    return { condition: 'failed', detail: `its last operation failed${failure === undefined ? '' : `: ${failure}`}` };
  }
  const parts = [
    ...(hasDrifted(record) ? [DRIFT] : []),
    ...(lacking.length > 0 ? [`enrolled accounts do not have it: ${listed(lacking)}`] : []),
    ...(regions.length > 0 ? [`it is not in governed Regions: ${regions.join(', ')}`] : []),
  ];
  if (parts.length === 0) return { condition: 'settled' };
  const drift = parts.join('; ');
  if (desired?.onDrift === 'report') return { condition: 'settled', reported: drift };
  if (acceptsReset(control) || mayReplace(desired)) return { condition: 'drifted', detail: drift };
  return {
    condition: 'settled',
    reported: `${DRIFT}, and AWS does not reset what a service control policy implements: onDrift: replace disables it and enables it again`,
  };
}

/** In the plan it stands beside the spec, in a saved plan inside it. */
function mayReplace(desired: Pick<Desired, 'onDrift' | 'spec'> | undefined): boolean {
  return desired?.onDrift === 'replace' || desired?.spec['onDrift'] === 'replace';
}

/** A reset mends the resource; that an account does not inherit as it should is another matter. */
function hasDrifted({ drift, resource, inheritance }: EnabledControlRecord): boolean {
  return resource === 'DRIFTED' || (drift === 'DRIFTED' && resource === undefined && inheritance !== 'DRIFTED');
}

/** On an account and no longer inherited: what a move left behind. */
export function isLeftover({ inheritance }: EnabledControlRecord): boolean {
  return inheritance === 'DRIFTED';
}

/** Disabling what a move left behind has to be asked for in so many words. */
export function clearsLeftovers(onDrift: OnDrift | undefined): boolean {
  return onDrift === 'reset' || onDrift === 'replace';
}
