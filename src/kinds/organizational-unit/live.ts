import type { LiveContext } from '../../kind.js';
import type { Change, Live } from '../../model.js';
import { confirmedNodes, type SeenNode, seenNodes } from '../live-nodes.js';
import type { Surroundings } from '../surroundings.js';
import type { UnitParent, UnitSpec } from './spec.js';

type Context = LiveContext<Surroundings>;

export async function* live(context: Context): AsyncGenerator<Live<UnitSpec>> {
  for (const seen of seenNodes(context, 'unit:')) yield liveUnit(seen);
}

export async function* confirm(context: Context, changes: readonly Change[]): AsyncGenerator<Live<UnitSpec>> {
  yield* (await confirmedNodes(context, changes)).map(liveUnit);
}

function liveUnit({ node, inTree, base, tagged }: SeenNode): Live<UnitSpec> {
  const parent = (inTree.parent ?? 'root') as UnitParent;
  return { ...base, spec: { name: node.awsName, parent, ...tagged }, condition: 'settled' };
}
