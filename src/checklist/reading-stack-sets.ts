import type { StackSetSummaryRecord } from '../aws/cloudformation.js';
import { cellsOf } from '../kinds/stack-baseline/cells.js';
import { type SeenInstances, seenInstances } from '../kinds/stack-baseline/instances.js';
import type { NodeName } from '../model.js';
import { activeMembers, type BaselineFacts, type CompanyBaselines, type Fact, known } from './evidence.js';
import { andThen, factOf } from './facts.js';
import type { Read } from './read.js';
import { gapsOf, inUse } from './stack-gaps.js';

/** Control Tower's sets, and those that Systems Manager's Quick Setup makes. */
const AWS_OWN = /^(StackSet-)?AWSControlTower|^AWS-QuickSetup-/;

/**
 * Every StackSet of the account's own namespace in its home Region: where instances are, they must be current, and where
 * AWS deploys by itself, every account must have them. Nobody has said more of what is meant.
 */
export async function readStackSets(read: Read): Promise<Fact<CompanyBaselines>> {
  const sets = await factOf('cloudformation:ListStackSets', () => read.aws.cloudFormation.stackSets());
  return andThen(sets, async (found) => {
    const own = found.filter(({ name }) => !AWS_OWN.test(name)).sort((one, other) => (one.name < other.name ? -1 : 1));
    return known({ declared: false, baselines: await Promise.all(own.map((set) => readSet(read, set))) });
  });
}

async function readSet(read: Read, { name, autoDeploy }: StackSetSummaryRecord): Promise<BaselineFacts> {
  const { aws, live, tree } = read;
  const seen = await factOf('cloudformation:ListStackInstances', async () =>
    seenInstances(await aws.cloudFormation.stackInstances(name), { names: live.names, organization: tree }),
  );
  if (!seen.known) return { name, accounts: [], gaps: [], unchecked: 0, unread: seen.unread };
  const watched =
    autoDeploy?.enabled === true
      ? await factOf('cloudformation:ListStackSetAutoDeploymentTargets', () => watchedPlaces(read, name))
      : known([]);
  const expected = inUse(cellsOf([...listedPlaces(seen.value), ...(watched.known ? watched.value : [])]), tree);
  return {
    name,
    accounts: Object.keys(expected) as NodeName[],
    ...gapsOf(seen.value, expected),
    ...(!watched.known && { unread: watched.unread }),
  };
}

function* listedPlaces({ cells, failed, inoperable }: SeenInstances): Generator<readonly [string, string]> {
  for (const [account, regions] of Object.entries(cells)) for (const region of regions) yield [account, region];
  for (const { account, region } of [...failed, ...inoperable]) yield [account, region];
}

/** Automatic deployment takes units with all below them, and knows no filter; the management account is never among them. */
async function watchedPlaces({ aws, live, tree }: Read, name: string): Promise<[NodeName, string][]> {
  const targets = await aws.cloudFormation.autoDeploymentTargets(name);
  return targets.flatMap(({ unitId, regions }) => {
    const unit = live.names.nameOf(unitId);
    const accounts = unit === undefined || !tree.has(unit) ? [] : activeMembers(tree, unit);
    return accounts.flatMap((account) => regions.map((region): [NodeName, string] => [account, region]));
  });
}
