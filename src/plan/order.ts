import { TowerctlError } from '../errors.js';
import type { Kind, SpecsByAddress } from '../kind.js';
import type { Address, Change, JsonObject } from '../model.js';

/** Changes that do something. */
export type ActiveChange = Exclude<Change, { action: 'notice' }>;

export function isActive(change: Change): change is ActiveChange {
  return change.action !== 'notice';
}

export function specBefore(change: Change): JsonObject | undefined {
  return 'from' in change ? change.from : undefined;
}

export function specAfter(change: Change): JsonObject | undefined {
  return 'to' in change ? change.to : undefined;
}

/**
 * Writes into each change what must be done before it, and puts them into an order in which they could be done one by
 * one: what is needed first, removals last and the other way round, the manifest's own order where nothing else decides.
 */
export function orderChanges(
  changes: readonly Change[],
  kinds: readonly Kind[],
  before: SpecsByAddress = new Map(),
): Change[] {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const active = changes.filter(isActive);
  const activeByAddress = new Map(active.map((change) => [change.address, change]));
  const activeByKind = groupByKind(active);
  const leaving = whoLeaves(active, byName);
  const linked = active.map((change) => {
    const needs = new Set(
      [...change.needs, ...needsOf(change, byName)].filter((address) => isBuilt(activeByAddress.get(address))),
    );
    for (const address of change.needs) if (activeByAddress.has(address)) needs.add(address);
    if (change.action === 'remove') for (const address of leaving.get(change.address) ?? []) needs.add(address);
    for (const address of byName.get(change.kind)?.follows?.(change, activeByKind, before) ?? []) {
      // What waits for this change already, on purpose, does not come first.
      if (!activeByAddress.get(address)?.needs.includes(change.address)) needs.add(address);
    }
    needs.delete(change.address);
    const after = new Set([...change.after, ...(byName.get(change.kind)?.waitsFor?.(change, activeByKind) ?? [])]);
    return {
      ...change,
      needs: [...needs].sort(),
      after: [...after].filter((address) => activeByAddress.has(address) && !needs.has(address)),
    };
  });
  const notices = changes.filter((change) => !isActive(change)).sort((a, b) => (a.address < b.address ? -1 : 1));
  return [...sorted(linked, kinds), ...notices];
}

function groupByKind(changes: readonly ActiveChange[]): Map<string, ActiveChange[]> {
  const groups = new Map<string, ActiveChange[]>();
  for (const change of changes) {
    const group = groups.get(change.kind);
    if (group) group.push(change);
    else groups.set(change.kind, [change]);
  }
  return groups;
}

function isBuilt(change: ActiveChange | undefined): boolean {
  return change !== undefined && change.action !== 'remove';
}

function needsOf(change: ActiveChange, kinds: ReadonlyMap<string, Kind>): readonly Address[] {
  const to = specAfter(change);
  return to ? (kinds.get(change.kind)?.needs(to) ?? []) : [];
}

/** For each address, the changes after which nothing stands on it any more: they come before its removal. */
function whoLeaves(active: readonly ActiveChange[], kinds: ReadonlyMap<string, Kind>): Map<Address, Address[]> {
  const leaving = new Map<Address, Address[]>();
  for (const change of active) {
    const from = specBefore(change);
    if (!from) continue;
    for (const need of kinds.get(change.kind)?.needs(from) ?? []) {
      const known = leaving.get(need);
      if (known) known.push(change.address);
      else leaving.set(need, [change.address]);
    }
  }
  return leaving;
}

/** Kahn's algorithm over a small priority: creations by kind, then removals by kind backwards, then as given. */
function sorted(changes: readonly Change[], kinds: readonly Kind[]): Change[] {
  const rank = new Map(kinds.map((kind, index) => [kind.name, index]));
  const weight = (change: Change): number => {
    const index = rank.get(change.kind) ?? kinds.length;
    return change.action === 'remove' ? 2 * kinds.length - index : index;
  };
  const given = changes
    .map((change, index) => ({ change, index, weight: weight(change) }))
    .sort((a, b) => a.weight - b.weight || a.index - b.index);
  const open = new Map(
    given.map((entry) => [entry.change.address, new Set([...entry.change.needs, ...entry.change.after])]),
  );
  const waiting = new Map<Address, Address[]>();
  for (const [address, needs] of open)
    for (const need of needs) {
      const known = waiting.get(need);
      if (known) known.push(address);
      else waiting.set(need, [address]);
    }
  const result: Change[] = [];
  let rest = given;
  while (rest.length > 0) {
    const ready = rest.filter((entry) => open.get(entry.change.address)?.size === 0);
    if (ready.length === 0) throw circle(rest.map((entry) => entry.change));
    const weightNow = Math.min(...ready.map((entry) => entry.weight));
    const now = ready.filter((entry) => entry.weight === weightNow);
    for (const { change } of now) {
      result.push(change);
      for (const address of waiting.get(change.address) ?? []) open.get(address)?.delete(change.address);
    }
    const done = new Set(now);
    rest = rest.filter((entry) => !done.has(entry));
  }
  return result;
}

function circle(changes: readonly Change[]): TowerctlError {
  const some = changes
    .slice(0, 5)
    .map((change) => `${change.address} (needs ${[...change.needs, ...change.after].join(', ')})`);
  return new TowerctlError('bug', `changes wait for each other in a circle: ${some.join('; ')}`);
}
