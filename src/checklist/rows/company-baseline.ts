import type { NodeName } from '../../model.js';
import { suspendedNote, unknownRow, verdictOf } from '../answers.js';
import {
  activeMembers,
  type BaselineFacts,
  type CompanyBaselines,
  type Evidence,
  type OrganizationFacts,
} from '../evidence.js';
import { targetsFor } from '../targets.js';
import { type EvidenceLine, placeLabel, type RowResult } from '../verdict.js';
import { baselineLines, fallsShort, noteLines } from './baseline-lines.js';
import { declarationsFor } from './declarations.js';
import { inOrganization, manifestLines, type RowDefinition } from './row.js';

/** Safe in any account, and without a parameter that has to be thought of. */
const PROPOSED = 'ebs-default-encryption';

export const companyBaseline: RowDefinition = {
  id: '1D-5',
  title: 'The company baseline is everywhere, without gaps',
  judged:
    "the manifest's stack baselines, account by account and Region by Region: the StackSet as declared, its stacks current, none missing, none drifted when drift was last looked for. Without a manifest that declares any: the StackSets of the home Region that are not AWS's own, and every account must be reached by one",
  assess: (evidence) => inOrganization(evidence, (organization) => assess(evidence, organization)),
};

function assess(evidence: Evidence, organization: OrganizationFacts): RowResult {
  const { baselines } = evidence;
  if (!baselines.known) return unknownRow(baselines.unread);
  if (baselines.value.baselines.length === 0) return withoutAny(evidence, organization);
  return judge(evidence, organization, baselines.value);
}

function judge(evidence: Evidence, organization: OrganizationFacts, company: CompanyBaselines): RowResult {
  const { baselines } = company;
  const places = placesOf(company, organization);
  const unreached = company.declared ? [] : unreachedBy(baselines, places);
  const failing = places.filter(
    (place) => unreached.includes(place) || baselines.some((baseline) => fallsShort(baseline, place)),
  );
  const open = baselines.filter(({ unread }) => unread !== undefined);
  // Where the accounts of a set are not known, it may be in any of them.
  const unclear = places.filter((place) =>
    open.some(({ accounts }) => accounts.length === 0 || accounts.includes(place)),
  );
  const met = places.filter((place) => !failing.includes(place) && !unclear.includes(place));
  const permissions = [...new Set(open.flatMap(({ unread }) => unread?.missingPermission ?? []))].sort();
  return {
    // It may be meant for somebody: nobody is counted because it is not known whom.
    verdict: places.length === 0 && open.length > 0 ? 'unknown' : verdictOf(met.length, failing.length, places.length),
    count: { met: met.length, of: places.length, noun: 'account' },
    evidence: [
      ...baselineLines(baselines),
      ...unreachedLine(unreached, places),
      ...noteLines(baselines),
      ...suspendedNote(organization),
    ],
    ...whatToDo(evidence, organization, company, unreached, permissions),
    missingPermissions: permissions,
  };
}

/** With a manifest, the accounts that it means; without one, everybody. */
function placesOf({ declared, baselines }: CompanyBaselines, { tree }: OrganizationFacts): NodeName[] {
  const meant = baselines.flatMap(({ accounts }) => accounts);
  return [...new Set([...(declared ? [] : activeMembers(tree)), ...meant])];
}

/** A set that could not be read may reach them. */
function unreachedBy(baselines: readonly BaselineFacts[], places: readonly NodeName[]): NodeName[] {
  if (baselines.some(({ unread }) => unread !== undefined)) return [];
  const reached = new Set(baselines.flatMap(({ accounts }) => accounts));
  return places.filter((place) => !reached.has(place));
}

function unreachedLine(unreached: readonly NodeName[], places: readonly NodeName[]): EvidenceLine[] {
  if (unreached.length === 0) return [];
  const text = `no StackSet reaches ${unreached.length} of ${places.length} accounts`;
  const every = unreached.length === places.length;
  return [{ state: 'not met', text, about: unreached.map(placeLabel), ...(every && { every }) }];
}

function withoutAny(evidence: Evidence, organization: OrganizationFacts): RowResult {
  const members = activeMembers(organization.tree);
  return {
    verdict: 'not met',
    count: { met: 0, of: members.length, noun: 'account' },
    evidence: [{ state: 'not met', text: "there is no StackSet but AWS's own" }, ...suspendedNote(organization)],
    advice: ['Declare what every account must have as stack baselines; a first one is proposed here.'],
    ...proposal(evidence, organization, members),
    missingPermissions: [],
  };
}

function whatToDo(
  evidence: Evidence,
  organization: OrganizationFacts,
  { declared, baselines }: CompanyBaselines,
  unreached: readonly NodeName[],
  permissions: readonly string[],
): Pick<RowResult, 'advice' | 'manifest'> {
  const gaps = baselines.flatMap((each) => each.gaps);
  const open = gaps.some(({ is }) => is !== 'drifted') || baselines.some(({ whole }) => whole !== undefined);
  const unplaced = baselines.some(({ unread }) => unread !== undefined && unread.missingPermission === undefined);
  const reachesNobody = baselines.every(({ accounts, unread }) => accounts.length === 0 && unread === undefined);
  const advice = [
    ...(open ? [declared ? APPLY : RETRY] : []),
    ...(gaps.some(({ is }) => is === 'drifted') ? [DRIFT] : []),
    ...(unreached.length > 0
      ? ['Declare what every account must have as stack baselines, and mean these accounts too.']
      : []),
    ...(reachesNobody ? ['Mean units that hold accounts in use: the declared baselines reach none.'] : []),
    ...permissions.map((permission) => `Grant ${permission}, and look again.`),
    ...(unplaced ? ['Mend what keeps the others from being read, and look again.'] : []),
  ];
  return unreached.length === 0 ? { advice } : { advice, ...proposal(evidence, organization, unreached) };
}

const APPLY = 'Apply the manifest: it lays what is missing and tries again where a stack is not current.';
const RETRY =
  'Try again with UpdateStackSet or CreateStackInstances once the reasons are mended; or declare these sets as stack baselines with adopt: true, and each apply looks after them.';
const DRIFT =
  'Put back by hand what was changed in the drifted stacks, which StackSets do not mend, and look again with towerctl drift --detect.';

function proposal(
  { controlTower, managementStacks }: Evidence,
  organization: OrganizationFacts,
  accounts: readonly NodeName[],
): Pick<RowResult, 'manifest'> {
  const targets = targetsFor(organization.tree, accounts);
  if (targets.length === 0) return {};
  const governed = controlTower.known && controlTower.value !== undefined;
  const regions = managementStacks.known ? [...managementStacks.value.keys()] : [];
  const entry = { template: PROPOSED, targets, ...(!governed && regions.length > 0 && { regions }) };
  return {
    manifest: manifestLines({
      ...declarationsFor(organization, targets),
      stackBaselines: { [PROPOSED]: entry },
    }),
  };
}
