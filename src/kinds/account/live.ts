import type { LiveContext } from '../../kind.js';
import type { Address, Change, Live } from '../../model.js';
import type { LiveNode } from '../live-organization.js';
import { liveKey, ownerOf, plainTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import type { AccountSpec } from './spec.js';

type Context = LiveContext<Surroundings>;

export async function* live(context: Context): AsyncGenerator<Live<AccountSpec>> {
  for (const node of context.aws.live.nodes.values()) {
    if (!node.name.startsWith('account:')) continue;
    // The management account is there in every organization: nobody has to be told that it is.
    if (context.organization.get(node.name)?.management && !context.declared.has(node.name as Address)) continue;
    yield liveAccount(context, node, { managedBy: node.managedBy, ...(node.owner && { owner: node.owner }) });
  }
}

/** Before anything is planned on tags that came from the index, the account itself is asked. */
export async function* confirm(context: Context, changes: readonly Change[]): AsyncGenerator<Live<AccountSpec>> {
  if (!(await context.aws.tags.bulk())) return;
  for (const { address } of changes) {
    const node = context.aws.live.nodes.get(address as LiveNode['name']);
    if (!node) continue;
    const tags = await context.aws.tags.confirm(node.id);
    const account = liveAccount(context, node, ownerOf(tags, context.manifestName));
    const { key: _, ...spec } = account.spec;
    yield { ...account, spec: { ...spec, ...liveKey(tags, context.manifestName), tags: plainTags(tags) } };
  }
}

function liveAccount(
  context: Context,
  node: LiveNode,
  owner: { managedBy: Live['managedBy']; owner?: string },
): Live<AccountSpec> {
  const inTree = context.organization.get(node.name);
  return {
    address: node.name as Address,
    spec: {
      name: node.awsName,
      ...(node.email !== undefined && { email: node.email }),
      parent: (inTree?.parent ?? 'root') as 'root' | `unit:${string}`,
      ...(node.key !== undefined && { key: node.key }),
      tags: inTree?.tags ?? {},
    },
    id: node.id,
    condition: inTree?.state === undefined ? 'settled' : 'frozen',
    ...(inTree?.state !== undefined && { detail: inTree.state }),
    ...owner,
  };
}
