/** Landing zone versions, and what goes with them. Source: controltower user guide, table of baselines. */

export const LATEST = '4.0';
/** That a landing zone can be updated to, or kept at. */
export const OFFERED: readonly string[] = ['3.1', '3.2', '3.3', '4.0'];

function numbers(version: string): readonly [number, number] {
  const [major = '0', minor = '0'] = version.split('.');
  return [Number(major), Number(minor)];
}

/** Below 0: `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [majorA, minorA] = numbers(a);
  const [majorB, minorB] = numbers(b);
  return majorA - majorB || minorA - minorB;
}

export const isFrom = (version: string, first: string): boolean => compareVersions(version, first) >= 0;

/** AWSControlTowerBaseline: the landing zone versions that each of its versions can be enabled on. */
const CONTROL_TOWER_BASELINE: readonly { readonly version: string; readonly from: string; readonly to: string }[] = [
  { version: '1.0', from: '2.0', to: '2.7' },
  { version: '2.0', from: '2.8', to: '2.9' },
  { version: '3.0', from: '3.0', to: '3.1' },
  { version: '4.0', from: '3.2', to: '3.3' },
  { version: '5.0', from: '4.0', to: '4.0' },
];

/** The only version of a baseline that can be enabled on this landing zone; undefined when none can. */
export function baselineVersionFor(baselineName: string, landingZoneVersion: string): string | undefined {
  if (baselineName === 'AWSControlTowerBaseline') {
    return CONTROL_TOWER_BASELINE.find(
      ({ from, to }) => isFrom(landingZoneVersion, from) && compareVersions(landingZoneVersion, to) <= 0,
    )?.version;
  }
  if (baselineName === 'BackupBaseline') return isFrom(landingZoneVersion, '3.1') ? '1.0' : undefined;
  if (baselineName === 'ConfigBaseline') return isFrom(landingZoneVersion, '4.0') ? '1.0' : undefined;
  return undefined;
}
