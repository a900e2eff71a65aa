import type { DesiredContext } from '../../kind.js';
import type { Origin } from '../../model.js';
import { landingZoneSection } from '../landing-zone/section.js';
import { type BaselineEntry, stackBaselines } from './section.js';

/** Stands for the governed Regions where they cannot be known: in a manifest that is checked without AWS. */
export const GOVERNED = 'governed';

/** `regions: governed`, written or meant. */
export function followsLandingZone({ regions, remove }: Pick<BaselineEntry, 'regions' | 'remove'>): boolean {
  return remove !== true && typeof regions !== 'object';
}

/** Regions of a baseline, sorted: those written, or those that the landing zone governs once this plan is done. */
export function regionsOf(context: DesiredContext, key: string, entry: BaselineEntry): readonly string[] {
  if (typeof entry.regions === 'object') return [...new Set(entry.regions)].sort();
  const { landingZone, manifest } = context;
  const declared = manifest.section(landingZoneSection)?.regions;
  if (landingZone?.state === 'there') return landingZone.governedRegions;
  if (landingZone === undefined) return declared ? [...new Set(declared)].sort() : [GOVERNED];
  const origin: Origin = manifest.originOf(
    stackBaselines.key,
    key,
    ...(entry.regions === undefined ? [] : ['regions']),
  );
  const why =
    landingZone.state === 'none' ? 'there is no landing zone' : `it could not be read (${landingZone.reason})`;
  context.problem({
    code: 'baseline-regions',
    origin,
    message: `stackBaselines.${key} follows the Regions that the landing zone governs, but ${why}`,
    hint: 'write the Regions: regions: [ap-northeast-1]',
  });
  return [];
}
