import type { World } from '../../../world.js';
import { parentOf, pathTo, targetIdOf, targetKindOf } from '../../organizations/for-services.js';
import type { Governance } from '../access.js';
import { notFound, validation } from '../errors.js';
import { integration } from '../landing-zone/settings.js';
import type { EnabledBaselineRow, Parameter } from '../state.js';
import { baselineVersionFor, compareVersions, isFrom } from '../versions.js';
import { enabledOn, membersOf, registrationOf } from './queries.js';
import { type Baseline, baselineWithId, listedOn } from './table.js';

/** What EnableBaseline and UpdateEnabledBaseline refuse at once. Where AWS's text is not known, it is in our words. */

const MOST_ACCOUNTS = 1_000;
const PARAMETER = 'IdentityCenterEnabledBaselineArn';

/** @throws ServiceError ResourceNotFoundException, or ValidationException for one that no unit can have. */
export function baselineOf({ landingZone, homeRegion }: Governance, arn: string): Baseline {
  const [, , , region, , resource = ''] = arn.split(':');
  const found = baselineWithId(resource.replace(/^baseline\//, ''));
  const isListed = found && listedOn(isFrom(landingZone.version, '4.0')).includes(found);
  if (!found || !isListed || region !== homeRegion || !arn.includes(':controltower:')) {
    throw notFound(`The baseline ${arn} does not exist.`);
  }
  if (found.level !== 'unit') {
    throw validation(`The baseline '${found.name}' belongs to the landing zone and cannot be enabled on a target.`);
  }
  return found;
}

/** @throws ServiceError for everything but a unit of this organization. */
export function unitOf(world: World, arn: string): string {
  const id = targetIdOf(world, arn);
  if (id === undefined) throw notFound(`The target ${arn} does not exist in the organization.`);
  if (targetKindOf(id) !== 'ORGANIZATIONAL_UNIT') {
    throw validation(`The target ${arn} is not an organizational unit: a root or an account cannot be registered.`);
  }
  return id;
}

export function checkPlace(world: World, { landingZone }: Governance, baseline: Baseline, unitId: string): void {
  const { securityUnitId } = landingZone;
  const isUnderSecurity = securityUnitId !== null && pathTo(world, unitId).includes(securityUnitId);
  if (isUnderSecurity && baseline.name !== 'BackupBaseline') {
    throw validation(`The baseline '${baseline.name}' cannot be enabled on the Security OU`);
  }
  if (enabledOn(world, unitId, baseline.name)) throw validation('This baseline is already enabled on this target');
  const rival = { AWSControlTowerBaseline: 'ConfigBaseline', ConfigBaseline: 'AWSControlTowerBaseline' }[baseline.name];
  if (rival !== undefined && enabledOn(world, unitId, rival)) {
    throw validation(`The baseline '${baseline.name}' cannot be enabled where '${rival}' is enabled.`);
  }
  const parent = parentOf(world, unitId);
  if (baseline.name === 'BackupBaseline') {
    if (registrationOf(world, unitId)?.status !== 'SUCCEEDED') {
      throw validation("The baseline 'BackupBaseline' needs 'AWSControlTowerBaseline' on the same target.");
    }
  } else if (parent !== undefined && targetKindOf(parent) === 'ORGANIZATIONAL_UNIT' && !isRegistered(world, parent)) {
    throw validation(`The organizational unit ${unitId} cannot be registered before its parent ${parent} is.`);
  }
  const members = membersOf(world, unitId).length;
  if (members > MOST_ACCOUNTS) {
    throw validation(
      `The organizational unit ${unitId} has ${members} accounts, at most ${MOST_ACCOUNTS} are supported.`,
    );
  }
}

const isRegistered = (world: World, unitId: string): boolean =>
  registrationOf(world, unitId) !== undefined || enabledOn(world, unitId, 'ConfigBaseline') !== undefined;

export function checkIntegrations({ landingZone }: Governance, baseline: Baseline): void {
  if (!integration(landingZone, 'config')) {
    throw validation(`The baseline '${baseline.name}' needs the Config integration of the landing zone.`);
  }
  if (baseline.name === 'BackupBaseline' && !integration(landingZone, 'backup')) {
    throw validation("The baseline 'BackupBaseline' needs the Backup integration of the landing zone.");
  }
}

/** Only the newest version that goes with the landing zone can be enabled. */
export function checkVersion({ landingZone }: Governance, baseline: Baseline, version: string): void {
  const fitting = baselineVersionFor(baseline.name, landingZone.version);
  if (fitting !== version) {
    throw validation(
      `The version ${version} of the baseline '${baseline.name}' is not compatible with landing zone version ${landingZone.version}; use ${fitting ?? 'another baseline'}.`,
    );
  }
}

/** An enabled version can be kept or raised, the parent's first. */
export function checkUpdate(
  world: World,
  governance: Governance,
  baseline: Baseline,
  row: EnabledBaselineRow,
  version: string,
): void {
  if (version !== row.version) checkVersion(governance, baseline, version);
  if (row.version !== undefined && compareVersions(version, row.version) < 0) {
    throw validation(`The baseline has version ${row.version}, which cannot be rolled back to ${version}.`);
  }
  const parent = enabledOn(world, parentOf(world, row.targetId) ?? '', baseline.name);
  if (parent?.version !== undefined && compareVersions(parent.version, version) < 0) {
    throw validation(`The parent organizational unit ${parent.targetId} must be updated to version ${version} first.`);
  }
}

/** The Identity Center parameter is there exactly when the landing zone manages Identity Center. */
export function checkParameters(
  world: World,
  { landingZone, managementId }: Governance,
  baseline: Baseline,
  parameters: readonly Parameter[],
): void {
  const unknown = parameters.filter(({ key }) => key !== PARAMETER || baseline.name !== 'AWSControlTowerBaseline');
  if (unknown.length > 0) {
    throw validation(`The baseline '${baseline.name}' has no parameter ${unknown.map(({ key }) => key).join(', ')}.`);
  }
  if (baseline.name !== 'AWSControlTowerBaseline') return;
  const isManaged = integration(landingZone, 'accessManagement');
  const given = parameters[0];
  if (!given) {
    if (isManaged) throw validation(`Parameter ${PARAMETER} is required.`);
    return;
  }
  if (!isManaged) throw validation(`Parameter ${PARAMETER} must be left out: Identity Center is not managed.`);
  const expected = enabledOn(world, managementId, 'IdentityCenterBaseline')?.arn;
  if (given.value !== expected) {
    throw validation(`Parameter ${PARAMETER} is not the ARN of the enabled IdentityCenterBaseline.`);
  }
}
