import { createHash } from 'node:crypto';
import { compareVersions } from '../../facts/baselines.js';
import type { Address, Json, JsonObject } from '../../model.js';

/** There is one, or none. */
export const LANDING_ZONE: Address = 'landing-zone:main';

type AccountName = `account:${string}`;

/** Days; null = the manifest of the landing zone says nothing of it. */
export type Retention = { readonly logs?: number | null; readonly accessLogs?: number | null };

/** An integration that keeps logs in a bucket of its own. */
export type LoggingSettings = {
  readonly enabled?: boolean;
  readonly account?: AccountName | null;
  readonly retention?: Retention;
  /** ARN of a KMS key; null = none. */
  readonly kmsKey?: string | null;
};

export type RolesSettings = { readonly enabled?: boolean; readonly account?: AccountName | null };

export type BackupSettings = {
  readonly enabled?: boolean;
  readonly admin?: AccountName | null;
  readonly central?: AccountName | null;
  readonly kmsKey?: string | null;
};

/**
 * The landing zone's settings in the manifest's words: the same for both forms of AWS's own manifest (3.x and 4.0).
 * What is omitted on the desired side is left alone; null takes a value away.
 */
export type LandingZoneSpec = {
  /** `4.0`. */
  readonly version?: string;
  /** Governed Regions, sorted. */
  readonly regions?: readonly string[];
  readonly autoEnroll?: boolean;
  readonly accessManagement?: boolean;
  readonly centralizedLogging?: LoggingSettings;
  readonly config?: LoggingSettings;
  readonly securityRoles?: RolesSettings;
  readonly backup?: BackupSettings;
};

/** The first version whose integrations are switched one by one, and whose manifest has a form of its own. */
export const SWITCHED_FROM = '4.0';

export function isSwitched(version: string | undefined): boolean {
  return version !== undefined && compareVersions(version, SWITCHED_FROM) >= 0;
}

export function isLandingZoneSpec(kind: string, spec: JsonObject): spec is JsonObject & LandingZoneSpec {
  return kind === 'landing-zone' && typeof spec === 'object';
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of the live settings what the declared ones speak of; what is declared and not there reads null. */
export function narrowSettings(live: JsonObject, wanted: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(wanted).map(([key, value]) => {
      const there = live[key];
      return [key, isObject(value) ? narrowSettings(isObject(there) ? there : {}, value) : (there ?? null)];
    }),
  );
}

/** The settings once the declared ones have been laid over those there are. */
export function laidOver(live: JsonObject, wanted: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...live };
  for (const [key, value] of Object.entries(wanted)) {
    const there = live[key];
    if (isObject(value)) result[key] = laidOver(isObject(there) ? there : {}, value);
    else if (value === null) delete result[key];
    else result[key] = value;
  }
  return result;
}

/**
 * What registered units and their accounts have of the landing zone, as 12 hexadecimal digits: when it changes, each of
 * them has to be registered again. Retention, automatic enrolment and Backup are not among it.
 * @param idOf the AWS id of an account: its name in a manifest may change.
 */
export function inheritedDigest(
  { version, regions, accessManagement, centralizedLogging, config, securityRoles }: LandingZoneSpec,
  idOf: (account: AccountName) => string | undefined,
): string {
  const home = (account: AccountName | null | undefined): string | null =>
    account == null ? null : (idOf(account) ?? account);
  const logging = (settings: LoggingSettings | undefined): Json[] => [
    settings?.enabled ?? null,
    home(settings?.account),
    settings?.kmsKey ?? null,
  ];
  const text = JSON.stringify([
    version ?? null,
    [...(regions ?? [])].sort(),
    accessManagement ?? null,
    logging(centralizedLogging),
    logging(config),
    [securityRoles?.enabled ?? null, home(securityRoles?.account)],
  ]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
