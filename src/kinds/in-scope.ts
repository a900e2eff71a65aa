import type { LiveContext } from '../kind.js';
import type { Address, Change, NodeName } from '../model.js';
import type { Organization } from '../organization.js';

type Scoped = Pick<LiveContext<unknown>, 'within'>;

/** Accounts that are asked one by one where it is not known how long the whole list is. */
export const FEW = 20;

/** Whether something is planned there: everywhere, unless only a part of the organization is in scope. */
export function isInScope({ within }: Scoped, node: string): boolean {
  return within === undefined || within.has(node as NodeName);
}

/** Ids of the accounts in scope that are there; undefined = everything is in scope. */
export function accountIdsInScope({
  within,
  names,
}: Scoped & Pick<LiveContext<unknown>, 'names'>): string[] | undefined {
  if (within === undefined) return undefined;
  return [...within].flatMap((node) => (node.startsWith('account:') ? (names.tryIdOf(node as Address) ?? []) : []));
}

/** Whether a call for each account in scope is nothing to speak of. */
export function areFewInScope({ within }: Scoped): boolean {
  return within !== undefined && [...within].filter((node) => node.startsWith('account:')).length <= FEW;
}

/** What is in scope, and what stands above it; undefined = everything. */
export function andAbove({ within }: Scoped, organization: Organization): ReadonlySet<NodeName> | undefined {
  if (within === undefined) return undefined;
  return new Set([...within].flatMap((node) => [node, ...(organization.has(node) ? organization.lineage(node) : [])]));
}

/** The kind of what stands for a problem among the changes that are looked at closer. */
const DOUBT = '';

/**
 * Addresses worth a closer look: changes in scope and above, of which a scoped plan tells what it leaves, and what looks like
 * somebody else's, which refuses any plan. `nodeOf`: where a change is.
 */
export function toConfirm(
  context: Scoped & Pick<LiveContext<unknown>, 'organization'>,
  changes: readonly Change[],
  nodeOf: (address: Address) => string,
): ReadonlySet<Address> {
  const near = andAbove(context, context.organization);
  const isNear = ({ kind, address }: Change): boolean =>
    near === undefined || kind === DOUBT || near.has(nodeOf(address) as NodeName);
  return new Set(changes.filter(isNear).map(({ address }) => address));
}
