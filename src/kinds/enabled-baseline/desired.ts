import { ACCOUNTS_IN_REGISTERED_UNIT, baselineVersionFor, compareVersions } from '../../facts/baselines.js';
import type { DesiredContext, ManifestView } from '../../kind.js';
import type { Address, Desired, LandingZone, Origin } from '../../model.js';
import { byAccountFactory } from '../account/entry.js';
import { accounts } from '../account/section.js';
import { landingZoneSection } from '../landing-zone/section.js';
import { organizationalUnits, type UnitDeclaration, unitDeclarations } from '../organizational-unit/section.js';
import { unitAddress } from '../organizational-unit/spec.js';
import { type BaselineWish, baselinesOf } from './field.js';
import { type EnabledBaselineSpec, enabledBaselineAddress, REGISTERING, type UnitAddress } from './spec.js';

export function* desired(context: DesiredContext): Generator<Desired<EnabledBaselineSpec>> {
  const section = context.manifest.section(organizationalUnits);
  for (const unit of section === undefined ? [] : unitDeclarations(section)) {
    for (const wish of baselinesOf(unit.entry.baseline)) yield one(context, unit, wish);
  }
}

/** Whether the manifest says anything about baselines: where it does not, Control Tower is not even asked. */
export function speaksOfBaselines(manifest: ManifestView): boolean {
  const section = manifest.section(organizationalUnits);
  return section !== undefined && unitDeclarations(section).some(({ entry }) => entry.baseline !== undefined);
}

function one(context: DesiredContext, unit: UnitDeclaration, wish: BaselineWish): Desired<EnabledBaselineSpec> {
  const { manifest, organization } = context;
  const target = unitAddress(unit.path);
  const origin = manifest.originOf(organizationalUnits.key, ...unit.keys, 'baseline', ...wish.path);
  const address = enabledBaselineAddress(wish.name, target);
  // Accounts that are moved in are there when the unit is registered: one operation enrols them all.
  const after = organization
    .children(target)
    .filter((node): node is `account:${string}` => node.startsWith('account:'))
    .filter((account) => !waitsForUnit(context, account));
  const base = { address, origin, after: after satisfies readonly Address[] };
  if (wish.off) return { ...base, spec: { baseline: wish.name, target }, absent: true };
  const version = versionOf(context, wish, origin, address);
  refusals(context, wish, target, origin, address);
  const inherited = inheritedFrom(context);
  return {
    ...base,
    spec: {
      baseline: wish.name,
      target,
      ...(version !== undefined && { version }),
      ...(inherited !== undefined && { landingZone: inherited }),
    },
    ...(wish.onDrift && { onDrift: wish.onDrift }),
    ...(wish.adopt && { adopt: true }),
  };
}

/** What units have of the landing zone as this manifest makes it; nothing where it says nothing of it. */
function inheritedFrom({ manifest, landingZone }: DesiredContext): string | undefined {
  if (landingZone?.state !== 'there' || manifest.section(landingZoneSection) === undefined) return undefined;
  return landingZone.inherited;
}

/** Account Factory makes an account only in a unit that is registered already. */
function waitsForUnit({ manifest, organization }: DesiredContext, account: `account:${string}`): boolean {
  const entry = manifest.section(accounts)?.[account.slice('account:'.length)];
  return entry !== undefined && byAccountFactory(entry) && organization.get(account)?.live !== true;
}

/** The version asked for, else the one that goes with the landing zone; nothing where neither is known. */
function versionOf(
  { landingZone, problem }: DesiredContext,
  { name, version }: BaselineWish,
  origin: Origin,
  address: Address,
): string | undefined {
  if (landingZone?.state !== 'there') return version;
  const fits = baselineVersionFor(name, landingZone.version);
  const zone = `landing zone ${landingZone.version}`;
  if (fits === undefined && version === undefined) {
    problem({
      code: 'baseline-version',
      origin,
      address,
      message: `no version of ${name} is known to go with ${zone}`,
      hint: `write one: baseline: { name: ${name}, version: "..." }; ConfigBaseline and 5.0 begin with landing zone 4.0`,
    });
  }
  if (fits === undefined || version === undefined) return version ?? fits?.version;
  const order = compareVersions(version, fits.version);
  if (order !== 0 && !fits.assumed) {
    problem({
      code: 'baseline-version',
      severity: order > 0 ? 'error' : 'warning',
      origin,
      address,
      message: `version ${version} of ${name} does not go with ${zone}, which enables ${fits.version}`,
      hint:
        order > 0
          ? 'update the landing zone first'
          : 'an older version may stay where it is, but no unit is registered with it any more',
    });
  }
  return version;
}

/** What Control Tower would refuse, as far as the landing zone and the tree tell. */
function refusals(
  { landingZone, organization, problem }: DesiredContext,
  { name }: BaselineWish,
  target: UnitAddress,
  origin: Origin,
  address: Address,
): void {
  const refuse = (message: string, hint: string): void =>
    problem({ code: 'baseline-refused', origin, address, message, hint });
  const registers = REGISTERING.some((baseline) => baseline === name);
  if (registers && isThere(landingZone)) {
    if (landingZone.securityUnits.includes(target))
      refuse(
        `${name} cannot be enabled on ${target}, which holds the accounts of the landing zone itself`,
        'remove the line: the landing zone governs this unit by itself',
      );
    if (!landingZone.config)
      refuse(
        `${name} needs the Config integration of the landing zone, which is off`,
        'switch it on in the settings of the landing zone first',
      );
  }
  if (name === 'BackupBaseline' && isThere(landingZone) && !landingZone.backup)
    refuse(
      `${name} needs the Backup integration of the landing zone, which is off`,
      'switch it on in the settings of the landing zone first',
    );
  const accounts = organization.children(target).filter((node) => node.startsWith('account:')).length;
  if (accounts > ACCOUNTS_IN_REGISTERED_UNIT)
    refuse(
      `${target} holds ${accounts} accounts directly, and Control Tower registers no unit with more than ${ACCOUNTS_IN_REGISTERED_UNIT}`,
      'spread them over units below it, each with its own baseline',
    );
}

function isThere(landingZone: LandingZone | undefined): landingZone is Extract<LandingZone, { state: 'there' }> {
  return landingZone?.state === 'there';
}
