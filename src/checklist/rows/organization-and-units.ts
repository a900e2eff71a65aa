import type { NodeName } from '../../model.js';
import type { Organization } from '../../organization.js';
import { unknownRow } from '../answers.js';
import {
  activeMembers,
  type ControlTowerFacts,
  type EnabledBaseline,
  type Evidence,
  type Fact,
  type OrganizationFacts,
} from '../evidence.js';
import { type EvidenceLine, placeLabel, type RowResult } from '../verdict.js';
import type { RowDefinition } from './row.js';
import { unitAdvice } from './unit-advice.js';

const NO_ORGANIZATION: RowResult = {
  verdict: 'not met',
  evidence: [{ state: 'not met', text: 'this account is in no organization' }],
  advice: ['Create an organization with all features: aws organizations create-organization --feature-set ALL.'],
  missingPermissions: [],
};

const BILLING_ONLY: RowResult = {
  verdict: 'not met',
  evidence: [{ state: 'not met', text: 'the organization has consolidated billing only, not all features' }],
  advice: ['Turn on all features: aws organizations enable-all-features; every invited account has to agree.'],
  missingPermissions: [],
};

/** Those of Control Tower's baselines that register an OU. */
const REGISTERING = new Set(['AWSControlTowerBaseline', 'ConfigBaseline']);

export const organizationAndUnits: RowDefinition = {
  id: '1A-1',
  title: 'All features are on, and units by purpose hold the accounts',
  judged:
    'FeatureSet, the tree of units, and, where there is a landing zone, the baselines enabled on each unit and each account in it',
  assess(evidence) {
    const { organization, controlTower } = evidence;
    if (!organization.known) return unknownRow(organization.unread);
    if (organization.value === undefined) return NO_ORGANIZATION;
    if (!organization.value.allFeatures) return BILLING_ONLY;
    return assessUnits(organization.value, controlTower);
  },
};

type State = { readonly is: 'yes' } | { readonly is: 'no'; readonly why: string } | { readonly is: 'unknown' };

function assessUnits(organization: OrganizationFacts, controlTower: Evidence['controlTower']): RowResult {
  const { tree, missingUnits } = organization;
  const places = placesOf(organization);
  const registration = registrationOf(controlTower);
  const states = places.map((place) => ({ place, state: stateOf(place, organization, registration) }));
  const failing = states.flatMap(({ place, state }) => (state.is === 'no' ? [{ place, why: state.why }] : []));
  const met = states.filter(({ state }) => state.is === 'yes').length;
  const open = states.filter(({ state }) => state.is === 'unknown').map(({ place }) => placeLabel(place));
  const evidence: EvidenceLine[] = [
    { state: 'met', text: 'all features are on' },
    ...metLine(
      states.flatMap(({ place, state }) => (state.is === 'yes' ? [placeLabel(place)] : [])),
      registration,
    ),
    ...failing.map(({ place, why }): EvidenceLine => ({ state: 'not met', text: why, about: aboutOf(place, tree) })),
    ...unknownLines(open, registration),
  ];
  const missing = registration.is === 'unknown' ? (registration.fact.missingPermission ?? []) : [];
  return {
    verdict: tree.units().length === 0 ? 'partly' : verdictOf(places.length, met, failing.length),
    ...(places.length > 0 && { count: { met, of: places.length, noun: 'place' } }),
    evidence: tree.units().length === 0 ? [...evidence, { state: 'not met', text: 'there are no units' }] : evidence,
    ...unitAdvice(
      organization,
      failing.map(({ place }) => place),
      registration.is === 'read',
      missingUnits,
    ),
    missingPermissions: open.length > 0 ? [missing].flat() : [],
  };
}

/** At the root it is the accounts that stand in the wrong place. */
function aboutOf(place: NodeName, tree: Organization): string[] {
  if (place !== 'root') return [placeLabel(place)];
  return activeMembers(tree)
    .filter((account) => tree.get(account)?.parent === 'root')
    .map(placeLabel);
}

/** Without an account anywhere the units alone are judged, and they are there. */
function verdictOf(of: number, met: number, failing: number): RowResult['verdict'] {
  if (met === of) return 'met';
  return failing > 0 ? 'partly' : 'unknown';
}

/** Units that hold accounts in use, the root where it does, and what the manifest declares and AWS does not have. */
function placesOf({ tree, missingUnits }: OrganizationFacts): NodeName[] {
  const holding = new Set(activeMembers(tree).flatMap((account) => tree.get(account)?.parent ?? []));
  const ordered = (['root', ...tree.units()] as NodeName[]).filter((place) => holding.has(place));
  return [...ordered, ...missingUnits];
}

type Registration =
  | { readonly is: 'not needed' }
  | { readonly is: 'unknown'; readonly fact: { readonly reason: string; readonly missingPermission?: string } }
  | { readonly is: 'read'; readonly baselines: readonly EnabledBaseline[]; readonly landingZone: ControlTowerFacts };

function registrationOf(controlTower: Fact<ControlTowerFacts | undefined>): Registration {
  if (!controlTower.known) return { is: 'unknown', fact: controlTower.unread };
  const landingZone = controlTower.value;
  if (landingZone === undefined) return { is: 'not needed' };
  const { baselines } = landingZone;
  return baselines.known
    ? { is: 'read', baselines: baselines.value, landingZone }
    : { is: 'unknown', fact: baselines.unread };
}

function stateOf(place: NodeName, organization: OrganizationFacts, registration: Registration): State {
  if (place === 'root') return { is: 'no', why: 'accounts stand at the root, in no unit' };
  if (organization.missingUnits.includes(place)) return { is: 'no', why: 'declared in the manifest and not there' };
  if (registration.is === 'not needed') return { is: 'yes' };
  if (registration.is === 'unknown') return { is: 'unknown' };
  const { baselines, landingZone } = registration;
  if (holdsSharedAccounts(place, organization, landingZone)) return { is: 'yes' };
  const own = baselines.filter(({ name, target }) => target === place && REGISTERING.has(name));
  if (own.length === 0) return { is: 'no', why: 'not registered with Control Tower' };
  return enrolment(place, organization, baselines, own);
}

function enrolment(
  place: NodeName,
  { tree }: OrganizationFacts,
  baselines: readonly EnabledBaseline[],
  own: readonly EnabledBaseline[],
): State {
  const broken = own.find(({ status }) => status !== 'SUCCEEDED');
  if (broken) return { is: 'no', why: `its registration is ${broken.status} (${broken.name})` };
  const members = activeMembers(tree, place).filter((account) => tree.get(account)?.parent === place);
  const enrolled = new Set(
    baselines.flatMap(({ name, target, status }) =>
      status === 'SUCCEEDED' && REGISTERING.has(name) ? (target ?? []) : [],
    ),
  );
  const left = members.filter((member) => !enrolled.has(member));
  if (left.length > 0) {
    const names = left.map(placeLabel).join(', ');
    return { is: 'no', why: `registered, but ${left.length} of ${members.length} accounts not enrolled: ${names}` };
  }
  if (own.some(({ drifted }) => drifted)) return { is: 'no', why: 'registered, but drifted from its baseline' };
  return { is: 'yes' };
}

/** The unit of the log archive and audit accounts: the landing zone itself looks after it, and no OU baseline fits it. */
export function holdsSharedAccounts(
  unit: NodeName,
  { tree, idOf }: OrganizationFacts,
  { manifest }: ControlTowerFacts,
): boolean {
  const shared = new Set(
    ['centralizedLogging', 'securityRoles', 'config'].flatMap((key) => {
      const part = manifest[key];
      return typeof part === 'object' && part !== null && 'accountId' in part ? [String(part['accountId'])] : [];
    }),
  );
  return tree.accounts(unit).some((account) => tree.get(account)?.parent === unit && shared.has(idOf(account) ?? ''));
}

function metLine(about: readonly string[], registration: Registration): EvidenceLine[] {
  if (about.length === 0) return [];
  const text =
    registration.is === 'read' ? 'registered with Control Tower, every account enrolled' : 'units with accounts';
  return [{ state: 'met', text, about }];
}

function unknownLines(about: readonly string[], registration: Registration): EvidenceLine[] {
  if (about.length === 0 || registration.is !== 'unknown') return [];
  const text = `it cannot be told whether these are registered with Control Tower: ${registration.fact.reason}`;
  return [{ state: 'unknown', text, about }];
}
