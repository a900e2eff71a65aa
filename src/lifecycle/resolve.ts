import type { NodeName } from '../model.js';
import type { Organization } from '../organization.js';
import type { ScopeTerm } from './event-scope.js';
import type { Intake } from './intake.js';

/** An account is new for a week after it joined: what retried or slow steps of its making need still counts as that. */
export const NEW_FOR_MS = 7 * 24 * 3_600_000;

/** The organization as it is now: names for ids, who is where, who has just come. */
export interface Place {
  readonly organization: Organization;
  readonly names: { nameOf(id: string): NodeName | undefined };
  readonly nodes: ReadonlyMap<NodeName, { readonly joinedAt?: number }>;
}

/** A scope in the manifest's words, as `--scope` takes it. */
export interface ResolvedScope {
  /** Empty = everything. */
  readonly scope: readonly NodeName[];
  /** Why it is everything although the event named places. */
  readonly because?: string;
}

/** Ids become names; a place that is not there (any more) makes it everything, since nobody can tell what it held. */
export function resolveScope(terms: readonly ScopeTerm[], place: Place): ResolvedScope {
  const found = terms.map((term) => [term, nodeOf(term, place)] as const);
  const lost = found.filter(([, node]) => node === undefined).map(([term]) => term);
  if (lost.length > 0)
    return {
      scope: [],
      because: `${lost.join(', ')} ${lost.length === 1 ? 'is' : 'are'} not in the organization (any more)`,
    };
  const nodes = new Set(found.flatMap(([, node]) => (node === undefined ? [] : [node])));
  if (nodes.has('root')) return { scope: [] };
  const { organization } = place;
  // What lies below another one is in scope already.
  const highest = [...nodes].filter(
    (node) =>
      !organization
        .lineage(node)
        .slice(1)
        .some((above) => nodes.has(above)),
  );
  return { scope: highest.sort() };
}

/**
 * Accounts that have just come: those that an event says it of, and those in scope that joined within the week. Where a
 * notice says that somebody changed something, nothing is healed unasked, however new the account is.
 */
export function freshAccounts(
  { run, fresh, notices }: Pick<Intake, 'run' | 'fresh' | 'notices'>,
  scope: readonly NodeName[],
  place: Place,
  now: number,
): NodeName[] {
  if (!run) return [];
  const told = fresh.flatMap((id) => place.names.nameOf(id) ?? []);
  const young = scope.filter((node) => {
    const { joinedAt } = place.nodes.get(node) ?? {};
    return node.startsWith('account:') && joinedAt !== undefined && now - joinedAt < NEW_FOR_MS;
  });
  const changed = notices.filter(({ cause }) => cause === 'changed').flatMap((notice) => notice.scope);
  const touched = new Set(changed.map((term) => nodeOf(term, place)));
  return [...new Set([...told, ...young])].filter((node) => !touched.has(node)).sort();
}

function nodeOf(term: ScopeTerm, { names, organization }: Place): NodeName | undefined {
  if (term === 'root') return 'root';
  const [sort, id = ''] = [term.slice(0, term.indexOf(':')), term.slice(term.indexOf(':') + 1)];
  const node = names.nameOf(id);
  if (node === undefined || sort !== 'unit-of') return node;
  return organization.get(node)?.parent;
}
