import type { DesiredContext } from '../../kind.js';
import { landingZoneSection } from '../landing-zone/section.js';
import { GOVERNED } from '../stack-baseline/regions.js';

type WrittenRegions = 'governed' | readonly string[] | undefined;

/** `regions: governed`, written or meant. */
export function followsGovernedRegions(regions: WrittenRegions): boolean {
  return typeof regions !== 'object';
}

/** Regions of an entry, sorted: those written, or those that the landing zone governs once this plan is done. */
export function configRegions(
  { manifest, landingZone, problem }: DesiredContext,
  section: string,
  key: string,
  regions: WrittenRegions,
): readonly string[] {
  if (typeof regions === 'object') return [...new Set(regions)].sort();
  if (landingZone?.state === 'there') return landingZone.governedRegions;
  if (landingZone === undefined) {
    const declared = manifest.section(landingZoneSection)?.regions;
    return declared ? [...new Set(declared)].sort() : [GOVERNED];
  }
  const why =
    landingZone.state === 'none' ? 'there is no landing zone' : `it could not be read (${landingZone.reason})`;
  problem({
    code: 'config-regions',
    origin: manifest.originOf(section, key, ...(regions === undefined ? [] : ['regions'])),
    message: `${section}.${key} follows the Regions that the landing zone governs, but ${why}`,
    hint: 'write the Regions: regions: [ap-northeast-1]',
  });
  return [];
}
