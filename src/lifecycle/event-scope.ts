import type { LifecycleEvent } from './event.js';

/**
 * What a scope holds, in AWS's ids, since an event knows no names: `account:222222222222`, `unit:ou-ab12-cdefgh34` with
 * everything below it, `unit-of:222222222222` for the unit that the account is in when the run looks, `root`.
 */
export type ScopeTerm = string;

/** What follows from an event. Pure data: it is sent, stored and merged. */
export type EventScope =
  /** Plan and apply this much. */
  | {
      readonly kind: 'scope';
      readonly scope: readonly ScopeTerm[];
      /** Ids of accounts that have just come: what they need runs unattended. */
      readonly fresh: readonly string[];
      readonly why: string;
    }
  /** Something happened that no smaller scope holds, or where it happened cannot be told. */
  | { readonly kind: 'full'; readonly why: string }
  /** Nothing follows from it. */
  | { readonly kind: 'ignore'; readonly why: string }
  /** Not known to this version: kept and alarmed, never dropped. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** Somebody must hear of it; nothing is mended unasked. `scope` says where to look, empty = everywhere. */
  | {
      readonly kind: 'notify';
      readonly scope: readonly ScopeTerm[];
      /** `changed`: somebody changed something there, and may have meant it. `failed`: an operation did not succeed. */
      readonly cause: 'changed' | 'failed';
      readonly why: string;
    };

export type Mapping = (event: LifecycleEvent) => EventScope;

const ACCOUNT = /^\d{12}$/;
const UNIT = /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/;
const ROOT = /^r-[0-9a-z]{4,32}$/;
const ACCOUNT_ARN = /^arn:[a-z-]+:organizations::\d{12}:account\/o-[0-9a-z]+\/(\d{12})$/;
const UNIT_ARN = /^arn:[a-z-]+:organizations::\d{12}:ou\/o-[0-9a-z]+\/(ou-[0-9a-z-]+)$/;

export const full = (why: string): EventScope => ({ kind: 'full', why });
export const ignore = (why: string): EventScope => ({ kind: 'ignore', why });
export const unknown = (why: string): EventScope => ({ kind: 'unknown', why });

/** Terms that are undefined make no part of where to look. */
export function notify(why: string, ...terms: readonly (ScopeTerm | undefined)[]): EventScope {
  return { kind: 'notify', scope: distinct(terms), cause: 'changed', why };
}

/** As `notify`, for an operation that did not succeed. */
export function failed(why: string, ...terms: readonly (ScopeTerm | undefined)[]): EventScope {
  return { kind: 'notify', scope: distinct(terms), cause: 'failed', why };
}

/** A full run where one of the terms cannot be told. */
export function scoped(why: string, ...terms: readonly (ScopeTerm | undefined)[]): EventScope {
  const known = distinct(terms);
  if (known.length === 0 || terms.includes(undefined)) return full(`${why}; where cannot be told from the event`);
  // The root holds everything: that is no scope.
  return known.includes('root') ? full(why) : { kind: 'scope', scope: known, fresh: [], why };
}

/** As `scoped`, for an account that has just come. */
export function arrived(why: string, term: ScopeTerm | undefined): EventScope {
  const made = scoped(why, term);
  return made.kind === 'scope' && term !== undefined ? { ...made, fresh: [term.slice('account:'.length)] } : made;
}

/** From an id of any sort, or the ARN of an account or a unit; undefined for what is none of these (masked, missing). */
export function termOf(id: string | undefined): ScopeTerm | undefined {
  if (id === undefined) return undefined;
  if (ACCOUNT.test(id)) return `account:${id}`;
  if (UNIT.test(id)) return `unit:${id}`;
  if (ROOT.test(id)) return 'root';
  return termOf(ACCOUNT_ARN.exec(id)?.[1] ?? UNIT_ARN.exec(id)?.[1]);
}

/** The unit that an account is in; what is no account stays what it is. */
export function aroundTerm(term: ScopeTerm | undefined): ScopeTerm | undefined {
  return term?.startsWith('account:') ? `unit-of:${term.slice('account:'.length)}` : term;
}

function distinct(terms: readonly (ScopeTerm | undefined)[]): ScopeTerm[] {
  return [...new Set(terms.filter((term) => term !== undefined))].sort();
}
