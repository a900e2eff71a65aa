import pMap from 'p-map';
import type { ConfigPort } from '../aws/config.js';
import type { AggregatorRecord, AggregatorSourceRecord } from '../aws/config-records.js';
import type { Names } from '../kind.js';
import type { NodeName } from '../model.js';
import type { AggregationFacts, AggregatorFacts, AggregatorPlace, AggregatorSources } from './access-facts.js';
import { activeAccounts, type Fact, known } from './evidence.js';
import { andThen, factInside, factOf } from './facts.js';
import type { Inside } from './reading-members.js';

/** Whoever is registered for it may gather from the whole organization. */
const CONFIG = 'config.amazonaws.com';

const AT_ONCE = 20;

/**
 * Aggregators of the management account and of every delegated administrator of AWS Config, in these Regions: one call
 * each, and for one that follows the organization one more for each hundred accounts times Regions.
 */
export async function readAggregation(
  read: Inside,
  regions: readonly string[],
  governed: readonly string[],
): Promise<Fact<AggregationFacts>> {
  const registered = await factOf('organizations:ListDelegatedAdministrators', () =>
    read.aws.organizations.delegatedAdministrators(CONFIG),
  );
  return andThen(registered, async (ids) => {
    const inUse = activeAccounts(read.tree);
    const administrators = ids.flatMap((id) => read.live.names.nameOf(id) ?? []);
    const management = inUse.filter((account) => read.tree.get(account)?.management === true);
    const accounts = [...management, ...administrators.filter((account) => inUse.includes(account))];
    const asked = accounts.flatMap((account) => regions.map((region) => ({ account, region })));
    const places = await pMap(asked, (place) => readPlace(read, place), { concurrency: AT_ONCE });
    return known({ places, governed });
  });
}

async function readPlace(
  read: Inside,
  { account, region }: Pick<AggregatorPlace, 'account' | 'region'>,
): Promise<AggregatorPlace> {
  const aggregators = await andThen(await read.enter(account), async (member) => {
    const port = member.config(region);
    const records = await factInside('config:DescribeConfigurationAggregators', () => port.aggregators());
    return andThen(records, async (found) =>
      known(await Promise.all(found.map((record) => readAggregator(read.live.names, port, record)))),
    );
  });
  return { account, region, aggregators };
}

async function readAggregator(names: Names, port: ConfigPort, record: AggregatorRecord): Promise<AggregatorFacts> {
  const { name, roleArn, allRegions, regions, accounts } = record;
  // One that a service made for itself has no role either; it names no accounts.
  const followsOrganization = roleArn !== undefined || accounts === undefined;
  const facts = { name, followsOrganization, ...(!allRegions && { regions }) };
  if (!followsOrganization) return facts;
  const sources = await factInside('config:DescribeConfigurationAggregatorSourcesStatus', async () =>
    sourcesOf(names, await port.aggregatorSources(name)),
  );
  return { ...facts, sources };
}

interface Gathered {
  readonly failed: { region: string; why: string }[];
  readonly outdated: string[];
}

/** An account that AWS says nothing of was not gathered from. */
function sourcesOf(names: Names, sources: readonly AggregatorSourceRecord[]): AggregatorSources {
  const of = new Map<NodeName, Gathered>();
  let failed: string | undefined;
  for (const source of sources) {
    const { sourceId, region = 'every Region', status } = source;
    if (sourceId.startsWith('o-') && status === 'FAILED') failed = reasonOf(source);
    const account = names.nameOf(sourceId);
    if (account === undefined) continue;
    const gathered = of.get(account) ?? { failed: [], outdated: [] };
    of.set(account, gathered);
    if (status === 'FAILED') gathered.failed.push({ region, why: reasonOf(source) });
    else if (status !== 'SUCCEEDED') gathered.outdated.push(region);
  }
  return { of, ...(failed !== undefined && { failed }) };
}

/** The code alone: AWS's message names the account, and would be another one for each. */
function reasonOf({ lastErrorCode, lastErrorMessage, status }: AggregatorSourceRecord): string {
  return lastErrorCode ?? lastErrorMessage ?? status;
}
