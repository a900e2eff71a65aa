import type { Tags } from '../aws/organizations-records.js';
import type { Aws } from '../aws/session.js';
import { splitUnitPath, unitSegmentOf } from '../manifest/unit-path.js';
import type { ManagedBy, NameHints, NodeName, Problem } from '../model.js';
import { NameTable } from '../names.js';
import { Organization, type OrganizationNode } from '../organization.js';
import { keyOfTags, liveHold, liveKey, OWNER_TAG, ownerOf, plainTags } from './ownership.js';
import { readShape, type Shape, type UnitInTree } from './shape.js';

export interface LiveNode {
  readonly name: NodeName;
  readonly id: string;
  /** AWS's own name, which may differ from the last part of the address. */
  readonly awsName: string;
  readonly email?: string;
  readonly managedBy: ManagedBy;
  readonly owner?: string;
  /** The key tag of what is ours. */
  readonly key?: string;
  /** When an account joined, in clock milliseconds, and whether it was invited rather than made here. */
  readonly joinedAt?: number;
  readonly invited?: boolean;
}

/** The organization as it is, under the manifest's names. Every kind's reading starts from it. */
export interface LiveOrganization {
  readonly organization: Organization;
  readonly names: NameTable;
  readonly nodes: ReadonlyMap<NodeName, LiveNode>;
  readonly policyTypes: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

export interface ReadOptions {
  readonly manifestName: string;
  readonly hints: NameHints;
  /** Tags of accounts that nobody declared matter (a selector asks for tags). */
  readonly allTags: boolean;
}

export async function readLiveOrganization(aws: Aws, options: ReadOptions): Promise<LiveOrganization> {
  const shape = await readShape(aws.organizations);
  const naming = new Naming(aws, shape, options);
  await naming.nameUnits();
  await naming.nameAccounts();
  return naming.result();
}

type AccountHint = NameHints['accounts'][string];

class Naming {
  readonly #aws: Aws;
  readonly #shape: Shape;
  readonly #options: ReadOptions;
  readonly #names: NameTable;
  readonly #nodes = new Map<NodeName, LiveNode>();
  readonly #tree: OrganizationNode[] = [];
  readonly #problems: Problem[] = [];

  constructor(aws: Aws, shape: Shape, options: ReadOptions) {
    this.#aws = aws;
    this.#shape = shape;
    this.#options = options;
    this.#names = new NameTable(shape.organizationId);
    this.#names.set('root', shape.root.id);
    this.#tree.push({ name: 'root', tags: {}, declared: false, live: true });
  }

  result(): LiveOrganization {
    return {
      organization: new Organization(this.#shape.organizationId, this.#tree),
      names: this.#names,
      nodes: this.#nodes,
      policyTypes: this.#shape.root.policyTypes,
      problems: this.#problems,
    };
  }

  /** Level by level: a unit's address is its parent's and its own key. */
  async nameUnits(): Promise<void> {
    const tags = new Map(
      await Promise.all(this.#shape.units.map(async (unit) => [unit.id, await this.#aws.tags.of(unit.id)] as const)),
    );
    const byParent = groupBy(this.#shape.units);
    const queue = [this.#shape.root.id];
    for (let parentId = queue.shift(); parentId !== undefined; parentId = queue.shift()) {
      const siblings = byParent.get(parentId) ?? [];
      this.#nameSiblings(parentId, siblings, tags);
      queue.push(...siblings.map((unit) => unit.id));
    }
  }

  #nameSiblings(parentId: string, units: readonly UnitInTree[], tags: ReadonlyMap<string, Tags>): void {
    const parent = this.#names.nameOf(parentId) ?? 'root';
    const prefix = parent === 'root' ? '' : `${parent.slice('unit:'.length)}/`;
    const taken = new Set<string>();
    // Units that carry our key choose first: a stranger that took the old name does not get the address.
    const ordered = [...units].sort(
      (a, b) => Number(this.#isOurs(tags.get(b.id))) - Number(this.#isOurs(tags.get(a.id))),
    );
    const raw = new Set(ordered.map((unit) => this.#segment(unit, tags.get(unit.id) ?? {})));
    for (const unit of ordered) {
      const own = tags.get(unit.id) ?? {};
      let segment = this.#renamed(prefix, this.#segment(unit, own), raw);
      if (taken.has(segment)) segment = unitSegmentOf(unit.name);
      if (taken.has(segment)) segment = `${unitSegmentOf(unit.name)}~${unit.id}`;
      taken.add(segment);
      this.#add(`unit:${prefix}${segment}`, parent, { id: unit.id, awsName: unit.name, tags: own });
    }
  }

  #isOurs(tags: Tags | undefined): boolean {
    return tags?.[OWNER_TAG] === this.#options.manifestName;
  }

  #segment(unit: UnitInTree, tags: Tags): string {
    return (this.#isOurs(tags) ? keyOfTags(tags) : undefined) ?? unitSegmentOf(unit.name);
  }

  /** `was:` is applied to what is live before anything is compared: for the unit and, through its address, all below it. */
  #renamed(prefix: string, segment: string, siblings: ReadonlySet<string>): string {
    for (const [address, was] of Object.entries(this.#options.hints.was)) {
      if (!address.startsWith(`unit:${prefix}`)) continue;
      const key = address.slice(`unit:${prefix}`.length);
      if (splitUnitPath(key).length > 1 || was !== segment) continue;
      if (!siblings.has(key)) return key;
      this.#problems.push({
        code: 'was-ambiguous',
        severity: 'error',
        address: `unit:${prefix}${key}`,
        message: `unit "${prefix}${key}" says \`was: ${was}\`, but both "${was}" and "${key}" exist`,
        hint: 'remove `was:` when the rename is done, or rename one of the two in AWS',
      });
    }
    return segment;
  }

  async nameAccounts(): Promise<void> {
    const { hints } = this.#options;
    const keys = new Map<string, string>();
    const match = this.#matcher();
    for (const [key, hint] of Object.entries(hints.accounts)) {
      const id = match(key, hint);
      if (id !== undefined && !keys.has(id)) keys.set(id, key);
    }
    const allTags = this.#options.allTags || (await this.#aws.tags.bulk());
    const nameCount = new Map<string, number>();
    for (const account of this.#shape.accounts) nameCount.set(account.name, (nameCount.get(account.name) ?? 0) + 1);
    const tags = await Promise.all(
      this.#shape.accounts.map((account) =>
        allTags || keys.has(account.id) ? this.#aws.tags.of(account.id) : Promise.resolve({}),
      ),
    );
    this.#shape.accounts.forEach((account, index) => {
      const free = nameCount.get(account.name) === 1 && !(account.name in hints.accounts) && account.name !== '';
      const key = keys.get(account.id) ?? (free ? account.name : account.id);
      const parent = this.#names.nameOf(account.parentId) ?? 'root';
      this.#add(`account:${key}`, parent, {
        id: account.id,
        awsName: account.name,
        tags: tags[index] ?? {},
        email: account.email,
        state: account.state,
        management: account.id === this.#shape.managementAccountId,
        ...(account.joinedAt !== undefined && { joinedAt: account.joinedAt }),
        ...(account.invited && { invited: true }),
      });
    });
  }

  /** By id, else by email, else the only ACTIVE account of that name. */
  #matcher(): (key: string, hint: AccountHint) => string | undefined {
    const ids = new Set(this.#shape.accounts.map((account) => account.id));
    const byEmail = new Map(this.#shape.accounts.map((account) => [account.email.toLowerCase(), account.id]));
    const byName = new Map<string, string[]>();
    for (const { name, id, state } of this.#shape.accounts) {
      if (state === 'ACTIVE') byName.set(name, [...(byName.get(name) ?? []), id]);
    }
    return (key, { id, email, name }) => {
      if (id !== undefined) return ids.has(id) ? id : undefined;
      if (email !== undefined) return byEmail.get(email.toLowerCase());
      const named = byName.get(name ?? key) ?? [];
      return named.length === 1 ? named[0] : undefined;
    };
  }

  #add(
    name: NodeName,
    parent: NodeName,
    record: {
      id: string;
      awsName: string;
      tags: Tags;
      email?: string;
      state?: string;
      management?: boolean;
      joinedAt?: number;
      invited?: boolean;
    },
  ): void {
    if (name !== 'root') this.#names.set(name, record.id);
    const { email, state, management, joinedAt, invited } = record;
    this.#nodes.set(name, {
      name,
      id: record.id,
      awsName: record.awsName,
      ...liveKey(record.tags, this.#options.manifestName),
      ...ownerOf(record.tags, this.#options.manifestName),
      ...(email !== undefined && { email }),
      ...(joinedAt !== undefined && { joinedAt }),
      ...(invited && { invited }),
    });
    this.#tree.push({
      name,
      parent,
      tags: plainTags(record.tags),
      declared: false,
      live: true,
      ...(email !== undefined && { email }),
      // One that is being made can be moved and tagged already.
      ...(state !== undefined && state !== 'ACTIVE' && state !== 'PENDING_ACTIVATION' && { state }),
      ...(management === true && { management }),
      ...liveHold(record.tags, this.#options.manifestName),
    });
  }
}

function groupBy(units: readonly UnitInTree[]): Map<string, UnitInTree[]> {
  const groups = new Map<string, UnitInTree[]>();
  for (const unit of units) {
    const group = groups.get(unit.parentId);
    if (group) group.push(unit);
    else groups.set(unit.parentId, [unit]);
  }
  return groups;
}
