import type { LiveContext } from '../../kind.js';
import type { Address, Change, Desired, JsonObject, Live, NodeName } from '../../model.js';
import { liveKey, ownerOf } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { type NamedPolicy, policyTags, readPolicies } from './read.js';
import { type PolicySpec, policyTypeIn } from './spec.js';
import { keyOf } from './steps.js';

type Context = LiveContext<Surroundings>;

/** The text of a policy costs a call of its own at two a second: only what is declared or ours is read whole. */
export async function* live(context: Context): AsyncGenerator<Live<PolicySpec>> {
  const policies = await readPolicies(context, declaredPolicies(context.declared), context.was);
  const read = policies
    .filter((policy) => policy.managedBy !== 'aws')
    .map((policy) => livePolicy(context, policy, policy.managedBy === 'us' || context.declared.has(policy.address)));
  for (const policy of read) yield await policy;
}

/**
 * Before anything is planned on tags that came from the index, the policy itself is asked. And where an account moves,
 * what binds it here and there is read whole, whoever it belongs to: what it loses can then be told.
 */
export async function* confirm(
  context: Context,
  changes: readonly Change[],
  all: readonly Change[],
): AsyncGenerator<Live<PolicySpec>> {
  const policies = await readPolicies(context, declaredPolicies(context.declared), context.was);
  const touched = new Set((await context.aws.tags.bulk()) ? changes.map((change) => change.address) : []);
  const places = placesOfMoves(context, all);
  for (const policy of policies.filter(({ managedBy }) => managedBy !== 'aws')) {
    const doubtful = touched.has(policy.address) && policy.managedBy !== 'control-tower';
    if (!doubtful && !(await bindsOneOf(context, policy, places))) continue;
    const tags = doubtful ? await context.aws.tags.confirm(policy.record.id) : policy.tags;
    const owner = doubtful ? ownerOf(tags, context.manifestName) : {};
    yield await livePolicy(context, { ...policy, tags, ...owner }, true);
  }
}

function placesOfMoves(context: Context, all: readonly Change[]): ReadonlySet<NodeName> {
  const parents = all.flatMap((change) => {
    if (change.kind !== 'account') return [];
    // A new account comes under what stands above it, as one that moves does.
    if (change.action === 'create') return [(change.to['parent'] ?? 'root') as NodeName];
    if (!('from' in change) || !('to' in change)) return [];
    const [from, to] = [change.from['parent'], change.to['parent']];
    return to === undefined || from === to ? [] : [from as NodeName, to as NodeName];
  });
  return new Set(parents.flatMap((parent) => context.organization.lineage(parent)));
}

async function bindsOneOf(context: Context, policy: NamedPolicy, places: ReadonlySet<NodeName>): Promise<boolean> {
  if (places.size === 0) return false;
  const targets = await context.aws.organizations.targetsOf(policy.record.id);
  return targets.some(({ id }) => places.has(context.names.nameOf(id) ?? 'root'));
}

/** Policies among what is declared; AWS's own, which only attachments speak of, are not. */
export function declaredPolicies(
  declared: ReadonlyMap<Address, Desired>,
): { address: Address; type: string; name: string }[] {
  return [...declared.values()].map(({ address, spec }) => ({
    address,
    type: policyTypeIn(address),
    name: typeof spec['name'] === 'string' ? spec['name'] : keyOf(address),
  }));
}

async function livePolicy(context: Context, policy: NamedPolicy, whole: boolean): Promise<Live<PolicySpec>> {
  const { record } = policy;
  return {
    address: policy.address,
    spec: {
      type: policy.type,
      name: record.name,
      description: record.description,
      document: whole ? await readDocument(context, record.id) : {},
      ...liveKey(policy.tags, context.manifestName),
      tags: policyTags(policy),
    },
    id: record.id,
    managedBy: policy.managedBy,
    ...(policy.owner && { owner: policy.owner }),
    condition: 'settled',
    ...(!whole && { partial: true }),
  };
}

async function readDocument(context: Context, policyId: string): Promise<JsonObject> {
  const content = await context.aws.organizations.policyContent(policyId);
  return JSON.parse(context.names.symbolic(content)) as JsonObject;
}
