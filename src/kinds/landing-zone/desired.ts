import type { DesiredContext, ManifestView } from '../../kind.js';
import { suggestion } from '../../manifest/problems.js';
import type { Desired, LandingZone } from '../../model.js';
import { type LandingZoneEntry, landingZoneSection } from './section.js';
import {
  inheritedDigest,
  LANDING_ZONE,
  type LandingZoneSpec,
  type LoggingSettings,
  laidOver,
  type RolesSettings,
} from './spec.js';

export function* desired(context: DesiredContext): Generator<Desired<LandingZoneSpec>> {
  const { manifest, landingZone } = context;
  const entry = manifest.section(landingZoneSection);
  // Creating one is not among what this kind does: that there is none is said with all else that stands on it.
  if (entry === undefined || landingZone?.state === 'none') return;
  checkAccounts(context, entry);
  yield {
    address: LANDING_ZONE,
    spec: specOf(entry),
    origin: manifest.originOf(landingZoneSection.key),
    ...(entry.onDrift && { onDrift: entry.onDrift }),
  };
}

/** What the section asks for. */
export function specOf(entry: LandingZoneEntry): LandingZoneSpec {
  const { version, regions, autoEnroll, accessManagement, centralizedLogging, config, securityRoles, backup } = entry;
  return {
    ...(version !== undefined && { version }),
    ...(regions && { regions: [...new Set(regions)].sort() }),
    ...(autoEnroll !== undefined && { autoEnroll }),
    ...(accessManagement !== undefined && { accessManagement }),
    ...(centralizedLogging !== undefined && { centralizedLogging: logging(centralizedLogging) }),
    ...(config !== undefined && { config: logging(config) }),
    ...(securityRoles !== undefined && { securityRoles: roles(securityRoles) }),
    ...(backup !== undefined && { backup: backupSettings(backup) }),
  };
}

function logging(given: NonNullable<LandingZoneEntry['config']>): LoggingSettings {
  if (typeof given === 'boolean') return { enabled: given };
  const { retention, kmsKey } = given;
  return {
    ...roles(given),
    ...(retention && {
      retention: {
        ...(retention.logs !== undefined && { logs: retention.logs }),
        ...(retention.accessLogs !== undefined && { accessLogs: retention.accessLogs }),
      },
    }),
    ...(kmsKey !== undefined && { kmsKey }),
  };
}

function roles(given: NonNullable<LandingZoneEntry['securityRoles']>): RolesSettings {
  if (typeof given === 'boolean') return { enabled: given };
  const { enabled, account } = given;
  return {
    ...(enabled !== undefined && { enabled }),
    ...(account !== undefined && { account: `account:${account}` as const }),
  };
}

function backupSettings(given: NonNullable<LandingZoneEntry['backup']>): NonNullable<LandingZoneSpec['backup']> {
  if (typeof given === 'boolean') return { enabled: given };
  const { enabled, admin, central, kmsKey } = given;
  return {
    ...(enabled !== undefined && { enabled }),
    ...(admin !== undefined && { admin: `account:${admin}` as const }),
    ...(central !== undefined && { central: `account:${central}` as const }),
    ...(kmsKey !== undefined && { kmsKey }),
  };
}

function checkAccounts({ manifest, organization, problem }: DesiredContext, entry: LandingZoneEntry): void {
  for (const path of [
    ['centralizedLogging', 'account'],
    ['config', 'account'],
    ['securityRoles', 'account'],
    ['backup', 'admin'],
    ['backup', 'central'],
  ] as const) {
    const [section, field] = path;
    const given: unknown = entry[section];
    const name: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, field) : undefined;
    if (typeof name !== 'string' || organization.get(`account:${name}`)?.declared === true) continue;
    const known = organization.accounts().flatMap((account) => {
      const node = organization.get(account);
      return node?.declared === true ? [account.slice('account:'.length)] : [];
    });
    const near = suggestion(name, known);
    problem({
      code: 'landing-zone-account',
      origin: manifest.originOf(landingZoneSection.key, ...path),
      address: LANDING_ZONE,
      message: `landingZone.${path.join('.')}: "${name}" is not an account of this manifest`,
      hint: near === undefined ? `declare it under accounts, with its id or email` : `did you mean "${near}"?`,
    });
  }
}

/**
 * The landing zone as it will be once this manifest's settings are laid over it: what stands on it is planned for that.
 * What only an operation's end can tell (drift, state) stays as it is.
 */
export function planned(
  manifest: ManifestView,
  found: LandingZone,
  idOf: (account: `account:${string}`) => string | undefined,
): LandingZone {
  const entry = manifest.section(landingZoneSection);
  if (entry === undefined || found.state !== 'there' || found.settings === undefined) return found;
  const settings = laidOver(found.settings, specOf(entry)) as LandingZoneSpec;
  return {
    ...found,
    version: settings.version ?? found.version,
    governedRegions: settings.regions ?? found.governedRegions,
    autoEnroll: settings.autoEnroll ?? found.autoEnroll,
    identityCenter: settings.accessManagement === true,
    config: settings.config?.enabled === true,
    backup: settings.backup?.enabled === true,
    settings,
    inherited: inheritedDigest(settings, idOf),
  };
}
