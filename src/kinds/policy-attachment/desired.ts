import { policyType } from '../../facts/policy-types.js';
import { readStatements } from '../../iam/document.js';
import type { DesiredContext, ManifestView } from '../../kind.js';
import { type Cover, coverNodes } from '../../manifest/targets.js';
import type { Address, Desired, NodeName } from '../../model.js';
import type { Organization } from '../../organization.js';
import { quarantineOf } from '../account/quarantine.js';
import { accounts } from '../account/section.js';
import { holdingPolicy } from '../account/spec.js';
import { documentOf } from '../organization-policy/desired.js';
import { type PolicyEntry, policies } from '../organization-policy/section.js';
import { policyAddress } from '../organization-policy/spec.js';
import { type AttachmentSpec, attachmentAddress } from './spec.js';

/**
 * Policies are inherited: what a policy targets is compiled to the fewest places that cover exactly that. On each
 * place they are attached in the manifest's order, since the first one attached wins where settings disagree.
 */
export function* desired(context: DesiredContext): Generator<Desired<AttachmentSpec>> {
  const { manifest, organization } = context;
  const attachedBefore = new Map<string, Address>();
  const wanted = new Set<Address>();
  for (const [key, entry] of Object.entries(manifest.section(policies) ?? {})) {
    const policy = policyAddress(entry.type, key);
    const origin = manifest.originOf(policies.key, key, 'targets');
    const { nodes, compiled } = placesOf(manifest, organization, entry);
    const note = compiled === undefined ? {} : { note: compiled };
    for (const target of nodes) {
      const address = attachmentAddress(policy, target);
      wanted.add(address);
      yield { address, spec: { policy, target }, origin, ...note, ...inOrder(entry, target, address, attachedBefore) };
      if (entry.replaces !== undefined)
        yield replaced(entry, target, address, manifest.originOf(policies.key, key, 'replaces'));
    }
  }
  for (const quarantine of quarantines(context)) if (!wanted.has(quarantine.address)) yield quarantine;
}

/** Accounts that were made under quarantine stay under it until they are ready; one that is made in this plan is put under it by that. */
function* quarantines({ manifest, organization, holds }: DesiredContext): Generator<Desired<AttachmentSpec>> {
  for (const [key, entry] of Object.entries(manifest.section(accounts) ?? {})) {
    const target = `account:${key}` as const;
    if (organization.get(target)?.held === undefined) continue;
    const quarantine = quarantineOf(manifest, key, entry);
    if (!quarantine) continue;
    const policy = holdingPolicy(quarantine.policy);
    yield {
      address: attachmentAddress(policy, target),
      spec: { policy, target },
      origin: quarantine.origin,
      ...(holds?.get(target)?.isReady === true && { absent: true, why: 'ready' }),
    };
  }
}

function placesOf(manifest: ManifestView, organization: Organization, entry: PolicyEntry): Cover {
  const managementExempt = policyType(entry.type).language === 'iam';
  const cover = (targets: PolicyEntry['targets']): Cover =>
    coverNodes(organization, { targets, exclude: entry.exclude }, { managementExempt });
  const covers = allows(manifest, entry) ? entry.targets.map((target) => cover([target])) : [cover(entry.targets)];
  const nodes = [...new Set(covers.flatMap((each) => each.nodes))];
  const compiled = [...new Set(covers.flatMap((each) => each.compiled ?? []))].join('; ');
  return {
    // What never binds the management account takes a slot there only when the manifest names it.
    nodes: managementExempt ? nodes.filter((node) => !isManagement(organization, node) || isNamed(entry, node)) : nodes,
    ...(compiled !== '' && { compiled }),
  };
}

/** An Allow counts only where it is attached, and is not inherited: each place that is named is meant. */
function allows(manifest: ManifestView, entry: PolicyEntry): boolean {
  if (entry.awsManaged === true || entry.replaces !== undefined) return true;
  if (entry.type !== 'scp') return false;
  return readStatements(documentOf(manifest, entry)).some(({ effect }) => effect === 'Allow');
}

function isManagement(organization: Organization, node: NodeName): boolean {
  return organization.get(node)?.management === true;
}

function isNamed({ targets }: PolicyEntry, node: NodeName): boolean {
  return targets.includes('management') || targets.includes(node);
}

/** In tree-shaped types the order has a meaning, so a later one waits for an earlier one to work; elsewhere it is only kept. */
function inOrder(
  entry: PolicyEntry,
  target: NodeName,
  address: Address,
  attachedBefore: Map<string, Address>,
): Pick<Desired, 'needs' | 'after'> {
  const place = `${entry.type} ${target}`;
  const before = attachedBefore.get(place);
  attachedBefore.set(place, address);
  if (before === undefined) return {};
  return policyType(entry.type).language === 'tree' ? { needs: [before] } : { after: [before] };
}

/** AWS's default goes only when what takes its place is attached. */
function replaced(
  entry: PolicyEntry,
  target: NodeName,
  replacement: Address,
  origin: Desired['origin'],
): Desired<AttachmentSpec> {
  const policy = policyAddress(entry.type, entry.replaces ?? '');
  return {
    address: attachmentAddress(policy, target),
    spec: { policy, target },
    origin,
    absent: true,
    needs: [replacement],
  };
}
