import { implies } from './condition.js';
import type { Statement } from './document.js';
import { actionCovers, actionsOverlap, arnCovers, arnsOverlap } from './pattern.js';

type Test = (one: string, other: string) => boolean;

/** What a statement speaks of in one dimension: one listed pattern, or everything but some. */
type Reach = { readonly of: string } | { readonly allBut: readonly string[] };

/**
 * The parts of a Deny statement that no statement of `candidates` denies as well: by equal or wider actions and
 * resources under a condition that holds whenever this one's does. Empty = covered. What cannot be decided is listed:
 * for protection, undecidable counts as lost. Each part is an action pattern, or `everything but ...`.
 */
export function uncovered(statement: Statement, candidates: readonly Statement[]): readonly string[] {
  const usable = statement.opaque ? [] : candidates.filter((candidate) => mayCover(candidate, statement));
  const lost: string[] = [];
  for (const action of reaches(statement.actions, statement.notActions)) {
    const covered = reaches(statement.resources, statement.notResources).every((resource) =>
      usable.some(
        (candidate) =>
          holds(action, candidate.actions, candidate.notActions, actionCovers, actionsOverlap) &&
          holds(resource, candidate.resources, candidate.notResources, arnCovers, arnsOverlap),
      ),
    );
    if (!covered) lost.push('of' in action ? action.of : `everything but ${action.allBut.join(' ')}`);
  }
  return lost;
}

function mayCover(candidate: Statement, statement: Statement): boolean {
  const everybody = (principals: readonly string[] | undefined): boolean =>
    principals === undefined || principals.includes('*');
  return (
    candidate.effect === 'Deny' &&
    !candidate.opaque &&
    everybody(candidate.principals) &&
    everybody(statement.principals) &&
    implies(statement.clauses, candidate.clauses) === 'yes'
  );
}

function reaches(listed: readonly string[] | undefined, unlisted: readonly string[] | undefined): readonly Reach[] {
  if (listed) return listed.map((of) => ({ of }));
  return [{ allBut: unlisted ?? [] }];
}

/** Does (listed | everything but unlisted) hold all of the reach? */
function holds(
  reach: Reach,
  listed: readonly string[] | undefined,
  unlisted: readonly string[] | undefined,
  covering: Test,
  overlapping: Test,
): boolean {
  if (listed) {
    const whole = 'of' in reach ? reach.of : '*';
    return listed.some((pattern) => covering(pattern, whole));
  }
  const excepted = unlisted ?? [];
  if ('of' in reach) return excepted.every((pattern) => !overlapping(pattern, reach.of));
  return excepted.every((pattern) => reach.allBut.some((outer) => covering(outer, pattern)));
}

/** Does one Allow statement grant no more than another: narrower actions and resources under an equal or stronger condition? */
export function grantsNoMore(narrow: Statement, wide: Statement): boolean {
  if (narrow.opaque || wide.opaque) return false;
  if (implies(narrow.clauses, wide.clauses) !== 'yes') return false;
  const actions = reaches(narrow.actions, narrow.notActions);
  const resources = reaches(narrow.resources, narrow.notResources);
  return (
    actions.every((reach) => holds(reach, wide.actions, wide.notActions, actionCovers, actionsOverlap)) &&
    resources.every((reach) => holds(reach, wide.resources, wide.notResources, arnCovers, arnsOverlap))
  );
}
