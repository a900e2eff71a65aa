import { createHash } from 'node:crypto';
import { z } from 'zod';
import { TowerctlError } from '../../../errors.js';
import type { JsonObject } from '../../../model.js';
import type { World } from '../../world.js';
import { accountsIn, organizationOf, unitNamed, unitsIn } from '../organizations/for-services.js';
import { childFor } from './baselines/enrolment.js';
import { enabledOn, membersOf } from './baselines/queries.js';
import { baselineNamed } from './baselines/table.js';
import { guardrailPoliciesOf } from './guardrail-policies.js';
import { matchLandingZoneBaselines } from './landing-zone/baselines.js';
import { designatedUnit } from './landing-zone/checks.js';
import { enableMandatory } from './mandatory-controls.js';
import { enabledBaselineArn, landingZoneArn } from './names.js';
import { controlTowerState, type EnabledBaselineRow, emptyControlTower, type LandingZoneRow } from './state.js';
import { baselineVersionFor } from './versions.js';

/** The landing zone of a seed file (docs/reference/sandbox-seed.md): its version alone, or more about it. */
const registered = z.strictObject({
  /** Path of the unit: `Workloads/Prod`. */
  unit: z.string().min(1),
  baseline: z.enum(['AWSControlTowerBaseline', 'ConfigBaseline']).optional(),
  version: z.string().optional(),
  /** Accounts whose enrolment has failed. */
  failed: z.array(z.string()).optional(),
  /** Accounts that were never enrolled. */
  missing: z.array(z.string()).optional(),
});
const details = z.strictObject({
  version: z.enum(['3.1', '3.2', '3.3', '4.0']),
  homeRegion: z.string().optional(),
  governedRegions: z.array(z.string()).min(1).optional(),
  autoEnroll: z.boolean().optional(),
  identityCenter: z.boolean().optional(),
  config: z.boolean().optional(),
  /** Account ids of the Backup integration; off unless given. */
  backup: z.strictObject({ admin: z.string(), vault: z.string() }).optional(),
  /** Account ids; unless given, the accounts named Log Archive and Audit. */
  logArchive: z.string().optional(),
  audit: z.string().optional(),
  /** Unless given, the units that carry an `aws-guardrails-*` policy. Parents stand before their children. */
  registered: z
    .array(z.preprocess((given) => (typeof given === 'string' ? { unit: given } : given), registered))
    .optional(),
});

export type LandingZoneSeed = z.output<typeof details>;
type Registered = z.output<typeof registered>;

const HOME = 'ap-northeast-1';
const GOVERNED = [HOME, 'us-east-1'];

/** @throws TowerctlError (usage) with every problem. */
export function parseLandingZoneSeed(given: unknown): LandingZoneSeed {
  const parsed = details.safeParse(typeof given === 'string' ? { version: given } : given);
  if (parsed.success) return parsed.data;
  const found = parsed.error.issues.map(({ path, message }) => `${['landingZone', ...path].join('.')}: ${message}`);
  throw new TowerctlError('usage', `the seed is not valid: ${found.join('; ')}`);
}

/** Puts a landing zone over the organization that is seeded already: settled, with nothing to remember. */
export function seedControlTower(world: World, seed: LandingZoneSeed | undefined): void {
  world.setState('controltower', emptyControlTower());
  if (!seed) return;
  const state = controlTowerState(world);
  const homeRegion = seed.homeRegion ?? HOME;
  // Ids of its own: what happens later draws the same numbers whether or not there is a landing zone.
  const random = sequenceFrom(organizationOf(world)?.id ?? '');
  const manifest = manifestOf(world, seed, homeRegion);
  const landingZone: LandingZoneRow = {
    arn: landingZoneArn(random, homeRegion, world.settings.accountId),
    version: seed.version,
    status: 'ACTIVE',
    manifest,
    remediationTypes: seed.autoEnroll === true ? ['INHERITANCE_DRIFT'] : [],
    securityUnitId: designatedUnit(world, { version: seed.version, manifest }),
  };
  state.homeRegion = homeRegion;
  state.landingZone = landingZone;
  matchLandingZoneBaselines(world, landingZone, random);
  if (landingZone.securityUnitId !== null) enableMandatory(world, landingZone.securityUnitId, random);
  for (const unit of unitsOf(world, seed, landingZone)) register(world, unit, random);
}

function manifestOf(world: World, seed: LandingZoneSeed, homeRegion: string): JsonObject {
  const regions = seed.governedRegions ?? (homeRegion === HOME ? GOVERNED : [homeRegion]);
  const logArchive = seed.logArchive ?? accountNamed(world, 'Log Archive');
  const audit = seed.audit ?? accountNamed(world, 'Audit');
  const configurations = { loggingBucket: { retentionDays: 365 }, accessLoggingBucket: { retentionDays: 3650 } };
  const backup = backupOf(world, seed);
  const accessManagement = { enabled: seed.identityCenter ?? seed.config !== false };
  if (seed.version !== '4.0') {
    return {
      governedRegions: regions,
      organizationStructure: { security: { name: 'Security' }, sandbox: { name: 'Sandbox' } },
      centralizedLogging: { accountId: logArchive, configurations, enabled: true },
      securityRoles: { accountId: audit },
      accessManagement,
      ...(seed.backup && { backup }),
    };
  }
  const config = seed.config !== false;
  return {
    governedRegions: regions,
    accessManagement,
    backup,
    centralizedLogging: { enabled: true, accountId: logArchive, configurations },
    config: config ? { enabled: true, accountId: audit, configurations } : { enabled: false },
    securityRoles: config ? { enabled: true, accountId: audit } : { enabled: false },
  };
}

function backupOf({ settings }: World, { backup, homeRegion = HOME }: LandingZoneSeed): JsonObject {
  if (!backup) return { enabled: false };
  const configurations = {
    backupAdmin: { accountId: backup.admin },
    centralBackup: { accountId: backup.vault },
    kmsKeyArn: `arn:aws:kms:${homeRegion}:${settings.accountId}:key/11111111-2222-3333-4444-555555555555`,
  };
  return { enabled: true, configurations };
}

function accountNamed(world: World, name: string): string {
  const search = (parent: string): string | undefined =>
    accountsIn(world, parent).find((account) => account.name === name)?.id ??
    unitsIn(world, parent)
      .map(search)
      .find((id) => id !== undefined);
  const found = search(organizationOf(world)?.rootId ?? '');
  if (found === undefined) throw new TowerctlError('usage', `the seed has a landing zone and no account named ${name}`);
  return found;
}

function unitsOf(
  world: World,
  seed: LandingZoneSeed,
  { securityUnitId }: LandingZoneRow,
): (Registered & { id: string })[] {
  const rootId = organizationOf(world)?.rootId ?? '';
  if (!seed.registered) {
    const governed = unitsIn(world, rootId).filter((id) => guardrailPoliciesOf(world, id).length > 0);
    return governed.filter((id) => id !== securityUnitId).map((id) => ({ id, unit: id }));
  }
  return seed.registered.map((given) => {
    let id: string | undefined = rootId;
    for (const name of given.unit.split('/')) id = id === undefined ? undefined : unitNamed(world, id, name);
    if (id === undefined) throw new TowerctlError('usage', `landingZone.registered: there is no unit ${given.unit}`);
    return { ...given, id };
  });
}

function register(world: World, unit: Registered & { readonly id: string }, random: () => number): void {
  const state = controlTowerState(world);
  const { landingZone, homeRegion } = state;
  const name = unit.baseline ?? 'AWSControlTowerBaseline';
  const baselineId = baselineNamed(name)?.id;
  const version = unit.version ?? baselineVersionFor(name, landingZone?.version ?? '');
  if (!landingZone || homeRegion === null || baselineId === undefined || version === undefined) return;
  const identityCenter = enabledOn(world, world.settings.accountId, 'IdentityCenterBaseline')?.arn;
  const row: EnabledBaselineRow = {
    arn: enabledBaselineArn(random, homeRegion, world.settings.accountId),
    baselineId,
    targetId: unit.id,
    version,
    status: 'SUCCEEDED',
    parameters:
      identityCenter !== undefined && name === 'AWSControlTowerBaseline'
        ? [{ key: 'IdentityCenterEnabledBaselineArn', value: identityCenter }]
        : [],
    regions: (landingZone.manifest['governedRegions'] as readonly string[] | undefined) ?? [homeRegion],
  };
  state.enabledBaselines[row.arn] = row;
  for (const { id } of membersOf(world, unit.id)) {
    if (unit.missing?.includes(id)) continue;
    childFor(world, row, id, random).status = unit.failed?.includes(id) ? 'FAILED' : 'SUCCEEDED';
  }
  const isTopLevel = unitsIn(world, organizationOf(world)?.rootId ?? '').includes(unit.id);
  if (isTopLevel && name === 'AWSControlTowerBaseline') enableMandatory(world, unit.id, random);
}

/** 0 <= x < 1, the same sequence for the same name. */
function sequenceFrom(name: string): () => number {
  let count = 0;
  return () => {
    count += 1;
    return createHash('sha256').update(`${name} ${count}`).digest().readUInt32BE(0) / 4_294_967_296;
  };
}
