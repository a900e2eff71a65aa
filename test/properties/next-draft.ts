import type { Dice } from './dice.js';
import { documentFor } from './documents.js';
import {
  type AccountDraft,
  addPolicy,
  addUnit,
  type Draft,
  type PolicyDraft,
  pathsOf,
  placeAndTags,
  reach,
  someTags,
  type TargetDraft,
  type UnitDraft,
  type UnitDrafts,
} from './drafts.js';

/** Old path -> new path of the units that stay. */
type Moved = Map<string, string>;

/** The manifest some time later: things renamed, moved, changed, dropped and added. */
export function nextDraft(dice: Dice, draft: Draft): Draft {
  const moved: Moved = new Map();
  const organizationalUnits = nextUnits(dice, draft.organizationalUnits, moved, '', '', 1);
  if (dice.chance(20)) reparentOne(dice, organizationalUnits, moved);
  const next: Draft = { organizationalUnits, accounts: {}, policies: {} };
  for (const [key, account] of Object.entries(draft.accounts)) {
    if (!dice.chance(10)) next.accounts[key] = nextAccount(dice, account, next, moved);
  }
  for (const [key, policy] of Object.entries(draft.policies)) {
    if (dice.chance(15)) continue;
    const renamed = policy.name === undefined && dice.chance(20);
    next.policies[renamed ? `${key} II` : key] = {
      ...nextPolicy(dice, policy, next, moved),
      ...(renamed && { was: key }),
    };
  }
  if (dice.chance(40)) addPolicy(dice, next);
  return next;
}

function nextUnits(
  dice: Dice,
  units: UnitDrafts,
  moved: Moved,
  oldPrefix: string,
  newPrefix: string,
  depth: number,
): UnitDrafts {
  const next: UnitDrafts = {};
  for (const [segment, unit] of Object.entries(units)) {
    if (dice.chance(10)) continue;
    const { was: _, ...rest } = unit;
    const renamed = unit.existing === undefined && dice.chance(15);
    const name = renamed ? `${segment} renamed` : segment;
    moved.set(`${oldPrefix}${segment}`, `${newPrefix}${name}`);
    next[name] = {
      ...(unit.existing === undefined && dice.chance(25) ? { adopt: true, ...someTags(dice) } : rest),
      ...(renamed && { was: segment }),
      children: nextUnits(
        dice,
        unit.children ?? {},
        moved,
        `${oldPrefix}${segment}/`,
        `${newPrefix}${name}/`,
        depth + 1,
      ),
    };
  }
  if (!dice.chance(20)) return next;
  const more: UnitDrafts = {};
  addUnit(dice, more, depth);
  // A name that was just given up is not taken again at once: `was:` would be ambiguous.
  for (const [segment, unit] of Object.entries(more)) if (!units[segment]) next[segment] ??= unit;
  return next;
}

/** One unit below the top goes to the top: AWS cannot move it, so it is replaced. */
function reparentOne(dice: Dice, units: UnitDrafts, moved: Moved): void {
  const [parent, above] = dice.maybe(Object.entries(units)) ?? [];
  const [segment, unit] = dice.maybe(Object.entries(above?.children ?? {})) ?? [];
  if (parent === undefined || !above?.children || segment === undefined || !unit) return;
  const isOld = [...moved.values()].includes(`${parent}/${segment}`);
  if (!isOld || anyOf(above, ({ was, existing }) => was !== undefined || existing === true) || units[segment]) return;
  delete above.children[segment];
  units[segment] = { ...unit, was: `unit:${parent}/${segment}` };
  for (const [from, to] of moved) {
    if (to === `${parent}/${segment}` || to.startsWith(`${parent}/${segment}/`))
      moved.set(from, to.slice(parent.length + 1));
  }
}

function anyOf(unit: UnitDraft, test: (unit: UnitDraft) => boolean): boolean {
  return test(unit) || Object.values(unit.children ?? {}).some((child) => anyOf(child, test));
}

function nextAccount(dice: Dice, account: AccountDraft, next: Draft, moved: Moved): AccountDraft {
  const { ou, ...rest } = account;
  if (dice.chance(30)) {
    const { tags: _, ...identity } = rest;
    return { ...identity, ...placeAndTags(dice, pathsOf(next.organizationalUnits)) };
  }
  const place = ou === undefined ? undefined : (moved.get(ou) ?? firstUnit(next));
  return { ...rest, ...(place !== undefined && { ou: place }) };
}

function firstUnit(draft: Draft): string | undefined {
  return pathsOf(draft.organizationalUnits).find((path) => path !== 'root');
}

function nextPolicy(dice: Dice, policy: PolicyDraft, next: Draft, moved: Moved): PolicyDraft {
  const { was: _was, targets, exclude, ...rest } = policy;
  const keep = (list: readonly TargetDraft[]): TargetDraft[] =>
    list.flatMap((target) => movedTarget(target, next, moved) ?? []);
  const kept = exclude === undefined ? [] : keep(exclude);
  return {
    ...rest,
    ...(dice.chance(30) && { document: documentFor(dice, policy.type) }),
    ...(dice.chance(20) && { description: `since ${dice.between(1, 9)}` }),
    ...(dice.chance(30) ? reach(dice, next) : { targets: keep(targets), ...(kept.length > 0 && { exclude: kept }) }),
  };
}

function movedUnit(text: string, moved: Moved): string | undefined {
  const recursive = text.endsWith('/**') ? '/**' : '';
  const path = moved.get(text.slice('unit:'.length, text.length - recursive.length));
  return path === undefined ? undefined : `unit:${path}${recursive}`;
}

function movedTarget(target: TargetDraft, next: Draft, moved: Moved): TargetDraft | undefined {
  if (typeof target !== 'string') {
    if (target.tags) return target;
    const targets = (target.targets ?? []).flatMap((inner) => movedTarget(inner, next, moved) ?? []);
    const exclude = (target.exclude ?? []).flatMap((inner) => movedTarget(inner, next, moved) ?? []);
    return targets.length === 0 ? undefined : { targets, ...(exclude.length > 0 && { exclude }) };
  }
  if (target.startsWith('account:')) return next.accounts[target.slice('account:'.length)] ? target : undefined;
  return target.startsWith('unit:') ? movedUnit(target, moved) : target;
}
