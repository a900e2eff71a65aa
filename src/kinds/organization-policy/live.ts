import type { LiveContext } from '../../kind.js';
import type { Address, Change, Desired, JsonObject, Live } from '../../model.js';
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

/** Before anything is planned on tags that came from the index, the policy itself is asked. */
export async function* confirm(context: Context, changes: readonly Change[]): AsyncGenerator<Live<PolicySpec>> {
  if (!(await context.aws.tags.bulk())) return;
  const policies = await readPolicies(context, declaredPolicies(context.declared), context.was);
  const touched = new Set(changes.map((change) => change.address));
  for (const policy of policies) {
    if (!touched.has(policy.address) || policy.managedBy === 'aws' || policy.managedBy === 'control-tower') continue;
    const tags = await context.aws.tags.confirm(policy.record.id);
    yield await livePolicy(context, { ...policy, tags, ...ownerOf(tags, context.manifestName) }, true);
  }
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
