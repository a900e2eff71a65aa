import { createHash } from 'node:crypto';
import { managedPolicies } from '../managed-policies.js';
import { factsOf } from '../quotas.js';
import type { PolicyRecord } from '../records.js';
import { emptyTables, type StoredTables } from '../store.js';
import { type AccountSeed, type NodeSeed, type OrganizationsSeed, type TargetSeed, wireType } from './format.js';

/** When accounts joined that do not say so: a minute apart, long enough ago that nothing waits for their age. */
const JOINED = Date.UTC(2025, 0, 15);
const MINUTE_MS = 60_000;

/** The state that a seed describes, with no change to remember: it has always been so. */
export function buildState(seed: OrganizationsSeed, now: number): StoredTables {
  const builder = new Builder(seed, now);
  builder.build();
  return builder.tables;
}

/** Eight lower-case letters or digits that stay the same for the same name. */
function idFrom(name: string): string {
  const number = BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 16)}`);
  return number.toString(36).padStart(8, '0').slice(-8);
}

class Builder {
  readonly tables = emptyTables();
  readonly #seed: OrganizationsSeed;
  readonly #now: number;
  /** The same arrays as in the tables, still growing. */
  readonly #lists: Record<string, string[]> = {};
  readonly #targets: Record<string, string[]> = {};
  readonly #types: readonly string[];

  constructor(seed: OrganizationsSeed, now: number) {
    this.#seed = seed;
    this.#now = now;
    this.#types = (seed.policyTypes ?? []).map(wireType);
  }

  build(): void {
    const { organization, managementAccount, root = {} } = this.#seed;
    const { rows } = this.tables;
    if (!organization) {
      this.#account(managementAccount, undefined);
      return;
    }
    const { id, rootId, featureSet = 'ALL' } = organization;
    rows.organizations['current'] = { id, rootId, managementAccountId: managementAccount.id, featureSet };
    if (featureSet === 'ALL') for (const policy of managedPolicies()) this.#policy(policy);
    this.#policies();
    for (const type of this.#types) {
      rows.policyTypes[type] = { status: 'ENABLED' };
      this.#append('types', type);
    }
    this.#account({ joinedMethod: 'INVITED', ...managementAccount }, rootId);
    this.#node(rootId, root, rootId);
    this.#services();
    Object.assign(rows.lists, this.#lists);
    Object.assign(rows.targets, this.#targets);
  }

  #append(list: string, id: string): void {
    const known = this.#lists[list];
    if (known) known.push(id);
    else this.#lists[list] = [id];
  }

  #policy(policy: PolicyRecord): void {
    this.tables.rows.policies[policy.id] = policy;
    this.tables.rows.names[`policy:${policy.type}/${policy.name}`] = policy.id;
    this.#append(`policies:${policy.type}`, policy.id);
  }

  #policies(): void {
    for (const policy of this.#seed.policies ?? []) {
      const { name, description = '', content, tags } = policy;
      const type = wireType(policy.type);
      const id = policy.id ?? `p-${idFrom(`${type}/${name}`)}`;
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      this.#policy({ id, name, description, type, awsManaged: false, content: text });
      if (tags) this.tables.rows.tags[id] = tags;
    }
  }

  #node(id: string, node: NodeSeed, path: string): void {
    this.#target(id, node);
    for (const account of node.accounts ?? []) this.#account(account, id);
    for (const unit of node.units ?? []) {
      const unitPath = `${path}/${unit.name}`;
      const unitId = unit.id ?? `ou-${this.#seed.organization?.rootId.slice(2)}-${idFrom(unitPath)}`;
      this.tables.rows.units[unitId] = { id: unitId, name: unit.name };
      this.tables.rows.names[`unit:${id}/${unit.name}`] = unitId;
      this.tables.rows.parents[unitId] = id;
      this.#append('units', unitId);
      this.#append(`units:${id}`, unitId);
      this.#node(unitId, unit, unitPath);
    }
  }

  #account(seed: AccountSeed, parent: string | undefined): void {
    const { id, name, email, state = 'ACTIVE', joinedMethod = 'CREATED' } = seed;
    const { rows } = this.tables;
    const order = this.#lists['accounts']?.length ?? 0;
    const joinedAt = seed.joinedAt === undefined ? JOINED + order * MINUTE_MS : Date.parse(seed.joinedAt);
    rows.accounts[id] = { id, name, email, state, joinedMethod, joinedAt };
    rows.names[`email:${email.toLowerCase()}`] = id;
    if (parent === undefined) return;
    rows.parents[id] = parent;
    this.#append('accounts', id);
    this.#append(`accounts:${parent}`, id);
    this.#target(id, seed);
  }

  #target(id: string, target: TargetSeed): void {
    if (target.tags) this.tables.rows.tags[id] = target.tags;
    for (const type of this.#types) {
      const fallback = factsOf(type).awsDefault;
      const keeps = fallback && !(target.withoutDefaults && fallback.detachable);
      if (keeps) this.#attach(type, id, fallback.id);
    }
    for (const reference of target.policies ?? []) {
      const slash = reference.indexOf('/');
      const type = wireType(reference.slice(0, slash));
      const policyId = this.tables.rows.names[`policy:${type}/${reference.slice(slash + 1)}`];
      if (policyId !== undefined) this.#attach(type, id, policyId);
    }
  }

  #attach(type: string, target: string, policyId: string): void {
    const key = `${type}/${target}`;
    const { attachments } = this.tables.rows;
    attachments[key] = [...(attachments[key] ?? []), policyId];
    const known = this.#targets[policyId];
    if (known) known.push(target);
    else this.#targets[policyId] = [target];
  }

  #services(): void {
    for (const principal of this.#seed.trustedAccess ?? []) {
      this.tables.rows.trustedAccess[principal] = JOINED;
      this.#append('trusted-access', principal);
    }
    for (const { account, servicePrincipal } of this.#seed.delegatedAdministrators ?? []) {
      this.tables.rows.delegations[`${servicePrincipal}/${account}`] = Math.min(JOINED, this.#now);
      if (!this.#lists[`services:${account}`]) this.#append('administrators', account);
      this.#append(`services:${account}`, servicePrincipal);
      this.#append(`administrators:${servicePrincipal}`, account);
    }
  }
}
