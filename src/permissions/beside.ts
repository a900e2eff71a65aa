import { COMPANIONS, type Companion } from '../facts/companion-actions.js';
import type { PolicyDocument } from './document.js';

/** Rows of the table of companions that these documents grant something by, each with what of it is granted. */
export function besideOf(documents: readonly PolicyDocument[]): Companion[] {
  const granted = new Set(allowedIn(documents));
  return COMPANIONS.flatMap(({ of, actions, source }) => {
    const calls = of.filter((action) => granted.has(action));
    const beside = actions.filter((action) => granted.has(action));
    return calls.length === 0 || beside.length === 0 ? [] : [{ of: calls, actions: beside, source }];
  });
}

/** Every action that is allowed on anything, sorted. */
export function allowedIn(documents: readonly PolicyDocument[]): string[] {
  const allowed = documents.flatMap(({ Statement }) =>
    Statement.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : [])),
  );
  return [...new Set(allowed)].sort();
}
