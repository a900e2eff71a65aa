import type { OrganizationsSeed, UnitSeed } from '../../src/simulator/services/organizations/seeds/format.js';
import { generated } from '../../src/simulator/services/organizations/seeds/generated.js';

export const MANIFEST_NAME = 'bench';

/** The organization: one unit for ten accounts, fifty policies, two tags an account. */
export function benchSeed(accounts: number): OrganizationsSeed {
  const seed = generated({ accounts, policies: 50, tagsPerAccount: 2 });
  return {
    ...seed,
    root: { ...seed.root, units: (seed.root?.units ?? []).map((unit) => withoutInherited(unit, new Set())) },
  };
}

/** What is attached above is inherited: nobody attaches it below once more. */
function withoutInherited(unit: UnitSeed, above: ReadonlySet<string>): UnitSeed {
  const own = (unit.policies ?? []).filter((policy) => !above.has(policy));
  const here = new Set([...above, ...own]);
  return { ...unit, policies: own, units: (unit.units ?? []).map((child) => withoutInherited(child, here)) };
}

/** The same organization as it is after an apply: everything carries our tags. */
export function ownedSeed(seed: OrganizationsSeed): OrganizationsSeed {
  const own = (key: string, tags: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    ...tags,
    'towerctl:manifest': MANIFEST_NAME,
    'towerctl:key': key,
  });
  const unit = (written: UnitSeed): UnitSeed => ({
    ...written,
    tags: own(written.name, written.tags),
    accounts: (written.accounts ?? []).map((account) => ({ ...account, tags: own(account.name, account.tags) })),
    units: (written.units ?? []).map(unit),
  });
  return {
    ...seed,
    policies: (seed.policies ?? []).map((policy) => ({ ...policy, tags: own(policy.name, policy.tags) })),
    root: { ...seed.root, units: (seed.root?.units ?? []).map(unit) },
  };
}

/** What is there before a first apply: all accounts at the root, nothing else. */
export function bareSeed(seed: OrganizationsSeed): OrganizationsSeed {
  const { policies: _, ...rest } = seed;
  const accounts = unitsOf(seed).flatMap(({ unit }) =>
    (unit.accounts ?? []).map(({ tags: _tags, ...account }) => account),
  );
  return { ...rest, root: { accounts } };
}

export interface PlacedUnit {
  readonly path: string;
  readonly depth: number;
  readonly unit: UnitSeed;
}

export function unitsOf(seed: OrganizationsSeed): PlacedUnit[] {
  const found: PlacedUnit[] = [];
  const add = (units: readonly UnitSeed[], parent: string, depth: number): void => {
    for (const unit of units) {
      const path = parent === '' ? unit.name : `${parent}/${unit.name}`;
      found.push({ path, depth, unit });
      add(unit.units ?? [], path, depth + 1);
    }
  };
  add(seed.root?.units ?? [], '', 1);
  return found;
}

/** The manifest that describes the whole organization: JSON, which is YAML too. */
export function benchManifest(seed: OrganizationsSeed): string {
  const units = (written: readonly UnitSeed[]): object =>
    Object.fromEntries(written.map((unit) => [unit.name, { children: units(unit.units ?? []) }]));
  const placed = unitsOf(seed);
  const accounts = placed.flatMap(({ path, unit }) =>
    (unit.accounts ?? []).map(
      (account) => [account.name, { id: account.id, ou: path, tags: account.tags ?? {}, adopt: true }] as const,
    ),
  );
  const policies = (seed.policies ?? []).map((policy) => {
    const targets = placed.filter(({ unit }) => unit.policies?.includes(`scp/${policy.name}`)).map(({ path }) => path);
    return [policy.name, { type: 'scp', description: policy.description, document: policy.content, targets }] as const;
  });
  return JSON.stringify({
    version: 1,
    name: MANIFEST_NAME,
    organization: { id: seed.organization?.id, homeRegion: 'ap-northeast-1' },
    organizationalUnits: units(seed.root?.units ?? []),
    accounts: Object.fromEntries(accounts),
    policies: Object.fromEntries(policies),
  });
}

const pages = (items: number, size: number): number => Math.max(1, Math.ceil(items / size));

/**
 * The fewest calls that can tell whether anything differs, API by API: each list at its largest page, a unit's children
 * only where there can be some, a policy's text and targets once each, and tags a hundred resources at a time.
 */
export function fewestCalls(seed: OrganizationsSeed): Record<string, number> {
  const placed = unitsOf(seed);
  const policies = seed.policies ?? [];
  const accounts = placed.reduce((sum, { unit }) => sum + (unit.accounts?.length ?? 0), 0);
  const parents = placed.filter(({ depth }) => depth < 5);
  const targets = (name: string): number => placed.filter(({ unit }) => unit.policies?.includes(`scp/${name}`)).length;
  return {
    'organizations:DescribeOrganization': 1,
    'organizations:ListRoots': 1,
    'organizations:ListAccounts': pages(accounts + 1, 20),
    'organizations:ListOrganizationalUnitsForParent':
      pages(seed.root?.units?.length ?? 0, 20) +
      parents.reduce((sum, { unit }) => sum + pages(unit.units?.length ?? 0, 20), 0),
    // AWS's FullAWSAccess is listed with them.
    'organizations:ListPolicies': pages(policies.length + 1, 20),
    'organizations:DescribePolicy': policies.length,
    'organizations:ListTargetsForPolicy': policies.reduce((sum, policy) => sum + pages(targets(policy.name), 20), 0),
    'tagging:GetResources': pages(accounts + placed.length + policies.length, 100),
  };
}
