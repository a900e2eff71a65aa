import type { JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { accountOf, organizationOf, parentOf, trustedServices, unitNamed } from '../../organizations/for-services.js';
import { validation } from '../errors.js';
import type { LandingZoneRow } from '../state.js';
import { compareVersions, isFrom, LATEST, OFFERED } from '../versions.js';
import { checkManifest } from './manifest.js';
import { asObject, integration, section, sharedAccounts } from './settings.js';

/** What is refused at once when a landing zone is created or updated. */

export interface Wish {
  readonly version: string;
  readonly manifest: JsonObject;
  readonly remediationTypes: readonly string[];
}

/** @throws ServiceError ValidationException */
export function wishOf(input: Readonly<Record<string, unknown>>): Wish {
  const version = String(input['version']);
  const given = input['manifest'];
  if (given !== undefined && asObject(given as JsonObject) === undefined) {
    throw validation('The LandingZoneManifest that you provided is not a JSON object.');
  }
  if (!OFFERED.includes(version)) {
    throw validation(`Landing zone version ${version} is not available; available are ${OFFERED.join(', ')}.`);
  }
  const manifest = (given ?? {}) as JsonObject;
  checkManifest(version, manifest);
  const types = input['remediationTypes'];
  return { version, manifest, remediationTypes: Array.isArray(types) ? types.map(String) : [] };
}

export function checkCreate(world: World, wish: Wish, region: string): void {
  if (wish.version !== LATEST) {
    throw validation(`A new landing zone must have the latest version, ${LATEST}; ${wish.version} was requested.`);
  }
  const problems = commonProblems(world, wish, region);
  // Seen for IAM Identity Center; other services may hinder as well.
  if (trustedServices(world).includes('sso.amazonaws.com')) {
    problems.push(
      'AWS Control Tower Landing Zone cannot deploy because AWS Organizations have services enabled: sso.amazonaws.com',
    );
  }
  refuse(problems);
}

export function checkUpdate(world: World, current: LandingZoneRow, wish: Wish, region: string): void {
  if (compareVersions(wish.version, current.version) < 0) {
    throw validation(
      `The landing zone has version ${current.version}, which cannot be rolled back to ${wish.version}.`,
    );
  }
  const problems = commonProblems(world, wish, region);
  const before = securityName(current.manifest);
  const after = securityName(wish.manifest);
  if (before !== undefined && after !== undefined && before !== after) {
    problems.push(
      'The given value for the security OrganizationalUnit name must be consistent with the existing Landing Zone',
    );
  }
  const upgrades = isFrom(wish.version, '4.0') && !isFrom(current.version, '4.0');
  if (upgrades && !(integration(wish, 'config') && integration(wish, 'securityRoles'))) {
    problems.push(
      'The Config and security roles integrations cannot be disabled while the landing zone is upgraded to 4.0',
    );
  }
  refuse(problems);
}

function securityName(manifest: JsonObject): string | undefined {
  const name = section(section(manifest, 'organizationStructure') ?? {}, 'security')?.['name'];
  return typeof name === 'string' ? name : undefined;
}

function commonProblems(world: World, wish: Wish, region: string): string[] {
  return [...integrationProblems(wish), ...accountProblems(world, wish), ...regionProblems(wish, region)];
}

function integrationProblems(wish: Wish): string[] {
  if (!isFrom(wish.version, '4.0') || integration(wish, 'config')) return [];
  const dependent = (['securityRoles', 'accessManagement', 'backup'] as const).filter((name) =>
    integration(wish, name),
  );
  return dependent.map((name) => `The ${name} integration cannot be enabled while the config integration is disabled`);
}

/** From 4.0 all accounts of the integrations share one unit directly under the root. */
function accountProblems(world: World, wish: Wish): string[] {
  const ids = sharedAccounts(wish);
  const strangers = ids.filter((id) => accountOf(world, id)?.state !== 'ACTIVE');
  if (strangers.length > 0)
    return strangers.map((id) => `The account ${id} is not an active account of the organization`);
  if (!isFrom(wish.version, '4.0')) return [];
  const units = new Set(ids.map((id) => parentOf(world, id)));
  const rootId = organizationOf(world)?.rootId;
  const [unit] = units;
  const isTopLevel = unit !== undefined && unit !== rootId && parentOf(world, unit) === rootId;
  if (ids.length === 0 || (units.size === 1 && isTopLevel)) return [];
  return ['The accounts of the service integrations must be in one organizational unit directly under the root'];
}

function regionProblems({ manifest }: Wish, region: string): string[] {
  const governed = manifest['governedRegions'];
  if (!Array.isArray(governed) || governed.includes(region)) return [];
  return [`The home Region ${region} must be one of the governed Regions`];
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw validation(`AWS Control Tower detected '${problems.length}' validation errors:${problems.join(';')}`);
}

/** The unit of the shared accounts: before 4.0 by its name, from 4.0 by where the accounts are. */
export function designatedUnit(world: World, wish: Pick<Wish, 'version' | 'manifest'>): string | null {
  if (isFrom(wish.version, '4.0')) {
    const [first] = sharedAccounts(wish);
    return first === undefined ? null : (parentOf(world, first) ?? null);
  }
  const rootId = organizationOf(world)?.rootId ?? '';
  return unitNamed(world, rootId, securityName(wish.manifest) ?? '') ?? null;
}
