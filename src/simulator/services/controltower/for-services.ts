import type { World } from '../../world.js';
import { governedRegions } from './access.js';
import { isChild, rowsOf } from './baselines/queries.js';
import { BASELINES } from './baselines/table.js';
import { controlOf, rowsOn as controlsOn, formOf } from './controls/rows.js';
import { integration, integrationAccount } from './landing-zone/settings.js';
import { controlTowerState } from './state.js';

/** Control Tower as other simulated services see it: always the present state. */

/** The Region that the landing zone is at home in; undefined where there is none. */
export function landingZoneHome(world: World): string | undefined {
  const { landingZone, homeRegion } = controlTowerState(world);
  return landingZone ? (homeRegion ?? undefined) : undefined;
}

/**
 * Since when AWSControlTowerExecution is in the account, in clock milliseconds; undefined where it is not. Control Tower puts it
 * into what it enrols and into the accounts of the landing zone itself, and takes it away with the enrolment. An account that
 * was moved out by hand keeps it.
 */
export function executionRoleSince(world: World, accountId: string): number | undefined {
  const { landingZone, baselineOperations } = controlTowerState(world);
  if (!landingZone || accountId === world.settings.accountId) return undefined;
  const row = rowsOf(world).find((each) => each.targetId === accountId && isChild(each) && each.status !== 'FAILED');
  if (row) return baselineOperations[row.lastOperation ?? '']?.endedAt ?? 0;
  return sharedAccounts(landingZone.manifest).includes(accountId) ? 0 : undefined;
}

/** Baselines that bring a configuration recorder and a delivery channel into each governed Region of an account. */
const RECORDING = ['AWSControlTowerBaseline', 'ConfigBaseline'];

export interface RecorderSetUp {
  readonly regions: readonly string[];
  /** Clock milliseconds of the last time it was set up; 0 where it always was, and while it is being worked on. */
  readonly since: number;
}

/** Where Control Tower has set up AWS Config to record, by account. Not yet in what is being enrolled for the first time. */
export function configRecorders(world: World): ReadonlyMap<string, RecorderSetUp> {
  const { landingZone, homeRegion, baselineOperations } = controlTowerState(world);
  if (!landingZone || homeRegion === null || !integration(landingZone, 'config')) return new Map();
  const ids = BASELINES.flatMap(({ name, id }) => (RECORDING.includes(name) ? [id] : []));
  const shared = { regions: governedRegions(landingZone, homeRegion), since: 0 };
  const found = new Map<string, RecorderSetUp>();
  for (const accountId of sharedAccounts(landingZone.manifest)) {
    if (typeof accountId === 'string') found.set(accountId, shared);
  }
  for (const row of rowsOf(world)) {
    if (!ids.includes(row.baselineId) || row.status === 'FAILED' || !isChild(row)) continue;
    const operation = baselineOperations[row.lastOperation ?? ''];
    const isUnderChange = row.status === 'UNDER_CHANGE';
    if (isUnderChange && operation?.type === 'ENABLE_BASELINE') continue;
    found.set(row.targetId, { regions: row.regions, since: isUnderChange ? 0 : (operation?.endedAt ?? 0) });
  }
  return found;
}

/** What Control Tower's recorders of all accounts have in common. */
export function recorderSettings(world: World): { readonly logArchive: string; readonly home: string } {
  const { landingZone, homeRegion } = controlTowerState(world);
  const logArchive = landingZone ? integrationAccount(landingZone, 'centralizedLogging') : undefined;
  return { logArchive: logArchive ?? '', home: homeRegion ?? '' };
}

/** Detective controls that work by AWS Config rules in this account and Region: what they are called and the managed rule. */
export function detectiveRules(
  world: World,
  accountId: string,
  region: string,
): readonly { readonly name: string; readonly identifier: string }[] {
  return controlsOn(world, accountId).flatMap((row) => {
    if (row.status === 'FAILED' || !row.regions.includes(region) || formOf(world, row) !== 'configRule') return [];
    const control = controlOf(world, row);
    return [{ name: control?.aliases[0] ?? row.controlId, identifier: control?.identifier ?? row.controlId }];
  });
}

/** Controls that are enabled on units: no account has more of them than there are. */
export const unitControls = (world: World): number =>
  Object.values(controlTowerState(world).enabledControls).filter(({ parent }) => parent === undefined).length;

function sharedAccounts(manifest: Readonly<Record<string, unknown>>): unknown[] {
  return ['centralizedLogging', 'securityRoles', 'config', 'backup'].flatMap((name) => {
    const part = manifest[name];
    if (typeof part !== 'object' || part === null) return [];
    const nested = 'configurations' in part && typeof part.configurations === 'object' ? part.configurations : null;
    const backup = Object.values(nested ?? {}).map((each) => accountIdOf(each));
    return [accountIdOf(part), ...backup];
  });
}

const accountIdOf = (part: unknown): unknown =>
  typeof part === 'object' && part !== null && 'accountId' in part ? part.accountId : undefined;

/** What Control Tower needs to know to let people in; undefined where the landing zone leaves that to others. */
export interface AccessManagement {
  readonly homeRegion: string;
  readonly version: string;
  readonly logArchive?: string;
  readonly audit?: string;
  /** Enrolled accounts, those of the landing zone itself left out, since when: clock milliseconds. */
  readonly members: ReadonlyMap<string, number>;
}

export function accessManagement(world: World): AccessManagement | undefined {
  const { landingZone, homeRegion, baselineOperations } = controlTowerState(world);
  if (!landingZone || homeRegion === null || !integration(landingZone, 'accessManagement')) return undefined;
  const logArchive = integrationAccount(landingZone, 'centralizedLogging');
  const audit = integrationAccount(landingZone, 'securityRoles');
  const enrolled = rowsOf(world).filter((row) => isChild(row) && row.status === 'SUCCEEDED');
  return {
    homeRegion,
    version: landingZone.version,
    ...(logArchive === undefined ? {} : { logArchive }),
    ...(audit === undefined ? {} : { audit }),
    members: new Map(
      enrolled.map((row) => [row.targetId, baselineOperations[row.lastOperation ?? '']?.endedAt ?? 0] as const),
    ),
  };
}
