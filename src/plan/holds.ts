import type { Address, AddressHold, Change } from '../model.js';
import { noticeOf } from './notice.js';
import { isActive } from './order.js';

/** Those that have not ended, by address; of several the one that lasts longest. `now`: clock milliseconds. */
export function standingHolds(holds: readonly AddressHold[], now: number): ReadonlyMap<Address, AddressHold> {
  const standing = new Map<Address, AddressHold>();
  for (const hold of holds) {
    const end = Date.parse(hold.until);
    const other = standing.get(hold.address);
    if (end > now && (other === undefined || Date.parse(other.until) < end)) standing.set(hold.address, hold);
  }
  return standing;
}

/** `held until 2026-12-01T00:00:00Z by arn:...: CHG-9001` */
export function holdWords({ until, by, reason }: AddressHold): string {
  return `held until ${until} by ${by}: ${reason}`;
}

/**
 * Why changes do not happen for the time being: their address is held, or what they need is. What AWS would do by
 * itself in consequence of held changes alone does not happen either.
 */
export function heldBack(
  changes: readonly Change[],
  holds: readonly AddressHold[],
  now: number,
): ReadonlyMap<Address, string> {
  const standing = standingHolds(holds, now);
  const held = new Map<Address, string>();
  if (standing.size === 0) return held;
  const active = changes.filter(isActive);
  const known = new Set(active.map(({ address }) => address));
  for (const change of active) {
    const hold = namesOf(change)
      .map((name) => standing.get(name))
      .find((found) => found !== undefined);
    if (hold) held.set(change.address, holdWords(hold));
  }
  for (let again = held.size > 0; again; ) {
    again = false;
    for (const change of active) {
      if (held.has(change.address)) continue;
      const cause = change.needs.find((need) => held.has(need)) ?? onlyCause(change, held, known);
      if (cause === undefined) continue;
      held.set(change.address, `waits for ${cause}, which is held`);
      again = true;
    }
  }
  return held;
}

/** What is held becomes a notice that says why; the rest stays as it is. */
export function withholdChanges(changes: readonly Change[], holds: readonly AddressHold[], now: number): Change[] {
  const held = heldBack(changes, holds, now);
  return changes.map((change) => {
    const detail = held.get(change.address);
    return detail === undefined || !isActive(change) ? change : heldNotice(change, detail);
  });
}

/** A thing that is renamed answers to its old address too. */
function namesOf(change: Change): readonly Address[] {
  if (change.action !== 'replace' && change.action !== 'update') return [change.address];
  const old = change.fields.find(({ path }) => path === 'address')?.from;
  return typeof old === 'string' ? [change.address, old as Address] : [change.address];
}

/** The held change that it follows, where all that it follows is held. */
function onlyCause(
  change: Change,
  held: ReadonlyMap<Address, string>,
  known: ReadonlySet<Address>,
): Address | undefined {
  if (change.why !== 'automatic') return undefined;
  const causes = [...change.needs, ...change.after].filter((address) => known.has(address));
  return causes.every((address) => held.has(address)) ? causes[0] : undefined;
}

/** What is there is said with it: a held address is known, only not changed. */
function heldNotice(change: Change, why: string): Change {
  const notice = noticeOf(change, 'held', `${change.action} ${why}`);
  return 'from' in change && change.from !== undefined && notice.action === 'notice'
    ? { ...notice, from: change.from }
    : notice;
}
