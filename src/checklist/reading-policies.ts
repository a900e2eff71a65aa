import type { PolicyRecord } from '../aws/organizations-records.js';
import { policyType } from '../facts/policy-types.js';
import { readStatements } from '../iam/document.js';
import type { JsonObject, NodeName } from '../model.js';
import { activeAccounts, type Fact, known, type PolicyFacts, type PolicyInForce } from './evidence.js';
import { andThen, factOf } from './facts.js';
import { NO_POLICIES } from './in-force.js';
import type { Read } from './read.js';

/**
 * What is attached where, and its text. A text costs a call at two a second, so those that bind suspended accounts
 * alone are left out; a text that cannot be read is unknown by itself.
 */
export async function readPolicies(read: Read, type: 'scp' | 'rcp'): Promise<Fact<PolicyFacts>> {
  const { wire } = policyType(type);
  if (read.live.policyTypes.get(wire) !== 'ENABLED') return known(NO_POLICIES);
  const attachments = await readAttachments(read, wire);
  return andThen(attachments, async (found) => {
    const binding = bindingPlaces(read);
    const inForce = (
      await Promise.all(
        [...found].map(([record, targets]) =>
          policyInForce(
            read,
            record,
            targets.filter((at) => binding.has(at)),
          ),
        ),
      )
    ).flat();
    const at = new Map<NodeName, PolicyInForce[]>();
    for (const policy of inForce) at.set(policy.target, [...(at.get(policy.target) ?? []), policy]);
    return known({ enabled: true, at, allowLists: await readAllowLists(read, type, inForce) });
  });
}

/** Accounts in use, and units, where the next account may be made. */
function bindingPlaces({ tree }: Read): ReadonlySet<NodeName> {
  return new Set<NodeName>([...activeAccounts(tree), ...tree.units(), 'root']);
}

async function policyInForce(read: Read, record: PolicyRecord, targets: readonly NodeName[]): Promise<PolicyInForce[]> {
  if (targets.length === 0) return [];
  const document = await factOf(
    'organizations:DescribePolicy',
    async () => JSON.parse(await read.aws.organizations.policyContent(record.id)) as JsonObject,
  );
  return targets.map((target) => ({ name: record.name, target, document }));
}

/** Customer policies with the places they are attached to, asked for by policy or by place, whichever is cheaper. */
export async function readAttachments(
  { aws, live, tree }: Read,
  wire: string,
): Promise<Fact<ReadonlyMap<PolicyRecord, readonly NodeName[]>>> {
  const { organizations } = aws;
  const listed = await factOf('organizations:ListPolicies', () => organizations.policies(wire));
  return andThen(listed, async (records) => {
    const own = records.filter((record) => !record.awsManaged);
    if (own.length > tree.nodes.size) {
      return factOf('organizations:ListPoliciesForTarget', async () => {
        const places = [...tree.nodes.keys()];
        const on = await Promise.all(places.map((place) => organizations.policiesOn(live.names.idOf(place), wire)));
        return new Map(
          own.map((record) => [record, places.filter((_, index) => on[index]?.some(({ id }) => id === record.id))]),
        );
      });
    }
    return factOf('organizations:ListTargetsForPolicy', async () => {
      const pairs = own.map(async (record): Promise<[PolicyRecord, NodeName[]]> => {
        const targets = await organizations.targetsOf(record.id);
        return [record, targets.flatMap(({ id }) => live.names.nameOf(id) ?? [])];
      });
      return new Map(await Promise.all(pairs));
    });
  });
}

/**
 * Where AWS's full access is gone, what the other policies do not allow is denied. It is looked for only where a policy
 * of the organization's own allows anything at all: otherwise it cannot have been taken off.
 */
async function readAllowLists(
  { aws, live, tree }: Read,
  type: 'scp' | 'rcp',
  inForce: readonly PolicyInForce[],
): Promise<Fact<ReadonlySet<NodeName>>> {
  const standard = policyType(type).awsDefault;
  const places = new Set(
    inForce
      .filter(
        ({ document }) => !document.known || readStatements(document.value).some(({ effect }) => effect === 'Allow'),
      )
      .map(({ target }) => target),
  );
  if (standard?.detachable !== true || places.size === 0) return known(new Set());
  return factOf('organizations:ListPoliciesForTarget', async () => {
    const candidates = [...tree.nodes.keys()].filter((place) => places.has(place));
    const on = await Promise.all(
      candidates.map((place) => aws.organizations.policiesOn(live.names.idOf(place), policyType(type).wire)),
    );
    return new Set(candidates.filter((_, index) => on[index]?.every(({ id }) => id !== standard.id)));
  });
}
