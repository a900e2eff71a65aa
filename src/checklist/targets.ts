import type { NodeName } from '../model.js';
import type { Organization } from '../organization.js';
import { activeMembers } from './evidence.js';

/**
 * The fewest `targets:` of a manifest that reach these accounts and no other one in use: a place is taken as a whole
 * when every account at or below it is among them. The management account counts only where it is among them itself:
 * most policies do not bind it.
 */
export function targetsFor(tree: Organization, accounts: readonly NodeName[]): string[] {
  const wanted = new Set(accounts);
  const targets: string[] = [];
  const management = tree.accounts().filter((account) => tree.get(account)?.management === true && wanted.has(account));
  const visit = (node: NodeName): void => {
    const members = [...activeMembers(tree, node), ...management.filter((one) => tree.lineage(one).includes(node))];
    const reached = members.filter((member) => wanted.has(member));
    if (reached.length === 0) return;
    if (reached.length === members.length) targets.push(management.includes(node) ? 'management' : targetText(node));
    else for (const child of tree.children(node)) visit(child);
  };
  visit('root');
  return targets;
}

/** The units directly around these accounts, for what is not inherited; accounts at the root have none. */
export function unitsAround(tree: Organization, accounts: readonly NodeName[]): string[] {
  const parents = accounts.flatMap((account) => tree.get(account)?.parent ?? []);
  return [...new Set(parents)].filter((parent) => parent !== 'root').map((unit) => unit.slice('unit:'.length));
}

function targetText(node: NodeName): string {
  if (node === 'root') return 'root';
  return node.startsWith('unit:') ? `${node.slice('unit:'.length)}/**` : node;
}
