import type { AccountSeed, OrganizationsSeed, PolicySeed, UnitSeed } from './format.js';

export interface GeneratedOptions {
  /** Member accounts; the management account comes on top. */
  readonly accounts: number;
  /** One unit for so many accounts. */
  readonly accountsPerUnit?: number;
  /** Service control policies, each attached to one unit or more. */
  readonly policies?: number;
  readonly tagsPerAccount?: number;
  /** Another number gives another organization of the same size. */
  readonly randomSeed?: number;
  readonly accountId?: string;
}

interface GrowingUnit {
  readonly name: string;
  readonly depth: number;
  readonly accounts: AccountSeed[];
  readonly units: GrowingUnit[];
  readonly policies: string[];
}

const DEEPEST = 5;
/** AWS attaches one more by itself. */
const POLICIES_PER_UNIT = 8;
const REACH = 3;

/** An organization of any size, the same for the same options: for benches and property tests. */
export function generated(options: GeneratedOptions): OrganizationsSeed {
  const { accountsPerUnit = 10, policies = 0, tagsPerAccount = 0, accountId = '123456789012' } = options;
  const random = sequence(options.randomSeed ?? 1);
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const units = growUnits(Math.ceil(options.accounts / accountsPerUnit), pick);
  for (let index = 0; index < options.accounts; index += 1) {
    pick(units)?.accounts.push(accountNumber(index, accountId, tagsPerAccount, random));
  }
  const made = Array.from({ length: policies }, (_, index) => policyNumber(index));
  for (const policy of made) attachSomewhere(policy, units, pick);
  return {
    format: 1,
    managementAccount: { id: accountId, name: 'Management', email: 'management@example.com' },
    organization: { id: 'o-generated01', rootId: 'r-gen1', featureSet: 'ALL' },
    policyTypes: ['SERVICE_CONTROL_POLICY'],
    policies: made,
    root: { units: units.filter((unit) => unit.depth === 1).map(asSeed) },
  };
}

function growUnits(count: number, pick: <T>(from: readonly T[]) => T | undefined): GrowingUnit[] {
  const units: GrowingUnit[] = [];
  const parents: GrowingUnit[] = [];
  for (let index = 0; index < count; index += 1) {
    // Every fifth unit stands under the root, so that the tree is wide as well as deep.
    const parent = index % 5 === 0 ? undefined : pick(parents);
    const depth = (parent?.depth ?? 0) + 1;
    const unit = { name: `unit-${index}`, depth, accounts: [], units: [], policies: [] };
    parent?.units.push(unit);
    units.push(unit);
    if (depth < DEEPEST) parents.push(unit);
  }
  return units;
}

function accountNumber(index: number, managementId: string, tagCount: number, random: () => number): AccountSeed {
  const number = String(400_000_000_000 + index);
  const name = `account-${index}`;
  const tags = Array.from({ length: tagCount }, (_, tag) => [`tag-${tag}`, `value-${Math.floor(random() * 10)}`]);
  return {
    id: number === managementId ? String(900_000_000_000 + index) : number,
    name,
    email: `${name}@example.com`,
    ...(tagCount > 0 ? { tags: Object.fromEntries(tags) as Record<string, string> } : {}),
  };
}

function policyNumber(index: number): PolicySeed {
  const statement = { Sid: `Deny${index}`, Effect: 'Deny', Action: [`service${index}:*`], Resource: '*' };
  return {
    name: `policy-${index}`,
    type: 'SERVICE_CONTROL_POLICY',
    description: `Generated policy ${index}`,
    content: { Version: '2012-10-17', Statement: [statement] },
  };
}

function attachSomewhere(
  policy: PolicySeed,
  units: GrowingUnit[],
  pick: <T>(from: readonly T[]) => T | undefined,
): void {
  const reference = `scp/${policy.name}`;
  for (let attempt = 0; attempt < REACH; attempt += 1) {
    const unit = pick(units);
    if (!unit || unit.policies.length >= POLICIES_PER_UNIT || unit.policies.includes(reference)) continue;
    unit.policies.push(reference);
  }
}

function asSeed(unit: GrowingUnit): UnitSeed {
  const { name, accounts, policies, units } = unit;
  return { name, accounts, policies, units: units.map(asSeed) };
}

/** 0 <= x < 1, the same sequence for the same seed (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
