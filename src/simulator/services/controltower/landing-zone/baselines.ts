import type { World } from '../../../world.js';
import { baselineNamed } from '../baselines/table.js';
import { enabledBaselineArn } from '../names.js';
import { controlTowerState, type LandingZoneRow } from '../state.js';
import { isFrom } from '../versions.js';
import { backupAccounts, integration, integrationAccount } from './settings.js';

/** Baselines that come and go with the landing zone's integrations: without version, operation, parameters and drift. */

type Wanted = readonly (readonly [baselineName: string, accountId: string | undefined])[];

export function matchLandingZoneBaselines(world: World, landingZone: LandingZoneRow, random = world.random): void {
  const { enabledBaselines, tags } = controlTowerState(world);
  const wanted = wantedFor(world, landingZone);
  const isWanted = (baselineId: string, targetId: string): boolean =>
    wanted.some(([name, account]) => baselineNamed(name)?.id === baselineId && account === targetId);
  for (const row of Object.values(enabledBaselines)) {
    const isLandingZones = row.version === undefined && row.parent === undefined && !row.leftBehind;
    if (!isLandingZones || isWanted(row.baselineId, row.targetId)) continue;
    delete enabledBaselines[row.arn];
    delete tags[row.arn];
  }
  for (const [name, account] of wanted) enable(world, landingZone, [name, account], random);
}

/** Those that others depend on come first: docs.aws.amazon.com, controltower user guide, key-changes-lz-v4. */
function wantedFor(world: World, landingZone: LandingZoneRow): Wanted {
  const { admin, vault } = backupAccounts(landingZone);
  const management = integration(landingZone, 'accessManagement') ? world.settings.accountId : undefined;
  const logs: Wanted = [['LogArchiveBaseline', integrationAccount(landingZone, 'centralizedLogging')]];
  const central: Wanted = isFrom(landingZone.version, '4.0')
    ? [
        ['CentralConfigBaseline', integrationAccount(landingZone, 'config')],
        ['CentralSecurityRolesBaseline', integrationAccount(landingZone, 'securityRoles')],
      ]
    : [['AuditBaseline', integrationAccount(landingZone, 'securityRoles')]];
  const dependent: Wanted = [
    ['IdentityCenterBaseline', management],
    ['BackupCentralVaultBaseline', vault],
    ['BackupAdminBaseline', admin],
  ];
  return [...logs, ...central, ...dependent];
}

function enable(
  world: World,
  landingZone: LandingZoneRow,
  [name, targetId]: Wanted[number],
  random: () => number,
): void {
  const { enabledBaselines, homeRegion } = controlTowerState(world);
  const baselineId = baselineNamed(name)?.id;
  if (targetId === undefined || baselineId === undefined) return;
  const isThere = Object.values(enabledBaselines).some(
    (row) => row.baselineId === baselineId && row.targetId === targetId,
  );
  if (isThere) return;
  const account = landingZone.arn.split(':')[4] ?? '';
  const arn = enabledBaselineArn(random, homeRegion ?? '', account);
  enabledBaselines[arn] = { arn, baselineId, targetId, status: 'SUCCEEDED', parameters: [], regions: [] };
}
