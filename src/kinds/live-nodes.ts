import type { LiveContext } from '../kind.js';
import type { Address, Change, Live } from '../model.js';
import type { OrganizationNode } from '../organization.js';
import { toConfirm } from './in-scope.js';
import type { LiveNode } from './live-organization.js';
import { liveHold, liveKey, ownerOf, plainTags } from './ownership.js';
import type { Surroundings } from './surroundings.js';

type Context = LiveContext<Surroundings>;

/** A unit or an account as it was read: what its kind makes a spec of. */
export interface SeenNode {
  readonly node: LiveNode;
  readonly inTree: OrganizationNode;
  /** What every live record of a node begins with. */
  readonly base: Pick<Live, 'address' | 'id' | 'managedBy' | 'owner'>;
  /** Key, quarantine and tags, as a spec has them. */
  readonly tagged: { readonly key?: string; readonly held?: string; readonly tags: Readonly<Record<string, string>> };
}

export function* seenNodes(context: Context, prefix: 'unit:' | 'account:'): Generator<SeenNode> {
  for (const node of context.aws.live.nodes.values()) {
    const inTree = context.organization.get(node.name);
    if (!inTree || !node.name.startsWith(prefix)) continue;
    const { managedBy, owner, key } = node;
    const base = { address: node.name as Address, id: node.id, managedBy, ...(owner !== undefined && { owner }) };
    const { held, tags } = inTree;
    const tagged = { ...(key !== undefined && { key }), ...(held !== undefined && { held }), tags };
    yield { node, inTree, base, tagged };
  }
}

/** Before anything is planned on tags that came from the index, the things themselves are asked. */
export async function confirmedNodes(context: Context, changes: readonly Change[]): Promise<SeenNode[]> {
  if (!(await context.aws.tags.bulk())) return [];
  const asked = toConfirm(context, changes, (address) => address);
  const seen = [...seenNodes(context, 'unit:'), ...seenNodes(context, 'account:')].filter(({ base }) =>
    asked.has(base.address),
  );
  return Promise.all(
    seen.map(async (one) => {
      const tags = await context.aws.tags.confirm(one.node.id);
      const { owner: _, ...base } = one.base;
      const { manifestName } = context;
      return {
        ...one,
        base: { ...base, ...ownerOf(tags, manifestName) },
        tagged: { ...liveKey(tags, manifestName), ...liveHold(tags, manifestName), tags: plainTags(tags) },
      };
    }),
  );
}
