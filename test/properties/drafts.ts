import { TowerctlError } from '../../src/errors.js';
import { GUARDS } from '../../src/guards/index.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { unitSegmentOf } from '../../src/manifest/unit-path.js';
import type { OrganizationsSeed, UnitSeed } from '../../src/simulator/services/organizations/seeds/format.js';
import { generated } from '../../src/simulator/services/organizations/seeds/generated.js';
import { manifestOf } from '../support/organization.js';
import type { Dice } from './dice.js';
import { documentFor, TYPES } from './documents.js';

/** A manifest as a value: written as JSON, which is YAML too. */
export interface Draft {
  readonly organizationalUnits: UnitDrafts;
  readonly accounts: Record<string, AccountDraft>;
  readonly policies: Record<string, PolicyDraft>;
}

/** By segment: a slash in a name is escaped. */
export type UnitDrafts = Record<string, UnitDraft>;

export interface UnitDraft {
  adopt?: true;
  existing?: true;
  was?: string;
  tags?: Record<string, string | null>;
  children?: UnitDrafts;
}

export interface AccountDraft {
  id?: string;
  email?: string;
  ou?: string;
  tags?: Record<string, string | null>;
  adopt?: true;
}

export interface PolicyDraft {
  type: string;
  name?: string;
  was?: string;
  description?: string;
  document: unknown;
  targets: TargetDraft[];
  exclude?: TargetDraft[];
  tags?: Record<string, string | null>;
  adopt?: true;
}

export type TargetDraft = string | { targets?: TargetDraft[]; exclude?: TargetDraft[]; tags?: Record<string, string> };

/** Names that AWS allows and that a careless program trips over. */
export const ODD_NAMES = [
  'Workloads',
  'Prod',
  'a/b',
  'back\\slash',
  'Übung größer',
  '東京リージョン',
  'rocket 🚀 unit',
  'with space ',
  'trailing.dot.',
  'it\'s "quoted"',
  '# not a comment',
  'key: value',
  '- dash',
  'tilde~x',
  'mail@example.com',
  'root',
  'management',
  'account:x',
  'unit:y',
  '*star',
  '__proto__x',
  'constructor',
  'toString',
  '0123',
  'null',
  'true',
] as const;

const TAG_VALUES = ['card', 'pii', 'none'] as const;
export const DEEPEST = 5;

export function seedOf(dice: Dice): OrganizationsSeed {
  const seed = generated({
    accounts: dice.between(2, 9),
    accountsPerUnit: 2,
    policies: dice.between(0, 3),
    tagsPerAccount: dice.between(0, 2),
    randomSeed: dice.between(1, 10_000),
  });
  return { ...seed, organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'ALL' } };
}

/** A first manifest for an organization: part of what is there, and new things. */
export function draftFor(dice: Dice, seed: OrganizationsSeed): Draft {
  const organizationalUnits = unitsFrom(dice, seed.root?.units ?? [], 1);
  const paths = pathsOf(organizationalUnits);
  const accounts: Record<string, AccountDraft> = {};
  for (const { id, name, email } of accountsIn(seed.root?.units ?? [])) {
    if (!dice.chance(65)) continue;
    const key = dice.chance(30) ? `my ${name}` : name;
    accounts[key] = { ...(dice.chance(70) ? { id } : { email }), adopt: true, ...placeAndTags(dice, paths) };
  }
  const draft: Draft = { organizationalUnits, accounts, policies: {} };
  for (let count = dice.between(0, 4); count > 0; count -= 1) addPolicy(dice, draft);
  for (const policy of seed.policies ?? []) {
    if (dice.chance(40)) draft.policies[policy.name] = { ...newPolicy(dice, draft, 'scp'), adopt: true };
  }
  return draft;
}

function unitsFrom(dice: Dice, seeds: readonly UnitSeed[], depth: number): UnitDrafts {
  const units: UnitDrafts = {};
  for (const seed of seeds) {
    if (!dice.chance(65)) continue;
    const own: UnitDraft = dice.chance(20) ? { existing: true } : { adopt: true, ...someTags(dice) };
    units[unitSegmentOf(seed.name)] = { ...own, children: unitsFrom(dice, seed.units ?? [], depth + 1) };
  }
  for (let count = dice.between(0, depth === 1 ? 3 : 1); count > 0; count -= 1) addUnit(dice, units, depth);
  return units;
}

/** A new unit, now and then with a whole line below it down to the deepest level. */
export function addUnit(dice: Dice, units: UnitDrafts, depth: number): void {
  const segment = unitSegmentOf(dice.maybe(ODD_NAMES) ?? 'Workloads');
  if (units[segment] || depth > DEEPEST) return;
  const children: UnitDrafts = {};
  if (depth < DEEPEST && dice.chance(50)) addUnit(dice, children, depth + 1);
  units[segment] = { adopt: true, ...someTags(dice), children };
}

export function someTags(dice: Dice): { tags?: Record<string, string | null> } {
  if (!dice.chance(40)) return {};
  const value = (): string | null => (dice.chance(15) ? null : dice.pick(TAG_VALUES));
  return { tags: { data: value(), ...(dice.chance(50) && { 'owner.team': value() }) } };
}

export function placeAndTags(dice: Dice, paths: readonly string[]): Pick<AccountDraft, 'ou' | 'tags'> {
  // `ou: root` is the root, not a unit of that name.
  const ou = dice.chance(70) ? dice.maybe(paths.filter((path) => path !== 'root')) : undefined;
  return { ...(ou !== undefined && { ou }), ...someTags(dice) };
}

export function addPolicy(dice: Dice, draft: Draft): void {
  const type = dice.maybe(TYPES) ?? 'scp';
  const key = `${dice.pick(['guard', 'deny all/most', 'größe', 'p@root', 'a b'])}-${Object.keys(draft.policies).length}`;
  if (draft.policies[key]) return;
  draft.policies[key] = newPolicy(dice, draft, type);
}

function newPolicy(dice: Dice, draft: Draft, type: string): PolicyDraft {
  return {
    type,
    document: documentFor(dice, type),
    ...reach(dice, draft),
    ...someTags(dice),
    ...(dice.chance(30) && { description: `why ${dice.between(1, 9)}` }),
  };
}

/** Where a policy applies: places, subtrees, accounts, tags, with and without exclusions. */
export function reach(dice: Dice, draft: Draft): Pick<PolicyDraft, 'targets' | 'exclude'> {
  const targets = Array.from({ length: dice.between(0, 3) }, () => target(dice, draft, true));
  const exclude = dice.chance(25) ? [target(dice, draft, false)] : [];
  return { targets, ...(exclude.length > 0 && { exclude }) };
}

function target(dice: Dice, draft: Draft, nested: boolean): TargetDraft {
  const unit = dice.maybe(pathsOf(draft.organizationalUnits));
  const account = dice.maybe(Object.keys(draft.accounts));
  const choices: TargetDraft[] = [{ tags: { data: dice.pick(TAG_VALUES) } }];
  if (unit !== undefined) choices.push(`unit:${unit}`, `unit:${unit}/**`);
  if (account !== undefined) choices.push(`account:${account}`);
  if (nested) choices.push('root');
  if (nested && unit !== undefined && dice.chance(30))
    choices.push({ targets: [`unit:${unit}`], exclude: [target(dice, draft, false)] });
  return dice.maybe(choices) ?? 'root';
}

/** Every unit's path, parents first. */
export function pathsOf(units: UnitDrafts, prefix = ''): string[] {
  return Object.entries(units).flatMap(([segment, unit]) => [
    `${prefix}${segment}`,
    ...pathsOf(unit.children ?? {}, `${prefix}${segment}/`),
  ]);
}

function accountsIn(units: readonly UnitSeed[]): { id: string; name: string; email: string }[] {
  return units.flatMap((unit) => [...(unit.accounts ?? []), ...accountsIn(unit.units ?? [])]);
}

/** Everything a guard can let pass is allowed: what is left is what AWS itself would refuse. */
const ALLOWANCES = GUARDS.filter((guard) => !guard.absolute).map(({ code }) => ({ code, at: '*', reason: 'a test' }));

export function manifestFrom(draft: Draft): Promise<Manifest> {
  const header = { version: 1, name: 'test', organization: { id: 'o-exampleorg1', homeRegion: 'ap-northeast-1' } };
  const guards = { maxRemovals: 1_000, allow: ALLOWANCES };
  return manifestOf(JSON.stringify({ ...header, ...draft, guards }), {}, '').catch((error: unknown) => {
    if (!(error instanceof TowerctlError)) throw error;
    throw new Error(error.problems.map(({ message, hint }) => `${message} (${hint ?? ''})`).join('\n'), {
      cause: error,
    });
  });
}
