import type { NodeName } from '../../model.js';
import { type Answer, askAll, blockedRow, suspendedNote, unknownRow } from '../answers.js';
import {
  activeMembers,
  type ControlTowerFacts,
  type EnabledBaseline,
  type EnabledControl,
  type Evidence,
  type OrganizationFacts,
  type Unread,
} from '../evidence.js';
import { unitsAround } from '../targets.js';
import { type EvidenceLine, placeLabel, type RowResult } from '../verdict.js';
import { declarationsFor } from './declarations.js';
import { holdsSharedAccounts } from './organization-and-units.js';
import { inOrganization, manifestLines, type RowDefinition } from './row.js';

/** Baselines that make AWS Config record in an account: without one a detective control has nothing to look at. */
const RECORDING = new Set(['AWSControlTowerBaseline', 'ConfigBaseline']);

/** Strongly recommended, and quiet in an account that is in order. */
const PROPOSED = [
  'AWS-GR_ROOT_ACCOUNT_MFA_ENABLED',
  'AWS-GR_ENCRYPTED_VOLUMES',
  'AWS-GR_RESTRICTED_SSH',
  'AWS-GR_RDS_INSTANCE_PUBLIC_ACCESS_CHECK',
  'AWS-GR_S3_BUCKET_PUBLIC_READ_PROHIBITED',
];

export const detectiveControls: RowDefinition = {
  id: '1C-1',
  title: 'Undesired settings are noticed',
  judged:
    "Control Tower's detective controls enabled on the unit of each account, with AWS Config recording there. Organization rules of AWS Config and Security Hub standards are not read by this version",
  assess: (evidence) => inOrganization(evidence, (organization) => assess(evidence, organization)),
};

function assess(evidence: Evidence, organization: OrganizationFacts): RowResult {
  const { controlTower } = evidence;
  if (!controlTower.known) return unknownRow(controlTower.unread);
  const landingZone = controlTower.value;
  if (landingZone === undefined) return withoutLandingZone(evidence);
  if (isOff(landingZone, 'config')) {
    return blockedRow(
      "the landing zone's AWS Config integration is off, so that no detective control can work",
      'Turn the integration on in the landing zone, then enable detective controls.',
    );
  }
  const { controls, baselines } = landingZone;
  if (!controls.known) return unknownRow(controls.unread);
  if (!baselines.known) return unknownRow(baselines.unread);
  return judge(organization, landingZone, controls.value, baselines.value);
}

function judge(
  organization: OrganizationFacts,
  landingZone: ControlTowerFacts,
  controls: readonly EnabledControl[],
  baselines: readonly EnabledBaseline[],
): RowResult {
  const { tree } = organization;
  const detective = controls.filter(({ behavior }) => behavior === 'DETECTIVE');
  const ask = (account: NodeName): Answer => {
    const unit = tree.get(account)?.parent ?? 'root';
    if (unit === 'root') return { is: 'no', why: 'it stands at the root, where no control can be enabled' };
    const here = detective.filter(({ target }) => target === unit);
    const working = here.filter(({ status }) => status === 'SUCCEEDED');
    if (working.length === 0) return noControl(here, unit, controls);
    const recording = holdsSharedAccounts(unit, organization, landingZone) || isEnrolled(account, baselines);
    if (!recording) return { is: 'no', why: 'controls are enabled, but AWS Config is not laid by a baseline' };
    return { is: 'yes', by: [`${working.length} at ${placeLabel(unit)}`] };
  };
  const aspect = {
    holds: 'detective controls look at the account',
    fails: 'no detective control looks at the account',
    ask,
  };
  const asked = askAll([aspect], activeMembers(tree), 'account');
  return {
    verdict: asked.verdict,
    count: asked.count,
    evidence: [...asked.evidence, ...driftNotes(detective), ...suspendedNote(organization)],
    ...whatToDo(organization, asked.failing),
    missingPermissions: asked.missingPermissions,
  };
}

/** A control whose behaviour the catalog did not tell may be a detective one. */
function noControl(here: readonly EnabledControl[], unit: NodeName, all: readonly EnabledControl[]): Answer {
  const failed = here.filter(({ status }) => status !== 'SUCCEEDED');
  const unclear = all.filter(
    ({ target, behavior, status }) => target === unit && behavior === undefined && status === 'SUCCEEDED',
  );
  if (failed.length > 0) {
    return { is: 'no', why: failed.map(({ name, status }) => `${name} is ${status}`).join(', ') };
  }
  if (unclear.length === 0) return { is: 'no' };
  const reason = `the catalog does not tell what ${unclear.map(({ name }) => name).join(', ')} does`;
  return { is: 'unknown', unread: { reason } };
}

function isEnrolled(account: NodeName, baselines: readonly EnabledBaseline[]): boolean {
  return baselines.some(
    ({ name, target, status }) => target === account && status === 'SUCCEEDED' && RECORDING.has(name),
  );
}

function driftNotes(detective: readonly EnabledControl[]): EvidenceLine[] {
  const drifted = detective.filter((control) => control.drifted);
  if (drifted.length === 0) return [];
  const about = drifted.map(
    ({ name, target }) => `${name} at ${target === undefined ? 'an unknown place' : placeLabel(target)}`,
  );
  return [{ state: 'note', text: 'enabled and drifted', about }];
}

/** `config` of a landing zone before 4.0 is not in its manifest: recording is always on there. */
function isOff({ manifest }: ControlTowerFacts, key: string): boolean {
  const part = manifest[key];
  return typeof part === 'object' && part !== null && 'enabled' in part && part['enabled'] === false;
}

/** Two other ways to look into every account need trusted access: without it, they are not in use either. */
const OTHER_WAYS = ['config-multiaccountsetup.amazonaws.com', 'securityhub.amazonaws.com'];

function withoutLandingZone({ trustedServices }: Evidence): RowResult {
  const none: EvidenceLine = { state: 'not met', text: 'there is no landing zone, and so no detective control' };
  const advice = ['Set up a landing zone with AWS Control Tower, or notice undesired settings by Config rules.'];
  const unknown = (why: Unread): RowResult => ({ ...unknownRow(why), evidence: [none, ...unknownRow(why).evidence] });
  if (!trustedServices.known) return unknown(trustedServices.unread);
  const used = OTHER_WAYS.filter((service) => trustedServices.value.has(service));
  if (used.length > 0) {
    return unknown({ reason: `${used.join(' and ')} may look into the accounts; this version does not read them` });
  }
  const off: EvidenceLine = { state: 'not met', text: `trusted access is off for ${OTHER_WAYS.join(' and ')}` };
  return { verdict: 'not met', evidence: [none, off], advice, missingPermissions: [] };
}

function whatToDo(
  organization: OrganizationFacts,
  failing: readonly NodeName[],
): Pick<RowResult, 'advice' | 'manifest'> {
  const { tree } = organization;
  if (failing.length === 0) return { advice: [] };
  const targets = unitsAround(tree, failing);
  const advice = [
    'Enable a few detective controls on every unit that holds accounts; they are not inherited by units below.',
    ...(failing.some((account) => tree.get(account)?.parent === 'root')
      ? ['Move the accounts at the root into a unit first.']
      : []),
  ];
  if (targets.length === 0) return { advice };
  return {
    advice,
    manifest: manifestLines({
      ...declarationsFor(organization, targets),
      controls: PROPOSED.map((control) => ({ control, targets })),
    }),
  };
}
