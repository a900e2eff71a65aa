import type { LiveContext } from '../../kind.js';
import type { Address, Change, Live } from '../../model.js';
import type { LiveNode } from '../live-organization.js';
import { liveKey, ownerOf, plainTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import type { UnitParent, UnitSpec } from './spec.js';

type Context = LiveContext<Surroundings>;

export async function* live(context: Context): AsyncGenerator<Live<UnitSpec>> {
  for (const node of context.aws.live.nodes.values()) {
    if (node.name.startsWith('unit:'))
      yield liveUnit(context, node, { managedBy: node.managedBy, ...(node.owner && { owner: node.owner }) });
  }
}

/** Before anything is planned on tags that came from the index, the unit itself is asked. */
export async function* confirm(context: Context, changes: readonly Change[]): AsyncGenerator<Live<UnitSpec>> {
  if (!(await context.aws.tags.bulk())) return;
  for (const { address } of changes) {
    const node = context.aws.live.nodes.get(address as LiveNode['name']);
    if (!node) continue;
    const tags = await context.aws.tags.confirm(node.id);
    const unit = liveUnit(context, node, ownerOf(tags, context.manifestName));
    const { key: _, ...spec } = unit.spec;
    yield { ...unit, spec: { ...spec, ...liveKey(tags, context.manifestName), tags: plainTags(tags) } };
  }
}

function liveUnit(
  context: Context,
  node: LiveNode,
  owner: { managedBy: Live['managedBy']; owner?: string },
): Live<UnitSpec> {
  const inTree = context.organization.get(node.name);
  return {
    address: node.name as Address,
    spec: {
      name: node.awsName,
      parent: (inTree?.parent ?? 'root') as UnitParent,
      ...(node.key !== undefined && { key: node.key }),
      tags: inTree?.tags ?? {},
    },
    id: node.id,
    condition: 'settled',
    ...owner,
  };
}
