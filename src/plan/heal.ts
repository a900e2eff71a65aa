import type { Address, Change, JsonObject } from '../model.js';
import { noticeOf } from './notice.js';
import { type ActiveChange, isActive } from './order.js';

/** Kinds whose drift is mended without anybody being asked. */
export type HealedKinds = ReadonlySet<string>;

const MENDING: ReadonlySet<string> = new Set(['create', 'update', 'repair']);

/**
 * Why changes are not healed unasked: they are of other kinds, take something away, or hang on one that is left. What
 * AWS would do by itself only in consequence of changes that are left does not happen either; and what would bring about
 * a write that is left is left with it, since healing must not make new drift.
 */
export function notHealed(changes: readonly Change[], kinds: HealedKinds): ReadonlyMap<Address, string> {
  const active = changes.filter(isActive);
  const left = new Map<Address, string>();
  for (const change of active) {
    const because = reasonToLeave(change, kinds);
    if (because !== undefined) left.set(change.address, because);
  }
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const change of active) follow(change, active, left);
  }
  return left;
}

/** Only what may be healed stays a change; the rest becomes notices that say why. */
export function healedOnly(changes: readonly Change[], kinds: HealedKinds): Change[] {
  const left = notHealed(changes, kinds);
  return changes.map((change) => {
    const because = left.get(change.address);
    if (because === undefined || !isActive(change)) return change;
    return noticeOf(change, 'held', `${change.action} left: ${because}`);
  });
}

function reasonToLeave(change: ActiveChange, kinds: HealedKinds): string | undefined {
  const { action, kind, why } = change;
  // Decided by what it follows.
  if (action === 'expect' && why === 'automatic') return undefined;
  if (action === 'wait' || action === 'expect') return 'AWS is still at work on it';
  if (!MENDING.has(action)) return action === 'adopt' ? 'taking over waits for a person' : 'waits for a person';
  if (!kinds.has(kind)) return 'not healed unasked';
  if (why === 'ready') return 'it has not drifted, and is ready for its next step';
  if (action === 'update' && losesInstances(change.from, change.to)) return 'it would remove stacks';
  return undefined;
}

/** Carries over what is left, from each change to those that hang on it and back. */
function follow(change: ActiveChange, active: readonly ActiveChange[], left: Map<Address, string>): void {
  if (left.has(change.address)) {
    // A write that healing itself would call for.
    if (change.why !== 'automatic' || change.action === 'expect') return;
    for (const cause of causesOf(change, active)) {
      if (!left.has(cause))
        left.set(cause, `it would bring about a ${change.action} of ${change.address}, which is left`);
    }
    return;
  }
  const need = change.needs.find((address) => left.has(address));
  const causes = change.why === 'automatic' ? causesOf(change, active) : [];
  const cause = need ?? (causes.every((address) => left.has(address)) ? causes[0] : undefined);
  if (cause !== undefined) left.set(change.address, `waits for ${cause}, which is left`);
}

function causesOf({ needs, after }: ActiveChange, active: readonly ActiveChange[]): readonly Address[] {
  const known = new Set(active.map(({ address }) => address));
  return [...needs, ...after].filter((address) => known.has(address));
}

/** StackSets: instances by account, a list of Regions each. One that goes takes its stack with it. */
export function losesInstances(from: JsonObject, to: JsonObject): boolean {
  const [before, after] = [from['instances'], to['instances']];
  if (!isCells(before) || !isCells(after)) return false;
  return Object.entries(before).some(([account, regions]) => {
    const kept = after[account];
    return Array.isArray(regions) && regions.some((region) => !Array.isArray(kept) || !kept.includes(region));
  });
}

function isCells(value: JsonObject[string] | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
