import { policyType } from '../facts/policy-types.js';
import type { JsonObject, NodeName } from '../model.js';
import { activeAccounts, type Fact, known, type SettingsFacts } from './evidence.js';
import { andThen, factOf } from './facts.js';
import type { Read } from './read.js';
import { readAttachments } from './reading-policies.js';

/**
 * What is in force in each account, as AWS merged it. Accounts under the same policies come to the same, so one of them
 * is asked for all; those whose newest merge is invalid keep an older one each, and are asked one by one.
 */
export async function readSettings(read: Read, type: string): Promise<Fact<SettingsFacts>> {
  const { wire } = policyType(type);
  if (read.live.policyTypes.get(wire) !== 'ENABLED') return known({ enabled: false, of: new Map() });
  const attachments = await readAttachments(read, wire);
  return andThen(attachments, async (found) => {
    const attached = new Set([...found.values()].flat());
    const groups = groupsOf(read, attached, await invalidAccounts(read, wire));
    const settled = await Promise.all(
      groups.map(async ({ accounts, bound }) => {
        const [first] = accounts;
        const fact = bound && first !== undefined ? await effective(read, first, wire) : known(undefined);
        return accounts.map((account): [NodeName, Fact<JsonObject | undefined>] => [account, fact]);
      }),
    );
    return known({ enabled: true, of: new Map(settled.flat()) });
  });
}

interface Group {
  readonly accounts: NodeName[];
  /** Some policy of the type is attached on the way to the root. */
  readonly bound: boolean;
}

function groupsOf({ tree }: Read, attached: ReadonlySet<NodeName>, alone: ReadonlySet<NodeName>): Group[] {
  const groups = new Map<string, Group>();
  for (const account of activeAccounts(tree)) {
    const line = tree.lineage(account).filter((place) => attached.has(place));
    const key = alone.has(account) ? account : line.join('\n');
    const group = groups.get(key) ?? { accounts: [], bound: line.length > 0 };
    group.accounts.push(account);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Where it cannot be told which merges are invalid, the others still stand for all. */
async function invalidAccounts({ aws, live }: Read, wire: string): Promise<ReadonlySet<NodeName>> {
  const ids = await factOf('organizations:ListAccountsWithInvalidEffectivePolicy', () =>
    aws.organizations.accountsWithInvalidPolicy(wire),
  );
  return new Set((ids.known ? ids.value : []).flatMap((id) => live.names.nameOf(id) ?? []));
}

function effective({ aws, live }: Read, account: NodeName, wire: string): Promise<Fact<JsonObject | undefined>> {
  return factOf('organizations:DescribeEffectivePolicy', async () => {
    const text = await aws.organizations.effectivePolicy(live.names.idOf(account), wire);
    return text === undefined ? undefined : (JSON.parse(text) as JsonObject);
  });
}
