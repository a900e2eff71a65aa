import type { NodeName } from './model.js';

export interface OrganizationNode {
  readonly name: NodeName;
  /** Absent for the root only. */
  readonly parent?: NodeName;
  readonly tags: Readonly<Record<string, string>>;
  /** Written in the manifest. */
  readonly declared: boolean;
  /** Seen in AWS. */
  readonly live: boolean;
  /** The management account: service control policies never bind it. */
  readonly management?: boolean;
  /** SUSPENDED, PENDING_CLOSURE, CLOSED ... for accounts; absent when ACTIVE or unknown. */
  readonly state?: string;
  readonly email?: string;
  /** An account in quarantine: the key of the policy that it was put under when it was made. */
  readonly held?: string;
}

/** The tree of root, units and accounts, by name. Immutable; sections, kinds and guards ask it the same questions. */
export class Organization {
  readonly id: string;
  readonly nodes: ReadonlyMap<NodeName, OrganizationNode>;
  readonly #children = new Map<NodeName, NodeName[]>();

  constructor(id: string, nodes: Iterable<OrganizationNode>) {
    this.id = id;
    const byName = new Map<NodeName, OrganizationNode>();
    for (const node of nodes) byName.set(node.name, node);
    this.nodes = byName;
    for (const node of byName.values()) {
      if (node.parent === undefined) continue;
      const siblings = this.#children.get(node.parent);
      if (siblings) siblings.push(node.name);
      else this.#children.set(node.parent, [node.name]);
    }
  }

  get(name: NodeName): OrganizationNode | undefined {
    return this.nodes.get(name);
  }

  has(name: NodeName): boolean {
    return this.nodes.has(name);
  }

  /** Direct children, units and accounts. */
  children(name: NodeName): readonly NodeName[] {
    return this.#children.get(name) ?? [];
  }

  /** Everything below, the node itself excluded; parents before their children. */
  below(name: NodeName): NodeName[] {
    const found: NodeName[] = [];
    const queue = [...this.children(name)];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      found.push(next);
      queue.push(...this.children(next));
    }
    return found;
  }

  /** The accounts at or below a node. */
  accounts(name: NodeName = 'root'): NodeName[] {
    return [name, ...this.below(name)].filter((node) => node.startsWith('account:'));
  }

  units(name: NodeName = 'root'): NodeName[] {
    return this.below(name).filter((node) => node.startsWith('unit:'));
  }

  /** The node and all above it, nearest first, the root last. */
  lineage(name: NodeName): NodeName[] {
    const line: NodeName[] = [];
    for (let at: NodeName | undefined = name; at !== undefined && !line.includes(at); at = this.get(at)?.parent) {
      line.push(at);
    }
    return line;
  }

  isBelow(name: NodeName, ancestor: NodeName): boolean {
    return name !== ancestor && this.lineage(name).includes(ancestor);
  }
}
