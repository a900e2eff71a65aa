import type { OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { noLandingZone } from './errors.js';
import { type ControlTowerState, controlTowerState, type LandingZoneRow } from './state.js';

export interface Governance {
  readonly state: ControlTowerState;
  readonly landingZone: LandingZoneRow;
  readonly homeRegion: string;
  readonly managementId: string;
}

/**
 * The landing zone that a call in this Region works on.
 * @throws ServiceError ResourceNotFoundException where there is none, or another Region is its home.
 */
export function governed({ world, caller }: OperationContext<World>): Governance {
  const state = controlTowerState(world);
  const { landingZone, homeRegion } = state;
  if (!landingZone || homeRegion === null || homeRegion !== caller.region) throw noLandingZone();
  return { state, landingZone, homeRegion, managementId: caller.accountId };
}

/** For lists, whose model has no ResourceNotFoundException: false means an empty answer. */
export function isHome({ world, caller }: OperationContext<World>): boolean {
  const { landingZone, homeRegion } = controlTowerState(world);
  return landingZone !== null && homeRegion === caller.region;
}

export function governedRegions(landingZone: LandingZoneRow, homeRegion: string): readonly string[] {
  const regions = landingZone.manifest['governedRegions'];
  return Array.isArray(regions) ? regions.map(String) : [homeRegion];
}
