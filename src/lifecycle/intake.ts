import { eventsIn, readEvent } from './event.js';
import type { EventScope, ScopeTerm } from './event-scope.js';
import { type Gathered, gather } from './merge.js';
import { type ScopeContext, scopeOf } from './scope.js';

/** An event with what follows from it. */
export interface Judged {
  readonly id?: string;
  /** `CreateManagedAccount`; empty where the event does not say. */
  readonly name: string;
  readonly source: string;
  /** Milliseconds since the Unix epoch. */
  readonly at?: number;
  readonly scope: EventScope;
  /** As it came: what is not known is kept. */
  readonly event: unknown;
}

export interface Intake extends Gathered {
  readonly judged: readonly Judged[];
  /** Deliveries of an event that had come before. */
  readonly repeats: number;
  /** Ids of all accounts that have just come, whatever else the run holds. */
  readonly fresh: readonly string[];
}

/** Takes in whatever a queue or a file holds; an event that came twice counts once. Pure and total. */
export function takeIn(value: unknown, context: ScopeContext): Intake {
  const events = eventsIn(value);
  const seen = new Set<string>();
  const judged = events.flatMap((event): Judged[] => {
    const one = judge(event, context);
    // Two events of one CloudTrail id do not exist; one without an id is its own.
    const key = one.id === undefined ? undefined : `${one.source} ${one.id}`;
    if (key !== undefined && seen.has(key)) return [];
    if (key !== undefined) seen.add(key);
    return [one];
  });
  const scopes = judged.map(({ scope }) => scope);
  return { judged, repeats: events.length - judged.length, ...gather(scopes), fresh: freshOf(scopes) };
}

function judge(value: unknown, context: ScopeContext): Judged {
  const read = readEvent(value);
  return {
    ...(read?.id !== undefined && { id: read.id }),
    ...(read?.at !== undefined && { at: read.at }),
    name: read?.name ?? '',
    source: read?.source ?? '',
    scope: scopeOf(value, context),
    event: value,
  };
}

function freshOf(scopes: readonly EventScope[]): string[] {
  return [...new Set(scopes.flatMap((scope) => (scope.kind === 'scope' ? scope.fresh : [])))].sort();
}

/** `account:222222222222, unit:ou-ab12-cdefgh34`, or `everything`. */
export function scopeWords(scope: EventScope): string {
  if (scope.kind === 'scope' || scope.kind === 'notify') return termWords(scope.scope);
  return scope.kind === 'full' ? 'everything' : '';
}

function termWords(terms: readonly ScopeTerm[]): string {
  if (terms.length === 0) return 'everything';
  return terms.map((term) => (term.startsWith('unit-of:') ? `the unit of ${term.slice(8)}` : term)).join(', ');
}
