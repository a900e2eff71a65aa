import { factsOf, QUOTA } from '../quotas.js';
import { type NodeSeed, type OrganizationsSeed, type TargetSeed, wireType } from './format.js';

/** What a seed's shape cannot say: ids and names that stand twice, references to nothing, too deep a tree. */
export function semanticProblems(seed: OrganizationsSeed): string[] {
  const check = new SeedCheck(seed);
  check.account('managementAccount', seed.managementAccount);
  if (!seed.organization) check.noOrganization(seed);
  check.policies();
  if (seed.root) check.node('root', seed.root, 0);
  check.administrators();
  return check.problems;
}

class SeedCheck {
  readonly problems: string[] = [];
  readonly #seed: OrganizationsSeed;
  readonly #seen = new Map<string, string>();
  readonly #policies = new Set<string>();
  readonly #enabled: ReadonlySet<string>;

  constructor(seed: OrganizationsSeed) {
    this.#seed = seed;
    this.#enabled = new Set((seed.policyTypes ?? []).map(wireType));
  }

  noOrganization(seed: OrganizationsSeed): void {
    for (const key of ['root', 'policies', 'policyTypes', 'trustedAccess', 'delegatedAdministrators'] as const) {
      if (seed[key] !== undefined) this.#say(key, 'there is no organization to hold it: organization is null');
    }
  }

  policies(): void {
    for (const [index, policy] of (this.#seed.policies ?? []).entries()) {
      const at = `policies[${index}]`;
      const name = `${wireType(policy.type)}/${policy.name}`;
      this.#once(at, 'policy', name);
      if (policy.id !== undefined) this.#once(at, 'policy id', policy.id);
      this.#policies.add(name);
    }
  }

  node(at: string, node: NodeSeed, depth: number): void {
    if (depth > QUOTA.unitDepth) this.#say(at, `units nest ${QUOTA.unitDepth} deep, this one is at level ${depth}`);
    this.#target(at, node);
    for (const [index, account] of (node.accounts ?? []).entries()) this.account(`${at}.accounts[${index}]`, account);
    const names = new Set<string>();
    for (const [index, unit] of (node.units ?? []).entries()) {
      const here = `${at}.units[${index}]`;
      if (names.has(unit.name)) this.#say(here, `a unit named ${unit.name} stands under the same parent already`);
      names.add(unit.name);
      if (unit.id !== undefined) this.#once(here, 'unit id', unit.id);
      this.node(here, unit, depth + 1);
    }
  }

  account(at: string, account: TargetSeed & { id: string; email: string }): void {
    this.#once(at, 'account', account.id);
    this.#once(at, 'email', account.email.toLowerCase());
    this.#target(at, account);
  }

  administrators(): void {
    for (const [index, { account, servicePrincipal }] of (this.#seed.delegatedAdministrators ?? []).entries()) {
      const at = `delegatedAdministrators[${index}]`;
      if (!this.#seen.has(`account ${account}`)) this.#say(at, `there is no account ${account}`);
      if (!this.#seed.trustedAccess?.includes(servicePrincipal)) {
        this.#say(at, `${servicePrincipal} has no trusted access: add it to trustedAccess`);
      }
      this.#once(at, 'delegation', `${servicePrincipal} to ${account}`);
    }
  }

  #target(at: string, target: TargetSeed): void {
    const attached = new Set<string>();
    const counts = new Map<string, number>();
    for (const reference of target.policies ?? []) {
      const slash = reference.indexOf('/');
      const type = wireType(reference.slice(0, slash));
      const name = `${type}/${reference.slice(slash + 1)}`;
      if (!this.#policies.has(name)) this.#say(at, `policy ${reference} is not among policies; write TYPE/NAME`);
      else if (!this.#enabled.has(type)) this.#say(at, `policy ${reference} needs ${type} in policyTypes`);
      if (attached.has(name)) this.#say(at, `policy ${reference} is attached twice`);
      attached.add(name);
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    for (const [type, count] of counts) {
      const { perTarget, awsDefault } = factsOf(type);
      const own = awsDefault && !(target.withoutDefaults && awsDefault.detachable) ? 1 : 0;
      if (count + own > perTarget)
        this.#say(at, `${count + own} policies of type ${type}, at most ${perTarget} attach`);
    }
    if (Object.keys(target.tags ?? {}).length > QUOTA.tagsPerResource) this.#say(at, 'more than 50 tags');
  }

  #once(at: string, what: string, value: string): void {
    const key = `${what} ${value}`;
    const before = this.#seen.get(key);
    if (before !== undefined) this.#say(at, `${what} ${value} stands at ${before} already`);
    else this.#seen.set(key, at);
  }

  #say(at: string, message: string): void {
    this.problems.push(`${at}: ${message}`);
  }
}
