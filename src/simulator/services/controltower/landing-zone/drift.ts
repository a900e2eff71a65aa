import type { World } from '../../../world.js';
import {
  createUnit,
  moveAccount,
  organizationOf,
  parentOf,
  targetExists,
  trustedServices,
  trustService,
  unitNamed,
} from '../../organizations/for-services.js';
import { emitDrift, forgetDrift } from '../events.js';
import { controlTowerState, type LandingZoneRow } from '../state.js';
import { sharedAccounts } from './settings.js';

/** Foundational things that are not as the landing zone left them. A reset or an update puts them back. */

export const TRUSTED = 'controltower.amazonaws.com';

interface Finding {
  readonly driftType: string;
  readonly subject: string;
  readonly message: string;
}

export function landingZoneDrift(world: World): Finding[] {
  const { landingZone } = controlTowerState(world);
  if (!landingZone) return [];
  return [...unitFindings(world, landingZone), ...accountFindings(world, landingZone), ...accessFindings(world)];
}

function unitFindings(world: World, { securityUnitId: unit }: LandingZoneRow): Finding[] {
  if (unit === null || targetExists(world, unit)) return [];
  const message = `AWS Control Tower has detected that the foundational organizational unit '${unit}' has been deleted.`;
  return [{ driftType: 'ORGANIZATIONAL_UNIT_DELETED', subject: unit, message }];
}

function accountFindings(world: World, landingZone: LandingZoneRow): Finding[] {
  const { securityUnitId: unit } = landingZone;
  if (unit === null) return [];
  return sharedAccounts(landingZone).flatMap((id): Finding[] => {
    const parent = parentOf(world, id);
    if (parent === unit) return [];
    return parent === undefined
      ? [
          {
            driftType: 'ACCOUNT_REMOVED_FROM_ORGANIZATION',
            subject: id,
            message: `AWS Control Tower has detected that the shared account '${id}' has been removed from your organization.`,
          },
        ]
      : [
          {
            driftType: 'ACCOUNT_MOVED_BETWEEN_OUS',
            subject: id,
            message: `AWS Control Tower has detected that the shared account '${id}' has been moved from organizational unit '${unit}' to organizational unit '${parent}'.`,
          },
        ];
  });
}

function accessFindings(world: World): Finding[] {
  if (trustedServices(world).includes(TRUSTED)) return [];
  const message = 'AWS Control Tower has detected that its trusted access to AWS Organizations has been disabled.';
  return [{ driftType: 'TRUSTED_ACCESS_DISABLED', subject: TRUSTED, message }];
}

/** Told once each, until it is repaired. */
export function tellLandingZoneDrift(world: World): void {
  for (const { driftType, subject, message } of landingZoneDrift(world)) {
    const facts = /^\d{12}$/.test(subject)
      ? { accountId: subject, sourceId: controlTowerState(world).landingZone?.securityUnitId ?? '' }
      : { organizationalUnitId: subject };
    emitDrift(world, subject, {
      driftType,
      message,
      remediationStep: 'Reset or update the landing zone.',
      facts: driftType === 'TRUSTED_ACCESS_DISABLED' ? { servicePrincipal: subject } : facts,
    });
  }
}

/** A new Security unit where the old one is gone; shared accounts and trusted access as they were. */
export function repairLandingZone(world: World): void {
  const { landingZone } = controlTowerState(world);
  const rootId = organizationOf(world)?.rootId;
  if (!landingZone || rootId === undefined) return;
  for (const { subject } of landingZoneDrift(world)) forgetDrift(world, subject);
  trustService(world, TRUSTED);
  const { securityUnitId } = landingZone;
  if (securityUnitId === null) return;
  if (!targetExists(world, securityUnitId)) {
    landingZone.securityUnitId = unitNamed(world, rootId, 'Security') ?? createUnit(world, rootId, 'Security');
  }
  for (const id of sharedAccounts(landingZone)) moveAccount(world, id, landingZone.securityUnitId ?? securityUnitId);
}
