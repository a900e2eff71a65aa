import { TowerctlError } from '../errors.js';
import type { Kind, Names, SpecsByAddress } from '../kind.js';
import type { Change, NodeName } from '../model.js';
import type { Organization } from '../organization.js';
import { changedFields, same } from './compare.js';
import { noticeOf } from './notice.js';
import { isActive, specAfter, specBefore } from './order.js';

/** The nodes that `--scope` names, each with everything below. */
export function nodesInScope(scope: readonly string[], organizations: readonly Organization[]): ReadonlySet<NodeName> {
  for (const expression of scope) {
    const name = expression as NodeName;
    const known = organizations.filter((organization) => organization.has(name));
    if (known.length === 0) {
      throw new TowerctlError(
        'usage',
        `--scope ${expression}: no such unit or account; write unit:PATH, account:NAME or root`,
      );
    }
  }
  return nodesWithin(scope, organizations);
}

/** As `nodesInScope`, where a node may have gone: nothing is below it then. */
export function nodesWithin(scope: readonly string[], organizations: readonly Organization[]): ReadonlySet<NodeName> {
  const nodes = new Set<NodeName>();
  for (const name of scope as readonly NodeName[]) {
    nodes.add(name);
    for (const organization of organizations)
      if (organization.has(name)) for (const below of organization.below(name)) nodes.add(below);
  }
  return nodes;
}

/** An update that is made of parts, cut to those in scope; every other change as it is. Undefined when no part is. */
export function partInScope(
  change: Change,
  kind: Kind,
  inScope: ReadonlySet<NodeName>,
  names: Names,
): Change | undefined {
  if (change.action !== 'update') return undefined;
  const paths = change.fields.map(({ path }) => path);
  const part = kind.within?.(change.from, change.to, paths, inScope);
  if (part === undefined || same(kind, part.from, part.to, names)) return undefined;
  return { ...change, ...part, fields: changedFields(kind, part.from, part.to, names) };
}

/** The nodes a change acts on, before and after it: the accounts one by one where some of theirs are left out. */
export function targetsOf(
  change: Change,
  kind: Kind,
  specs: { before: SpecsByAddress; after: SpecsByAddress },
  organizations: readonly Organization[] = [],
): readonly NodeName[] {
  const from = specBefore(change);
  const to = specAfter(change);
  const nodes = new Set([
    ...(from ? kind.targets(from, change.address, specs.before) : []),
    ...(to ? kind.targets(to, change.address, specs.after) : []),
  ]);
  if (!kind.leavesOut) return [...nodes];
  const { leavesOut } = kind;
  const sides = [from, to].flatMap((spec) => (spec === undefined ? [] : [new Set(leavesOut(spec))]));
  const accounts = organizations.flatMap((organization) =>
    [...nodes]
      .filter((node) => organization.has(node))
      .flatMap((node) => organization.accounts(node))
      .filter((account) => organization.get(account)?.state === undefined),
  );
  return [...new Set(accounts)].filter((account) => !sides.every((left) => left.has(account)));
}

/**
 * In scope = everything written lies inside. What reaches into the scope and beyond it is listed, not applied; what
 * does not touch it is not mentioned; and what needs something that is not applied is not applied either.
 */
export function limitToScope(
  changes: readonly Change[],
  inScope: ReadonlySet<NodeName>,
  targets: (change: Change) => readonly NodeName[],
  reachOf: (node: NodeName) => readonly NodeName[],
): Change[] {
  const verdict = new Map(changes.map((change) => [change.address, judge(targets(change), inScope, reachOf)]));
  for (let again = true; again; ) {
    again = false;
    for (const change of changes.filter(isActive)) {
      if (verdict.get(change.address) !== 'inside') continue;
      if (change.needs.every((need) => (verdict.get(need) ?? 'inside') === 'inside')) continue;
      verdict.set(change.address, 'reaches-in');
      again = true;
    }
  }
  return changes.flatMap((change) => {
    const place = verdict.get(change.address);
    if (place === 'inside') return [change];
    return place === 'reaches-in' && isActive(change)
      ? [noticeOf(change, 'outside-scope', `${change.action} reaches beyond the scope`)]
      : [];
  });
}

function judge(
  targets: readonly NodeName[],
  inScope: ReadonlySet<NodeName>,
  reachOf: (node: NodeName) => readonly NodeName[],
): 'inside' | 'reaches-in' | 'elsewhere' {
  if (targets.length > 0 && targets.every((node) => inScope.has(node))) return 'inside';
  return targets.some((node) => inScope.has(node) || reachOf(node).some((below) => inScope.has(below)))
    ? 'reaches-in'
    : 'elsewhere';
}
