import { companionsOf } from '../../facts/companion-actions.js';
import type { Kind, Lane } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import { controls } from '../enabled-control/section.js';
import { landingZoneSection } from '../landing-zone/section.js';
import { organizationalUnits } from '../organizational-unit/section.js';
import { READ_THE_LANDING_ZONE, READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { desired, speaksOfBaselines } from './desired.js';
import { confirm, live } from './live.js';
import { movesOf } from './resets.js';
import { shows } from './shows.js';
import { type EnabledBaselineSpec, enabledBaselineAddress, registrationsOf, unitsAbove } from './spec.js';
import { steps } from './steps.js';

/**
 * One baseline operation at a time in the whole organization (quota "Concurrent operations for OUs", not adjustable),
 * and no control operation beside it: Control Tower restricts those while a unit is being registered.
 */
const LANES: readonly Lane[] = [
  { lane: 'control-tower-baseline', limit: 1 },
  { lane: 'control-tower-controls', limit: 10, exclusive: true },
];

const WRITES = [
  'controltower:EnableBaseline',
  'controltower:UpdateEnabledBaseline',
  'controltower:ResetEnabledBaseline',
  'controltower:DisableBaseline',
  'controltower:TagResource',
];

export const enabledBaseline: Kind<EnabledBaselineSpec, Surroundings> = {
  name: 'enabled-baseline',
  prefix: 'baseline',
  title: 'baseline of a unit',
  about: `A baseline of Control Tower that is enabled on a unit: \`baseline:\` of a unit in \`organizationalUnits\`. AWSControlTowerBaseline registers the unit, ConfigBaseline records its configuration only (landing zone 4.0 and later; a unit has one of the two), BackupBaseline lays backup plans.

**Enabled** parents first, each unit by itself, one operation at a time in the whole organization; accounts that the plan moves in are moved before. The version is the one that goes with the landing zone, the ARN is looked up by name, and where the landing zone manages Identity Center its ARN is sent along. **Updated** when the version differs, or the landing zone's settings are not those that the unit was registered under, where the manifest has a \`landingZone\` section. **Repaired** by a reset when its last operation failed or accounts in it could not be enrolled: they are named. An operation that is running already is waited for, the landing zone's own included.

**Drift**: accounts that are in the unit and not enrolled, or enrolled here and gone, are named. \`onDrift: reset\` (or \`--reset-drift\`) registers the unit again, \`onDrift: report\` only says so; by itself towerctl does the first for accounts that the manifest places and the second for all others. Accounts that this plan moves into a registered unit are enrolled by Control Tower where auto-enrolment is on, which is awaited, and otherwise by a reset in the same plan. A reset gives accounts the mandatory controls only; declared optional ones are reset after it. Drift of what a baseline laid down inside an account is not detected by Control Tower.

**Disabled** only by \`baseline: off\` (or with the unit, when that is removed), nested units first, after the unit's optional controls, and only when no account is left in it. Leaving the line out changes nothing: it is reported. What the landing zone registered by itself carries no tag: it is adopted when it is as declared.

Sources: [types of baselines](https://docs.aws.amazon.com/controltower/latest/userguide/types-of-baselines.html), [versions](https://docs.aws.amazon.com/controltower/latest/userguide/table-of-baselines.html), [nested units](https://docs.aws.amazon.com/controltower/latest/userguide/nested-ous.html), [drift](https://docs.aws.amazon.com/controltower/latest/userguide/governance-drift.html).`,
  sections: [],
  // Controls stand on baselines, and units on the landing zone: what they have is read for these too.
  readsSections: [organizationalUnits.key, controls.key, landingZoneSection.key],
  undeclared: 'report',
  needsLandingZone: speaksOfBaselines,
  ownable: true,
  desired,
  needs,
  live,
  confirm,
  // The settings it was registered under are only read where it is declared.
  reliedOn: ({ landingZone: _landingZone, ...rest }) => rest,
  narrow: (live, wanted) => ({
    baseline: live.baseline,
    target: live.target,
    ...(wanted.version !== undefined && live.version !== undefined && { version: live.version }),
    // Parameters are sent with every write and read back by none of the lists.
    ...(wanted.parameters && { parameters: wanted.parameters }),
    // What is not ours yet says nothing of it: that is no difference.
    ...(wanted.landingZone !== undefined && { landingZone: live.landingZone ?? wanted.landingZone }),
  }),
  takesBack,
  steps,
  // Neither a tag nor waiting is an operation.
  lanes: (change) =>
    change.action === 'expect' || (change.why === 'automatic' && change.action === 'adopt') ? [] : LANES,
  follows,
  waitsFor,
  shows,
  describe,
  targets: (spec) => [spec.target],
  actions: {
    read: [
      ...READ_THE_ORGANIZATION,
      ...READ_THE_LANDING_ZONE,
      'controltower:ListBaselines',
      'controltower:ListEnabledBaselines',
      'controltower:GetEnabledBaseline',
      'controltower:ListManagedAccounts',
      'controltower:ListManagedOrganizationalUnits',
      'controltower:GetBaselineOperation',
      'controltower:DescribeRegisterOrganizationalUnitOperation',
    ],
    // Beside the calls, what Control Tower does in the caller's name.
    write: [...WRITES, ...companionsOf(WRITES)],
  },
};

/** The unit; every unit above it registered; BackupBaseline beside the baseline that registers. */
function needs({ baseline, target }: EnabledBaselineSpec): readonly Address[] {
  return [
    target,
    ...unitsAbove(target).flatMap(registrationsOf),
    ...(baseline === 'BackupBaseline' ? [enabledBaselineAddress('AWSControlTowerBaseline', target)] : []),
  ];
}

/** The landing zone is as it will be before anything is registered under it. A registration ends after the accounts have left. */
function follows(change: Change<EnabledBaselineSpec>, others: ReadonlyMap<string, readonly Change[]>): Address[] {
  if (change.action === 'remove') return movedAt(change.from.target, others);
  return (others.get('landing-zone') ?? []).map(({ address }) => address);
}

/** What follows the accounts' moves begins after them. An account that could not be made or moved costs the others nothing. */
function waitsFor(change: Change<EnabledBaselineSpec>, others: ReadonlyMap<string, readonly Change[]>): Address[] {
  return change.why === 'automatic' && 'to' in change ? movedAt(change.to.target, others) : [];
}

function movedAt(unit: string, others: ReadonlyMap<string, readonly Change[]>): Address[] {
  return movesOf(others.get('account') ?? [])
    .filter(({ from, to }) => from === unit || to === unit)
    .map(({ account }) => account as Address);
}

/** Neither a newer version of a baseline nor what came with it is ever taken back (user guide, table of baselines). */
function takesBack(from: EnabledBaselineSpec, to: EnabledBaselineSpec): EnabledBaselineSpec {
  const { version, landingZone, ...rest } = from;
  if (version !== to.version) return rest;
  return { ...rest, ...(version !== undefined && { version }), ...(landingZone !== undefined && { landingZone }) };
}

function describe(change: Change<EnabledBaselineSpec>): readonly string[] {
  switch (change.action) {
    case 'create':
      return [createdText(change.to.baseline)];
    case 'update':
      return change.fields.some(({ path }) => path === 'landingZone')
        ? [
            'registered again: settings of the landing zone change (version, Regions, KMS keys, accounts, Identity Center)',
          ]
        : [];
    case 'repair':
      return [
        'a reset gives accounts the mandatory controls; declared optional ones are reset after it, others are not',
      ];
    case 'remove':
      return ['its mandatory controls and the resources of the baseline go; the unit stays in the organization'];
    default:
      return [];
  }
}

function createdText(baseline: string): string {
  const does: Readonly<Record<string, string>> = {
    ConfigBaseline: 'records to AWS Config in the accounts directly in this unit',
    BackupBaseline: 'lays backup plans and vaults into the accounts directly in this unit',
  };
  const registers = 'registers this unit and enrols the accounts directly in it';
  return `${does[baseline] ?? registers}; units below are registered by themselves`;
}
