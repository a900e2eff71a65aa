import { policyType } from '../../facts/policy-types.js';
import type { LiveContext } from '../../kind.js';
import type { Change, Live, ManagedBy, NodeName } from '../../model.js';
import { declaredPolicies } from '../organization-policy/live.js';
import { type NamedPolicy, readPolicies } from '../organization-policy/read.js';
import { policyTypeIn } from '../organization-policy/spec.js';
import type { Surroundings } from '../surroundings.js';
import { isAwsDefault } from './defaults.js';
import { type AttachmentSpec, attachmentAddress } from './spec.js';

type Context = LiveContext<Surroundings>;

/**
 * Two ways to read: where each policy is attached, or what is attached to each node. Whichever takes fewer calls;
 * the second also tells about AWS's own policies, which the first assumes where AWS puts them.
 */
export async function* live(context: Context): AsyncGenerator<Live<AttachmentSpec>> {
  const policies = await readPolicies(
    context,
    declaredPolicies(context.declaredOf('organization-policy')),
    context.was,
  );
  const enabled = new Set(context.aws.live.policyTypes.keys());
  const types = [...new Set(policies.map((policy) => policy.type))].filter((type) =>
    enabled.has(policyType(type).wire),
  );
  for (const type of types) {
    const ofType = policies.filter((policy) => policy.type === type);
    const ours = ofType.filter((policy) => policy.managedBy !== 'aws');
    if (ours.length > context.organization.nodes.size)
      yield* byTarget(context, ofType, [...context.organization.nodes.keys()]);
    else yield* byPolicy(context, ofType, ours);
  }
  yield* expectedDefaults(context, enabled);
}

/** What AWS will attach by itself as soon as the type is enabled or the unit is there, where the manifest wants it away. */
function* expectedDefaults(context: Context, enabled: ReadonlySet<string>): Generator<Live<AttachmentSpec>> {
  for (const { address, spec } of context.declared.values()) {
    const { policy, target } = spec as AttachmentSpec;
    if (!isAwsDefault(policy)) continue;
    const there = enabled.has(policyType(policyTypeIn(policy)).wire) && context.names.tryIdOf(target) !== undefined;
    if (!there) yield { address, spec: { policy, target }, managedBy: 'aws', condition: 'settled' };
  }
}

async function* byPolicy(
  context: Context,
  ofType: readonly NamedPolicy[],
  policies: readonly NamedPolicy[],
): AsyncGenerator<Live<AttachmentSpec>> {
  const targets = policies.map(async (policy) => ({
    policy,
    targets: await context.aws.organizations.targetsOf(policy.record.id),
  }));
  for (const read of targets) {
    const { policy, targets: found } = await read;
    for (const { id } of found) {
      const node = context.names.nameOf(id);
      if (node !== undefined) yield attachment(context, policy, node);
    }
  }
  yield* awsDefaults(context, ofType);
}

/** AWS attaches its default to everything. Where the manifest speaks of one, it is looked up; elsewhere it is taken for granted. */
async function* awsDefaults(context: Context, ofType: readonly NamedPolicy[]): AsyncGenerator<Live<AttachmentSpec>> {
  for (const policy of ofType.filter((candidate) => candidate.managedBy === 'aws')) {
    if (policyType(policy.type).awsDefault?.id !== policy.record.id) continue;
    const asked = new Set(
      [...context.organization.nodes.keys()].filter((node) =>
        context.declared.has(attachmentAddress(policy.address, node)),
      ),
    );
    for (const node of context.organization.nodes.keys()) if (!asked.has(node)) yield attachment(context, policy, node);
    yield* byTarget(context, [policy], [...asked]);
  }
}

async function* byTarget(
  context: Context,
  policies: readonly NamedPolicy[],
  nodes: readonly NodeName[],
): AsyncGenerator<Live<AttachmentSpec>> {
  const byId = new Map(policies.map((policy) => [policy.record.id, policy]));
  const wire = policyType(policies[0]?.type ?? '').wire;
  const reads = nodes.map(async (node) => ({
    node,
    attached: await context.aws.organizations.policiesOn(context.names.idOf(node), wire),
  }));
  for (const read of reads) {
    const { node, attached } = await read;
    for (const { id } of attached) {
      const policy = byId.get(id);
      if (policy) yield attachment(context, policy, node);
    }
  }
}

/** Before an AWS-assumed attachment decides anything: what is really on the targets that lose a policy. */
export async function* confirm(context: Context, changes: readonly Change[]): AsyncGenerator<Live<AttachmentSpec>> {
  const policies = await readPolicies(
    context,
    declaredPolicies(context.declaredOf('organization-policy')),
    context.was,
  );
  for (const policy of policies.filter(
    (candidate) => policyType(candidate.type).awsDefault?.id === candidate.record.id,
  )) {
    const losing = changes.flatMap((change) =>
      change.action === 'remove' && change.address.startsWith(`policy-attachment:${policy.type}/`) ? [change.from] : [],
    );
    // A unit that is not there yet has nothing to look at.
    const nodes = [...new Set(losing.map((spec) => spec['target'] as NodeName))].filter(
      (node) => context.names.tryIdOf(node) !== undefined,
    );
    const seen = new Set<string>();
    for await (const found of byTarget(context, [policy], nodes)) {
      seen.add(found.address);
      yield found;
    }
    for (const node of nodes) {
      const address = attachmentAddress(policy.address, node);
      if (!seen.has(address)) yield { ...attachment(context, policy, node), gone: true };
    }
  }
}

function attachment(context: Context, policy: NamedPolicy, node: NodeName): Live<AttachmentSpec> {
  return {
    address: attachmentAddress(policy.address, node),
    spec: { policy: policy.address, target: node },
    managedBy: ownerOfAttachment(context, policy),
    ...(policy.owner && { owner: policy.owner }),
    condition: 'settled',
  };
}

/** An attachment carries no tag: it belongs to whoever its policy belongs to, or is about to. */
function ownerOfAttachment(context: Context, policy: NamedPolicy): ManagedBy {
  if (policy.managedBy === 'aws' || policy.managedBy === 'control-tower') return policy.managedBy;
  const declared = context.declaredOf('organization-policy').has(policy.address);
  return declared && policy.managedBy !== 'someone-else' ? 'us' : policy.managedBy;
}
