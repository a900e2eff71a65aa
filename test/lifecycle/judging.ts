import type { EventScope } from '../../src/lifecycle/event-scope.js';
import { OWN_ROLES, scopeOf } from '../../src/lifecycle/scope.js';
import type { JsonObject } from '../../src/model.js';
import { PAYMENTS, UNIT } from './events.js';

export const context = { ownRoles: OWN_ROLES };
export const judge = (event: unknown): EventScope => scopeOf(event, context);

/** `scope account:1 fresh 1`, `notify unit:ou`, `full`. */
export function short(scope: EventScope): string {
  const word = scope.kind === 'notify' && scope.cause === 'failed' ? 'failed' : scope.kind;
  const terms = scope.kind === 'scope' || scope.kind === 'notify' ? scope.scope : [];
  const fresh = scope.kind === 'scope' && scope.fresh.length > 0 ? ['fresh', ...scope.fresh] : [];
  return [word, ...terms, ...fresh].join(' ');
}

export const ACCOUNT = `account:${PAYMENTS}`;
export const IN_UNIT = `unit:${UNIT}`;
export type Row = readonly [what: string, event: JsonObject, expected: string, why?: string];
