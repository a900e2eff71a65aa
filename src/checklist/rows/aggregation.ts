import type { NodeName } from '../../model.js';
import type { AggregationFacts, AggregatorFacts, AggregatorPlace } from '../access-facts.js';
import { type Answer, type Asked, askAll, grantAdvice, suspendedNote, unknownRow } from '../answers.js';
import { activeAccounts, type Evidence, type OrganizationFacts, type Unread } from '../evidence.js';
import { type EvidenceLine, placeLabel, type RowResult } from '../verdict.js';
import { securityAccount } from './administrator.js';
import { declarationsFor } from './declarations.js';
import { entranceFor } from './entrance.js';
import { inOrganization, manifestLines, type RowDefinition } from './row.js';

export const aggregation: RowDefinition = {
  id: '1C-2',
  title: 'Results are gathered in one place',
  judged:
    'an aggregator of AWS Config that follows the organization and gathers from all Regions, or from all that the landing zone governs, looked for in the management account and in every delegated administrator of AWS Config, in the home Region and the governed ones; account by account whether the last gathering went well',
  assess: (evidence) => inOrganization(evidence, (organization) => assess(evidence, organization)),
};

/** An aggregator that could serve, where it stands. */
interface Candidate {
  readonly place: AggregatorPlace;
  readonly aggregator: AggregatorFacts;
  readonly asked: Asked;
}

function assess(evidence: Evidence, organization: OrganizationFacts): RowResult {
  if (!evidence.aggregation.known) return unknownRow(evidence.aggregation.unread);
  const facts = evidence.aggregation.value;
  const found = facts.places.flatMap((place) =>
    place.aggregators.known ? place.aggregators.value.map((aggregator) => ({ place, aggregator })) : [],
  );
  const accounts = activeAccounts(organization.tree);
  const candidates = found
    .filter(({ aggregator }) => shortfall(aggregator, facts) === undefined)
    .map(({ place, aggregator }): Candidate => ({ place, aggregator, asked: gathered(place, aggregator, accounts) }))
    .sort((one, other) => other.asked.count.met - one.asked.count.met);
  const [best] = candidates;
  const others = found.filter(({ aggregator }) => aggregator !== best?.aggregator);
  const closed = closedLines(facts.places);
  if (!best) return without(evidence, organization, { facts, others, closed });
  return withBest(best, organization, [...othersLines(others, facts), ...(best.asked.verdict === 'met' ? [] : closed)]);
}

/** Why one does not serve; undefined = it does. */
function shortfall(
  { followsOrganization, regions }: AggregatorFacts,
  { governed }: AggregationFacts,
): string | undefined {
  if (!followsOrganization) return 'it names accounts, and follows no organization';
  if (regions === undefined) return undefined;
  if (governed.length === 0) return 'it gathers from some Regions only';
  const missing = governed.filter((region) => !regions.includes(region));
  return missing.length === 0 ? undefined : `it does not gather from ${missing.join(', ')}`;
}

function gathered(place: AggregatorPlace, { name, sources }: AggregatorFacts, accounts: readonly NodeName[]): Asked {
  const by = `${name} of ${placeLabel(place.account)} in ${place.region}`;
  const ask = (account: NodeName): Answer => {
    if (sources === undefined) return { is: 'no' };
    if (!sources.known) return { is: 'unknown', unread: sources.unread };
    if (sources.value.failed !== undefined) {
      return { is: 'no', why: `it cannot read the organization: ${sources.value.failed}` };
    }
    const here = sources.value.of.get(account);
    if (!here) return { is: 'no', why: 'nothing has been gathered from there yet' };
    const [first] = here.failed;
    if (!first) return { is: 'yes', by: [by] };
    const why = [...new Set(here.failed.map((each) => each.why))].join(', ');
    return { is: 'no', why, detail: here.failed.map(({ region }) => region).join(', ') };
  };
  const aspect = {
    holds: 'what AWS Config knows is gathered',
    fails: `${by} does not gather`,
    ask,
  };
  return askAll([aspect], accounts, 'account');
}

function withBest({ asked, aggregator }: Candidate, organization: OrganizationFacts, more: EvidenceLine[]): RowResult {
  const isOpen = asked.verdict !== 'met';
  return {
    verdict: asked.verdict,
    count: asked.count,
    evidence: [...asked.evidence, ...outdatedNote(aggregator), ...more, ...suspendedNote(organization)],
    advice: [
      ...(isOpen && asked.failing.length > 0
        ? [
            'Let it gather some hours, and look again; where the organization cannot be read, see that its account is still a delegated administrator of AWS Config, and make it anew.',
          ]
        : []),
      ...grantAdvice(asked.missingPermissions),
      ...(isOpen && asked.failing.length === 0 && asked.missingPermissions.length === 0 ? [LAY] : []),
    ],
    missingPermissions: asked.missingPermissions,
  };
}

const LAY = 'Lay the baseline towerctl-read in the delegated administrators of AWS Config, and look again.';

/** Whatever is old by some hours is gathered all the same. */
function outdatedNote({ sources }: AggregatorFacts): EvidenceLine[] {
  if (sources?.known !== true) return [];
  const about = [...sources.value.of].flatMap(([account, { outdated }]) =>
    outdated.length === 0 ? [] : [`${placeLabel(account)} (${outdated.join(', ')})`],
  );
  return about.length === 0 ? [] : [{ state: 'note', text: 'gathered, and not the newest', about }];
}

function closedLines(places: readonly AggregatorPlace[]): EvidenceLine[] {
  const groups = new Map<string, string[]>();
  for (const { account, region, aggregators } of places) {
    if (aggregators.known) continue;
    const { reason } = aggregators.unread;
    groups.set(reason, [...(groups.get(reason) ?? []), `${placeLabel(account)} in ${region}`]);
  }
  return [...groups].map(([reason, about]) => ({ state: 'unknown', text: `aggregators there (${reason})`, about }));
}

type Found = Pick<Candidate, 'place' | 'aggregator'>;

function othersLines(others: readonly Found[], facts: AggregationFacts): EvidenceLine[] {
  if (others.length === 0) return [];
  const about = others.map(({ place, aggregator }) => {
    const why = shortfall(aggregator, facts);
    const where = `${aggregator.name} of ${placeLabel(place.account)} in ${place.region}`;
    return why === undefined ? where : `${where} (${why})`;
  });
  return [{ state: 'note', text: 'other aggregators', about }];
}

interface Nothing {
  readonly facts: AggregationFacts;
  readonly others: readonly Found[];
  readonly closed: readonly EvidenceLine[];
}

function without(evidence: Evidence, organization: OrganizationFacts, { facts, others, closed }: Nothing): RowResult {
  const unseen = facts.places.flatMap(({ aggregators }): Unread[] => (aggregators.known ? [] : [aggregators.unread]));
  const permissions = [...new Set(unseen.flatMap(({ missingPermission }) => missingPermission ?? []))].sort();
  const none: EvidenceLine = {
    state: 'not met',
    text: 'no aggregator that was seen gathers from the whole organization',
  };
  const advice = [...grantAdvice(permissions), ...(unseen.length > permissions.length ? [LAY] : [])];
  if (unseen.length > 0) {
    const seen: EvidenceLine = { ...none, state: 'note' };
    return {
      verdict: 'unknown',
      evidence: [...closed, seen, ...othersLines(others, facts)],
      advice,
      missingPermissions: permissions,
    };
  }
  return {
    verdict: 'not met',
    evidence: [none, ...othersLines(others, facts), ...suspendedNote(organization)],
    ...whatToDo(evidence, organization),
    missingPermissions: [],
  };
}

/**
 * The list of administrators is the whole list: whoever is registered stays. What stands in an account is read through
 * the role that reads: where that is not laid yet, a first apply lays it, and the next one makes the aggregator.
 */
function whatToDo(evidence: Evidence, organization: OrganizationFacts): Pick<RowResult, 'advice' | 'manifest'> {
  const make = 'Make an aggregator that follows the organization, best in the account that looks after security.';
  const administrators = evidence.administrators.known ? evidence.administrators.value : [];
  const registered = administrators
    .filter(({ active, services }) => active && services.some((service) => CONFIG.includes(service)))
    .map(({ account }) => account);
  const account = registered[0] ?? securityAccount(evidence, organization);
  if (account === undefined) {
    return { advice: [make], manifest: manifestLines({ configAggregators: { organization: {} } }) };
  }
  const named = registered.length === 0 ? [account] : registered;
  const isClosed = evidence.signIn.known && evidence.signIn.value.get(account)?.known !== true;
  const entrance = isClosed ? entranceFor(evidence, organization) : undefined;
  const manifest = manifestLines({
    ...declarationsFor(organization, [...(entrance?.targets ?? []), ...named]),
    ...entrance?.sections,
    delegatedAdministrators: { config: named.length === 1 ? account : named },
    configAggregators: { organization: { account } },
  });
  const twice = 'Apply twice: the account is looked into through the role that the first apply lays.';
  return { advice: [make, ...(entrance?.sections ? [twice] : (entrance?.advice ?? []))], manifest };
}

const CONFIG = ['config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com'];
