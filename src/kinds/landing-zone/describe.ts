import { compareVersions } from '../../facts/baselines.js';
import type { Change } from '../../model.js';
import { isSwitched, type LandingZoneSpec } from './spec.js';

/** What a reviewer has to know of a change beyond its fields. */
export function describe(change: Change<LandingZoneSpec>): readonly string[] {
  if (change.action === 'repair') return ['nothing else of Control Tower is written while it runs, 30 to 60 minutes'];
  if (change.action !== 'update' && change.action !== 'adopt') return [];
  const { from, to } = change;
  return [...upgrade(from.version, to.version), ...regions(from.regions ?? [], to.regions)];
}

function upgrade(from: string | undefined, to: string | undefined): string[] {
  if (from === undefined || to === undefined || compareVersions(to, from) <= 0) return [];
  const form =
    isSwitched(to) && !isSwitched(from)
      ? [
          'its manifest takes the form of 4.0: integrations say whether they are on, the Security unit is where their accounts are; AWSControlTowerCloudTrailRole must have AWSControlTowerCloudTrailRolePolicy attached beforehand',
        ]
      : [];
  return [`version ${from} -> ${to}: cannot be undone, neither here nor at AWS`, ...form];
}

function regions(from: readonly string[], to: readonly string[] | undefined): string[] {
  if (!to) return [];
  const added = to.filter((name) => !from.includes(name));
  const gone = from.filter((name) => !to.includes(name));
  return [
    ...(added.length > 0 ? [`governed from now on: ${added.join(', ')}`] : []),
    ...(gone.length > 0 ? [`governed no more: ${gone.join(', ')}`] : []),
  ];
}
