import type { LandingZoneRecord } from '../../aws/controltower-records.js';
import type { Names } from '../../kind.js';
import type { Json, JsonObject } from '../../model.js';
import {
  type BackupSettings,
  isSwitched,
  type LandingZoneSpec,
  type LoggingSettings,
  type Retention,
  type RolesSettings,
} from './spec.js';

/**
 * Between the manifest document that Control Tower keeps, which has one form up to 3.x and another since 4.0, and the
 * settings as our manifest says them. Source: Control Tower user guide, landing-zone-schemas and lz-api-launch.
 */

type NameOf = Pick<Names, 'nameOf'>;
type Mutable = { [key: string]: Json };
type Path = readonly string[];

const CONFIGURATIONS = 'configurations';

function objectAt(value: JsonObject | undefined, ...path: Path): JsonObject | undefined {
  let found: Json | undefined = value;
  for (const key of path) found = isObject(found) ? found[key] : undefined;
  return isObject(found) ? found : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All the settings of a landing zone. */
export function settingsOf(
  {
    version,
    manifest,
    autoEnroll,
    governedRegions,
  }: Pick<LandingZoneRecord, 'version' | 'manifest' | 'autoEnroll' | 'governedRegions'>,
  names: NameOf,
): LandingZoneSpec {
  const switched = isSwitched(version);
  const roles = rolesOf(objectAt(manifest, 'securityRoles'), switched, names);
  return {
    version,
    ...(governedRegions.length > 0 && { regions: [...governedRegions].sort() }),
    autoEnroll,
    // Up to 3.x what is not said is on; since 4.0 it is off.
    accessManagement: flag(objectAt(manifest, 'accessManagement'), !switched),
    centralizedLogging: loggingOf(objectAt(manifest, 'centralizedLogging'), !switched, names),
    // Up to 3.x it cannot be switched off, and has its aggregator in the account of the security roles.
    config: switched
      ? loggingOf(objectAt(manifest, 'config'), false, names)
      : { enabled: true, ...(roles.account && { account: roles.account }) },
    securityRoles: roles,
    backup: backupOf(objectAt(manifest, 'backup'), names),
  };
}

function flag(section: JsonObject | undefined, otherwise: boolean): boolean {
  return typeof section?.['enabled'] === 'boolean' ? section['enabled'] : otherwise;
}

function accountNamed(section: JsonObject | undefined, names: NameOf): `account:${string}` | undefined {
  const id = section?.['accountId'];
  if (typeof id !== 'string') return undefined;
  const name = names.nameOf(id);
  return name?.startsWith('account:') ? (name as `account:${string}`) : `account:${id}`;
}

function loggingOf(section: JsonObject | undefined, otherwise: boolean, names: NameOf): LoggingSettings {
  const account = accountNamed(section, names);
  const configurations = objectAt(section, CONFIGURATIONS);
  const kmsKey = configurations?.['kmsKeyArn'];
  const retention = retentionOf(configurations);
  return {
    enabled: flag(section, otherwise),
    ...(account && { account }),
    ...(Object.keys(retention).length > 0 && { retention }),
    ...(typeof kmsKey === 'string' && { kmsKey }),
  };
}

function retentionOf(configurations: JsonObject | undefined): Retention {
  const days = (bucket: string): number | undefined => {
    const value = objectAt(configurations, bucket)?.['retentionDays'];
    // The API wants a number; it has been seen to answer with a text.
    return value === undefined || Number.isNaN(Number(value)) ? undefined : Number(value);
  };
  const [logs, accessLogs] = [days('loggingBucket'), days('accessLoggingBucket')];
  return { ...(logs !== undefined && { logs }), ...(accessLogs !== undefined && { accessLogs }) };
}

function rolesOf(section: JsonObject | undefined, switched: boolean, names: NameOf): RolesSettings {
  const account = accountNamed(section, names);
  return { enabled: switched ? flag(section, false) : true, ...(account && { account }) };
}

function backupOf(section: JsonObject | undefined, names: NameOf): BackupSettings {
  const configurations = objectAt(section, CONFIGURATIONS);
  const admin = accountNamed(objectAt(configurations, 'backupAdmin'), names);
  const central = accountNamed(objectAt(configurations, 'centralBackup'), names);
  const kmsKey = configurations?.['kmsKeyArn'];
  return {
    enabled: flag(section, false),
    ...(admin && { admin }),
    ...(central && { central }),
    ...(typeof kmsKey === 'string' && { kmsKey }),
  };
}

/**
 * The whole document that an update sends: UpdateLandingZone replaces what it does not get. What the declared settings
 * do not speak of stays as it is, members that we do not know included.
 */
export function documentFor(
  live: Pick<LandingZoneRecord, 'version' | 'manifest'>,
  wanted: LandingZoneSpec,
  idOf: (account: `account:${string}`) => string,
): JsonObject {
  const switched = isSwitched(wanted.version ?? live.version);
  const upgrades = switched && !isSwitched(live.version);
  const document: Mutable = copy(upgrades ? inNewForm(live.manifest) : live.manifest);
  const account = (name: `account:${string}` | null): string | null => (name === null ? null : idOf(name));
  if (wanted.regions) document['governedRegions'] = [...wanted.regions];
  put(document, ['accessManagement', 'enabled'], wanted.accessManagement);
  putLogging(document, 'centralizedLogging', wanted.centralizedLogging, account);
  if (switched) putLogging(document, 'config', wanted.config, account);
  const { securityRoles: roles, backup } = wanted;
  if (switched) put(document, ['securityRoles', 'enabled'], roles?.enabled);
  putAccount(document, ['securityRoles'], roles?.account, account);
  put(document, ['backup', 'enabled'], backup?.enabled);
  putAccount(document, ['backup', CONFIGURATIONS, 'backupAdmin'], backup?.admin, account);
  putAccount(document, ['backup', CONFIGURATIONS, 'centralBackup'], backup?.central, account);
  put(document, ['backup', CONFIGURATIONS, 'kmsKeyArn'], backup?.kmsKey);
  return document;
}

/**
 * From 3.x to 4.0: the name of the Security unit goes, every integration says whether it is on, and Config, which was part of
 * the rest until now, is kept on in the account and with the retention and the key that it had.
 */
function inNewForm(manifest: JsonObject): JsonObject {
  const { organizationStructure: _named, ...kept } = manifest;
  const logging = objectAt(manifest, 'centralizedLogging') ?? {};
  const roles = objectAt(manifest, 'securityRoles') ?? {};
  const configurations = objectAt(logging, CONFIGURATIONS);
  return {
    ...kept,
    accessManagement: { enabled: flag(objectAt(manifest, 'accessManagement'), true) },
    backup: { ...objectAt(manifest, 'backup'), enabled: flag(objectAt(manifest, 'backup'), false) },
    centralizedLogging: { ...logging, enabled: flag(logging, true) },
    config: {
      enabled: true,
      ...(roles['accountId'] !== undefined && { accountId: roles['accountId'] }),
      ...(configurations && { configurations }),
    },
    securityRoles: { ...roles, enabled: true },
  };
}

function putLogging(
  document: Mutable,
  name: 'centralizedLogging' | 'config',
  wanted: LoggingSettings | undefined,
  account: (name: `account:${string}` | null) => string | null,
): void {
  put(document, [name, 'enabled'], wanted?.enabled);
  putAccount(document, [name], wanted?.account, account);
  put(document, [name, CONFIGURATIONS, 'loggingBucket', 'retentionDays'], wanted?.retention?.logs);
  put(document, [name, CONFIGURATIONS, 'accessLoggingBucket', 'retentionDays'], wanted?.retention?.accessLogs);
  put(document, [name, CONFIGURATIONS, 'kmsKeyArn'], wanted?.kmsKey);
}

function putAccount(
  document: Mutable,
  path: Path,
  name: `account:${string}` | null | undefined,
  account: (name: `account:${string}` | null) => string | null,
): void {
  if (name !== undefined) put(document, [...path, 'accountId'], account(name));
}

/** Undefined leaves it alone, null takes it away together with what is empty then. */
function put(document: Mutable, path: Path, value: Json | undefined): void {
  if (value === undefined) return;
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    if (value === null) delete document[key];
    else document[key] = value;
    return;
  }
  const there = document[key];
  if (value === null && !isObject(there)) return;
  const inner: Mutable = isObject(there) ? { ...there } : {};
  put(inner, rest, value);
  if (Object.keys(inner).length === 0 && value === null) delete document[key];
  else document[key] = inner;
}

function copy(value: JsonObject): Mutable {
  return JSON.parse(JSON.stringify(value)) as Mutable;
}
