/**
 * Baselines of Control Tower that are enabled on units, and which version of each goes with which landing zone. A unit
 * that is registered for the first time takes this version only; an older one may stay on a unit that has it.
 *
 * Source: https://docs.aws.amazon.com/controltower/latest/userguide/table-of-baselines.html and
 * types-of-baselines.html (October 2026). `assumed` versions are stated by no source.
 */
export interface BaselineFacts {
  readonly name: string;
  readonly versions: readonly BaselineVersion[];
  /** It needs another baseline on the same unit. */
  readonly needs?: string;
}

export interface BaselineVersion {
  readonly version: string;
  /** Landing zone versions, from and up to and including; absent = every later one that is known. */
  readonly from: string;
  readonly to?: string;
  readonly assumed?: boolean;
}

export const BASELINES: readonly BaselineFacts[] = [
  {
    name: 'AWSControlTowerBaseline',
    versions: [
      { version: '1.0', from: '2.0', to: '2.7' },
      { version: '2.0', from: '2.8', to: '2.9' },
      { version: '3.0', from: '3.0', to: '3.1' },
      { version: '4.0', from: '3.2', to: '3.3' },
      { version: '5.0', from: '4.0', to: '4.0' },
    ],
  },
  { name: 'ConfigBaseline', versions: [{ version: '1.0', from: '4.0', assumed: true }] },
  { name: 'BackupBaseline', versions: [{ version: '1.0', from: '3.1' }], needs: 'AWSControlTowerBaseline' },
];

/** The baseline of the landing zone that registered units are told of, where it manages Identity Center. */
export const IDENTITY_CENTER_BASELINE = 'IdentityCenterBaseline';
/** The parameter that tells them: the ARN under which that baseline is enabled. */
export const IDENTITY_CENTER_PARAMETER = 'IdentityCenterEnabledBaselineArn';

/** Accounts directly in a unit past which Control Tower registers it no more (user guide, quotas, October 2026). */
export const ACCOUNTS_IN_REGISTERED_UNIT = 1_000;

export function baselineFacts(name: string): BaselineFacts | undefined {
  return BASELINES.find((baseline) => baseline.name === name);
}

/** The version that a landing zone of this version enables; undefined where no source tells. */
export function baselineVersionFor(name: string, landingZone: string): BaselineVersion | undefined {
  return baselineFacts(name)?.versions.find(
    ({ from, to }) =>
      compareVersions(landingZone, from) >= 0 && (to === undefined || compareVersions(landingZone, to) <= 0),
  );
}

/** Below zero: the first is the older one. `5.0` and `5` are the same. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
