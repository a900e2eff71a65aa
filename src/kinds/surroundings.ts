import type { Aws } from '../aws/session.js';
import type { LiveOrganization } from './live-organization.js';

/** What a kind of this product is given of AWS: the ports, and the organization that was read before it. */
export interface Surroundings extends Aws {
  readonly live: LiveOrganization;
}

/** The IAM actions behind `live`: every kind's reading starts from it. */
export const READ_THE_ORGANIZATION = [
  'organizations:DescribeOrganization',
  'organizations:ListRoots',
  'organizations:ListAccounts',
  'organizations:ListAccountsForParent',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListTagsForResource',
  'tag:GetResources',
] as const;

/** The IAM actions behind the landing zone as a fact; older names stand beside those of the API that they belong to. */
export const READ_THE_LANDING_ZONE = [
  'controltower:ListLandingZones',
  'controltower:GetHomeRegion',
  'controltower:GetLandingZone',
  'controltower:DescribeLandingZoneConfiguration',
  'controltower:GetAvailableUpdates',
  'controltower:GetLandingZoneDriftStatus',
  'controltower:GetLandingZoneStatus',
  'controltower:ListLandingZoneOperations',
  'controltower:GetLandingZoneOperation',
  'controltower:ListTagsForResource',
] as const;
