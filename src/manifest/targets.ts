import type { NodeName, Selection, Selector, Target } from '../model.js';
import type { Organization } from '../organization.js';

/** What one target text means. */
export type ParsedTarget =
  | { readonly kind: 'root' }
  | { readonly kind: 'management' }
  | { readonly kind: 'unit'; readonly path: string; readonly recursive: boolean }
  | { readonly kind: 'account'; readonly name: string }
  | { readonly kind: 'selector'; readonly name: string };

/** Reads the grammar; whether the thing exists is another question. `unit:Workloads` is the same as `Workloads`. */
export function parseTarget(text: string): ParsedTarget {
  if (text === 'root' || text === 'management') return { kind: text };
  if (text.startsWith('account:')) return { kind: 'account', name: text.slice('account:'.length) };
  if (text.startsWith('selector:')) return { kind: 'selector', name: text.slice('selector:'.length) };
  const path = text.startsWith('unit:') ? text.slice('unit:'.length) : text;
  return path.endsWith('/**')
    ? { kind: 'unit', path: path.slice(0, -'/**'.length), recursive: true }
    : { kind: 'unit', path, recursive: false };
}

/** Accounts that AWS has closed or is closing: nothing can be done in them. */
const GONE = new Set(['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']);

/**
 * The accounts a selection means, where each account counts by itself: a plain unit stands for the accounts directly in
 * it, `Unit/**` for all below it, `root` for all. Suspended and closed accounts are left out.
 */
export function selectAccounts(organization: Organization, selection: Selection): NodeName[] {
  return accountsOf(organization, selection.targets, selection.exclude, 'direct');
}

/** What covers a selection, and what had to be done for it where that is not what the manifest says word by word. */
export interface Cover {
  /** In the order of the manifest. */
  readonly nodes: readonly NodeName[];
  /** For the reviewer: why these nodes, and what they will not catch. */
  readonly compiled?: string;
}

export interface CoverOptions {
  /** Leaving out the management account costs nothing: the policy never binds it (SCP, RCP). */
  readonly managementExempt?: boolean;
}

/**
 * The fewest places whose subtrees hold exactly what was selected, for what is inherited downwards: a unit covers all
 * below it, with or without `/**`. An `exclude` is compiled to lower places; tags select accounts one by one, never a
 * unit, so that an account is covered only because of its own tags.
 */
export function coverNodes(organization: Organization, selection: Selection, options: CoverOptions = {}): Cover {
  const notes: string[] = [];
  const nodes = coverOf(organization, selection, options, notes).filter((node) => !isGone(organization, node));
  const all = new Set(nodes);
  const isCovered = (node: NodeName): boolean =>
    organization
      .lineage(node)
      .slice(1)
      .some((above) => all.has(above));
  const kept = nodes.filter((node) => !isCovered(node));
  const dropped = nodes.filter(isCovered);
  if (dropped.length > 0) notes.push(`${dropped.join(', ')}: covered from above already`);
  return { nodes: kept, ...(notes.length > 0 ? { compiled: [...new Set(notes)].join('; ') } : {}) };
}

function coverOf(organization: Organization, selection: Selection, options: CoverOptions, notes: string[]): NodeName[] {
  const chosen = selection.targets.flatMap((target) => coverTarget(organization, target, options, notes));
  const tops = new Set((selection.exclude ?? []).flatMap((target) => subtreesOf(organization, target)));
  if (options.managementExempt === true)
    for (const node of tops) if (organization.get(node)?.management) tops.delete(node);
  const cut = new Set([...tops].flatMap((node) => organization.lineage(node)));
  return [...new Set(chosen.flatMap((node) => without(organization, node, tops, cut, notes)))];
}

function coverTarget(organization: Organization, target: Target, options: CoverOptions, notes: string[]): NodeName[] {
  if (typeof target === 'string') return subtreesOf(organization, target);
  if (target.tags === undefined) {
    return coverOf(organization, { targets: target.targets ?? ['root'], exclude: target.exclude }, options, notes);
  }
  const accounts = taggedAccounts(organization, target, 'inherited');
  const tags = Object.keys(target.tags).join(', ');
  notes.push(`selected by the tag ${tags}: ${count(accounts.length, 'account')}, each by itself`);
  return accounts;
}

/** The tops of the subtrees that a target stands for. */
function subtreesOf(organization: Organization, target: Target): NodeName[] {
  if (typeof target !== 'string') {
    if (target.tags !== undefined) return taggedAccounts(organization, target, 'inherited');
    return coverOf(organization, { targets: target.targets ?? ['root'], exclude: target.exclude }, {}, []);
  }
  const node = nodeOf(organization, target);
  return node === undefined || !organization.has(node) ? [] : [node];
}

/** A node's subtree without the excluded ones: itself, or the parts of it that nothing is cut out of. */
function without(
  organization: Organization,
  node: NodeName,
  tops: ReadonlySet<NodeName>,
  cut: ReadonlySet<NodeName>,
  notes: string[],
): NodeName[] {
  if (organization.lineage(node).some((above) => tops.has(above))) return [];
  if (!cut.has(node)) return [node];
  const rest = organization.children(node).flatMap((child) => without(organization, child, tops, cut, notes));
  notes.push(
    `${node} without what is excluded: attached below it, so what is added directly to ${node} later is not covered until the next apply`,
  );
  return rest;
}

type Reach = 'direct' | 'inherited';

function accountsOf(
  organization: Organization,
  targets: readonly Target[],
  exclude: readonly Target[] | undefined,
  reach: Reach,
): NodeName[] {
  const found = new Set(targets.flatMap((target) => accountsOfTarget(organization, target, reach)));
  for (const target of exclude ?? [])
    for (const account of accountsOfTarget(organization, target, reach)) found.delete(account);
  return [...found].filter((account) => !isGone(organization, account));
}

function accountsOfTarget(organization: Organization, target: Target, reach: Reach): NodeName[] {
  if (typeof target !== 'string') return taggedAccounts(organization, target, reach);
  const node = nodeOf(organization, target);
  if (node === undefined || !organization.has(node)) return [];
  const parsed = parseTarget(target);
  if (parsed.kind === 'unit' && !parsed.recursive && reach === 'direct') {
    return organization.children(node).filter((child) => child.startsWith('account:'));
  }
  return organization.accounts(node);
}

function taggedAccounts(organization: Organization, selector: Selector, reach: Reach): NodeName[] {
  const accounts = accountsOf(organization, selector.targets ?? ['root'], selector.exclude, reach);
  const wanted = Object.entries(selector.tags ?? {});
  return accounts.filter((account) => {
    const tags = organization.get(account)?.tags ?? {};
    return wanted.every(([key, value]) => {
      const has = Object.hasOwn(tags, key) ? tags[key] : undefined;
      return has !== undefined && (typeof value === 'string' ? has === value : value.includes(has));
    });
  });
}

/** The node a target text names; undefined for the management account of an organization that shows none. */
export function nodeOf(organization: Organization, target: string): NodeName | undefined {
  const parsed = parseTarget(target);
  switch (parsed.kind) {
    case 'root':
      return 'root';
    case 'management':
      for (const node of organization.nodes.values()) if (node.management) return node.name;
      return undefined;
    case 'account':
      return `account:${parsed.name}`;
    case 'unit':
      return `unit:${parsed.path}`;
    case 'selector':
      throw new Error(`the selector ${parsed.name} was not replaced when the manifest was loaded`);
  }
}

function isGone(organization: Organization, account: NodeName): boolean {
  return GONE.has(organization.get(account)?.state ?? 'ACTIVE');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
