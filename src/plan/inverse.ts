import type { Kind } from '../kind.js';
import type { Address, Change, JsonObject, Plan } from '../model.js';
import { digestOf } from './digest.js';
import { estimate } from './estimate.js';
import { isActive, orderChanges } from './order.js';

/**
 * The plan that leads back. An ordinary plan: it is shown, checked and applied like any other, and says nothing of
 * what cannot be taken back (an adoption stays one; a deleted unit comes back with another id).
 */
export function inversePlan(plan: Plan, kinds: readonly Kind[], pace: number | 'off'): Plan {
  const active = plan.changes.filter(isActive);
  const kindOf = new Map(kinds.map((kind) => [kind.name, kind]));
  const back = active.flatMap((change) =>
    inverted(change, kindOf.get(change.kind)).map((undo) => ({ ...undo, needs: madeRoomFor(change, active) })),
  );
  const changes = orderChanges(back, kinds);
  return {
    ...plan,
    undoes: digestOf(plan),
    changes,
    problems: [],
    allowed: [],
    unknown: [],
    quotas: [],
    guards: { passed: [] },
    estimate: estimate(changes, kinds, pace),
  };
}

/** Something was made only after this went: on the way back it goes before this comes again. */
function madeRoomFor(change: Change, all: readonly Change[]): Address[] {
  if (change.action !== 'remove') return [];
  return all
    .filter(({ action, needs }) => action === 'create' && needs.includes(change.address))
    .map(({ address }) => address);
}

function inverted(change: Change, by: Kind | undefined): Change[] {
  const { address, kind, origin } = change;
  if (by?.neverUndone?.some((action) => action === change.action)) return [];
  const base = { address, kind, needs: [], after: [], reads: [], why: 'declared' as const, ...(origin && { origin }) };
  switch (change.action) {
    case 'create':
      return [{ ...base, action: 'remove', from: change.to }];
    case 'remove':
      return [{ ...base, action: 'create', to: change.from }];
    case 'replace':
      // It took the place of another address: that one's removal is undone, this one goes.
      if (change.fields.some(({ path }) => path === 'address')) return [{ ...base, action: 'remove', from: change.to }];
      return [{ ...base, action: 'replace', from: change.to, to: change.from, fields: swapped(change.fields) }];
    case 'update':
    case 'adopt':
      return takenBack(change.from, change.to, swapped(change.fields), by).map((undo) => ({ ...base, ...undo }));
    default:
      return [];
  }
}

/** Nothing where nothing can be taken back. */
function takenBack(
  before: JsonObject,
  after: JsonObject,
  fields: Fields,
  kind: Kind | undefined,
): Pick<Extract<Change, { action: 'update' }>, 'action' | 'from' | 'to' | 'fields'>[] {
  const to = kind?.takesBack?.(before, after) ?? before;
  const lost = Object.keys(before).filter((key) => !Object.hasOwn(to, key));
  const kept = fields.filter(({ path }) => !lost.includes(path.split('.')[0] ?? path));
  return kept.length === 0 ? [] : [{ action: 'update', from: after, to, fields: kept }];
}

type Fields = Extract<Change, { action: 'update' }>['fields'];

function swapped(fields: Fields): Fields {
  return fields.map(({ path, from, to }) => ({
    path,
    ...(to !== undefined && { from: to }),
    ...(from !== undefined && { to: from }),
  }));
}
