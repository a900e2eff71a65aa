import { compareVersions } from '../facts/baselines.js';
import { isSwitched, type LandingZoneSpec } from '../kinds/landing-zone/spec.js';
import type { NodeName } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { type SettingsChange, settingsChanges } from './landing-zone.js';

/** What is wrong, and what to do. */
type Refusal = readonly [message: string, hint: string];

const OLDEST = '3.1';
const INTEGRATIONS = ['centralizedLogging', 'config', 'securityRoles'] as const;

function* versionRefusals(input: GuardInput, { before, after }: SettingsChange): Generator<Refusal> {
  const [from, to] = [before?.version, after.version];
  if (to === undefined) return;
  if (from !== undefined && compareVersions(to, from) < 0) {
    yield [
      `version "${to}" is older than the ${from} that the landing zone has, and none is ever rolled back`,
      `Write version: "${from}", or leave it out.`,
    ];
    return;
  }
  const latest = input.landingZone?.state === 'there' ? input.landingZone.latestVersion : undefined;
  if (latest !== undefined && compareVersions(to, latest) > 0)
    yield [`version "${to}" is not offered: the newest is ${latest}`, `Write version: "${latest}" at most.`];
  if (compareVersions(to, OLDEST) < 0)
    yield [`the landing-zone API works from version ${OLDEST} on, and this one has ${to}`, 'Update it in the console.'];
}

function* regionRefusals(input: GuardInput, { after }: SettingsChange): Generator<Refusal> {
  const { homeRegion } = input;
  if (homeRegion === undefined || !after.regions || after.regions.includes(homeRegion)) return;
  yield [
    `the home Region ${homeRegion} is not among the governed Regions (${after.regions.join(', ')})`,
    `Add ${homeRegion}: it is governed for good.`,
  ];
}

/** Settings that the form of this version has no place for. */
function* formRefusals({ before, after }: SettingsChange): Generator<Refusal> {
  // A rollback is refused as such: what was set since is not at fault.
  if (after.version === undefined || isSwitched(after.version) || isSwitched(before?.version)) return;
  const hint = `It can be set since 4.0: leave it out, or upgrade first.`;
  const { account, retention, kmsKey, enabled } = after.config ?? {};
  const other = before?.config?.account !== account && account != null;
  if (enabled === false) yield [`Config cannot be switched off in landing zone ${after.version}`, hint];
  if (other || retention || kmsKey != null)
    yield [`landing zone ${after.version} has no settings of its own for Config`, hint];
  if (after.securityRoles?.enabled === false)
    yield [`the security roles cannot be switched off in landing zone ${after.version}`, hint];
}

function* integrationRefusals({ before, after }: SettingsChange): Generator<Refusal> {
  for (const name of INTEGRATIONS) {
    // Offline, what is not written here may be there already.
    if (!before || after[name]?.enabled !== true || after[name]?.account != null) continue;
    yield [`${name} is on and no account is named for it`, `Write ${name}: { account: NAME }.`];
  }
  const { backup } = after;
  if (before && backup?.enabled === true && (backup.admin == null || backup.central == null || backup.kmsKey == null))
    yield [
      'Backup is on and needs an administrator, a central vault and a KMS key',
      'Write backup: { admin: NAME, central: NAME, kmsKey: ARN }.',
    ];
  if (after.config?.enabled !== false) return;
  const standing = [
    ...(after.securityRoles?.enabled === true ? ['securityRoles'] : []),
    ...(after.accessManagement === true ? ['accessManagement'] : []),
    ...(backup?.enabled === true ? ['backup'] : []),
  ];
  if (standing.length > 0)
    yield [
      `Config is off and ${standing.join(', ')} ${standing.length === 1 ? 'stands' : 'stand'} on it`,
      'Switch them off too, or leave Config on.',
    ];
}

/** An upgrade to 4.0 and switching off what 4.0 lets switch off are two updates. */
function* togetherRefusals({ before, after }: SettingsChange): Generator<Refusal> {
  if (before?.version === undefined || isSwitched(before.version) || !isSwitched(after.version)) return;
  for (const name of ['config', 'securityRoles'] as const)
    if (after[name]?.enabled === false)
      yield [
        `${name} cannot be switched off in the update that brings ${before.version} to ${after.version}`,
        'Upgrade first, with it on; switch it off in the next plan.',
      ];
}

/** Since 4.0 all accounts of the integrations live in one unit directly under the root. */
function* homeRefusals(input: GuardInput, { before, after }: SettingsChange): Generator<Refusal> {
  if (!before || !isSwitched(after.version)) return;
  const homes = new Map(accountsOf(after).map((account) => [account, input.after.organization.get(account)?.parent]));
  const units = new Set(homes.values());
  const [unit] = units;
  if (homes.size === 0 || units.has(undefined)) return;
  if (
    units.size === 1 &&
    unit !== 'root' &&
    unit !== undefined &&
    input.after.organization.get(unit)?.parent === 'root'
  )
    return;
  const places = [...homes].map(([account, home]) => `${account} in ${home}`).join(', ');
  yield [
    `the accounts of its integrations must live in one unit directly under the root (${places})`,
    'Move them into one, or name others.',
  ];
}

function accountsOf({ centralizedLogging, config, securityRoles, backup }: LandingZoneSpec): NodeName[] {
  const on = [
    ...[centralizedLogging, config, securityRoles].map((each) => (each?.enabled === true ? each.account : undefined)),
    ...(backup?.enabled === true ? [backup.admin, backup.central] : []),
  ];
  return [...new Set(on.filter((account) => account != null))];
}

export const landingZoneRefused: Guard = {
  code: 'landing-zone-refused',
  title: 'Settings of the landing zone that Control Tower would refuse',
  reason:
    'Control Tower checks the manifest of the landing zone as a whole and refuses it: an older version or one that is not offered, a list of Regions without the home Region, an integration that is on without its account, one that stands on Config while Config is off, settings that this version’s form does not have, accounts of the integrations that do not share one unit under the root (4.0), Config or the security roles switched off in the update that upgrades to 4.0. Sources: [landing zone schemas](https://docs.aws.amazon.com/controltower/latest/userguide/landing-zone-schemas.html), [landing zone APIs](https://docs.aws.amazon.com/controltower/latest/userguide/lz-api-launch.html), [what 4.0 changes](https://docs.aws.amazon.com/controltower/latest/userguide/key-changes-lz-v4.html).',
  allowance: 'There is none: Control Tower itself refuses.',
  absolute: true,
  *check(input): Iterable<Finding> {
    for (const change of settingsChanges(input)) {
      const { address, origin } = change;
      for (const [message, hint] of [
        ...versionRefusals(input, change),
        ...regionRefusals(input, change),
        ...formRefusals(change),
        ...integrationRefusals(change),
        ...togetherRefusals(change),
        ...homeRefusals(input, change),
      ])
        yield { address, ...(origin && { origin }), message, hint };
    }
  },
};
