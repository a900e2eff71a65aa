import type { EventScope } from './event-scope.js';

/** How many reasons a merged one repeats; the others are counted. */
const REASONS = 5;

/** Most far-reaching first: what a merged scope is, when it holds several kinds. */
const ORDER: readonly EventScope['kind'][] = ['full', 'scope', 'notify', 'unknown', 'ignore'];

/** What to do about many events. Each part is its own business: a notice must not hold up what a new account needs. */
export interface Gathered {
  /** The one run that serves them all. */
  readonly run?: EventScope & { readonly kind: 'scope' | 'full' };
  readonly notices: readonly (EventScope & { readonly kind: 'notify' })[];
  readonly unknown: readonly (EventScope & { readonly kind: 'unknown' })[];
  readonly ignored: number;
}

/** Sorts scopes by what is to be done; repeats of the same notice are one. The order of the events does not matter. */
export function gather(scopes: readonly EventScope[]): Gathered {
  const runs = scopes.filter(({ kind }) => kind === 'full' || kind === 'scope');
  const run = runs.length === 0 ? undefined : merge(runs);
  return {
    ...((run?.kind === 'full' || run?.kind === 'scope') && { run }),
    notices: distinctBy(scopes.filter((scope) => scope.kind === 'notify')),
    unknown: scopes.filter((scope) => scope.kind === 'unknown'),
    ignored: scopes.filter(({ kind }) => kind === 'ignore').length,
  };
}

/**
 * One scope that holds all of them: a full run holds any other, a scope grows by the next. Merging is commutative and
 * associative but for the number of reasons that are written out, and merging a scope with itself changes nothing.
 */
export function merge(scopes: readonly EventScope[]): EventScope {
  const kind = ORDER.find((candidate) => scopes.some((scope) => scope.kind === candidate)) ?? 'ignore';
  const chosen = scopes.filter((scope) => scope.kind === kind);
  const why = reasons(chosen);
  if (kind === 'notify') {
    const parts = chosen.filter((scope) => scope.kind === 'notify');
    // Nowhere in particular is everywhere: another's place must not narrow it.
    const isAnywhere = parts.some(({ scope }) => scope.length === 0);
    const cause = parts.some((part) => part.cause === 'changed') ? 'changed' : 'failed';
    return { kind, scope: isAnywhere ? [] : union(parts.map(({ scope }) => scope)), cause, why };
  }
  if (kind !== 'scope') return { kind, why };
  const parts = chosen.filter((scope) => scope.kind === 'scope');
  return {
    kind,
    scope: union(parts.map(({ scope }) => scope)),
    fresh: union(parts.map(({ fresh }) => fresh)),
    why,
  };
}

function reasons(scopes: readonly EventScope[]): string {
  const distinct = [...new Set(scopes.map(({ why }) => why))].sort();
  if (distinct.length === 0) return 'no events';
  const more = distinct.length - REASONS;
  return [...distinct.slice(0, REASONS), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort();
}

function distinctBy<Scope extends EventScope>(scopes: readonly Scope[]): Scope[] {
  return [...new Map(scopes.map((scope) => [JSON.stringify(scope), scope])).values()];
}
