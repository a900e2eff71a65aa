import type { LiveContext } from '../../kind.js';
import type { Address, Change, Live } from '../../model.js';
import { confirmedNodes, type SeenNode, seenNodes } from '../live-nodes.js';
import type { Surroundings } from '../surroundings.js';
import type { AccountSpec } from './spec.js';

type Context = LiveContext<Surroundings>;

export async function* live(context: Context): AsyncGenerator<Live<AccountSpec>> {
  for (const seen of seenNodes(context, 'account:')) {
    // The management account is there in every organization: nobody has to be told that it is.
    if (!seen.inTree.management || context.declared.has(seen.base.address as Address)) yield liveAccount(seen);
  }
}

export async function* confirm(context: Context, changes: readonly Change[]): AsyncGenerator<Live<AccountSpec>> {
  yield* (await confirmedNodes(context, changes)).map(liveAccount);
}

function liveAccount({ node, inTree, base, tagged }: SeenNode): Live<AccountSpec> {
  const { state } = inTree;
  return {
    ...base,
    spec: {
      name: node.awsName,
      ...(node.email !== undefined && { email: node.email }),
      parent: (inTree.parent ?? 'root') as 'root' | `unit:${string}`,
      ...tagged,
    },
    condition: state === undefined ? 'settled' : 'frozen',
    ...(state !== undefined && { detail: state }),
  };
}
