import type { Conditions, PolicyStatement } from './document.js';
import { NARROWINGS } from './narrowing/index.js';
import type { Places } from './places.js';

const ROW_OF = new Map(NARROWINGS.flatMap((row) => row.actions.map((action) => [action, row] as const)));

/** `organizations:ListRoots` is of `organizations`. */
export function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}

/**
 * Statements that allow these actions, grouped by service and by what they are held to, sorted. `word` ends the names of
 * those that are held to nothing: `Read`, `Write`.
 */
export function allowing(actions: readonly string[], word: string, places: Places): PolicyStatement[] {
  const groups = new Map<string, string[]>();
  for (const action of new Set(actions)) {
    const sid = sidOf(action, word);
    groups.set(sid, [...(groups.get(sid) ?? []), action]);
  }
  return [...groups]
    .map(([sid, members]) => {
      const row = ROW_OF.get(members[0] ?? '');
      return statement('Allow', sid, members, row?.resources(places) ?? ['*'], row?.condition);
    })
    .sort((a, b) => (a.Sid < b.Sid ? -1 : 1));
}

function sidOf(action: string, word: string): string {
  const service = serviceOf(action)
    .split('-')
    .map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`)
    .join('');
  return `${service}${ROW_OF.get(action)?.name ?? word}`;
}

export function statement(
  effect: PolicyStatement['Effect'],
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Conditions,
): PolicyStatement {
  return {
    Sid: sid,
    Effect: effect,
    Action: [...actions].sort(),
    Resource: oneOrMany(resources),
    ...(condition && { Condition: condition }),
  };
}

/** What everything but `resources` is denied. */
export function denyingOthers(sid: string, actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return { Sid: sid, Effect: 'Deny', Action: [...actions].sort(), NotResource: oneOrMany(resources) };
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  const sorted = [...new Set(values)].sort();
  return sorted.length === 1 ? (sorted[0] ?? '*') : sorted;
}
