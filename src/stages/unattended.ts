import type { PlanRun } from '../events.js';
import { type UnattendedRules, type Waiting, waitingChanges } from '../lifecycle/approval.js';
import type { Change, NodeName, Plan } from '../model.js';
import { losesInstances } from '../plan/heal.js';
import { isEmpty } from '../report/json.js';

/** What of a plan that an event asked for may be applied while nobody looks. */
export interface UnattendedPart {
  /** What waits for a person; none = the whole may be applied. */
  readonly waiting: readonly Waiting[];
  /** What accounts that have just come need, planned by itself since the whole waits; absent where there is nothing of it. */
  readonly part?: PlanRun;
}

/**
 * A plan is applied whole or not at all. Where the whole waits for a person, what accounts that have just come need is
 * planned by itself, so that they do not wait along.
 *
 * @param plan makes a plan of just these places.
 */
export async function unattendedPart(
  { plan: whole }: { readonly plan: Pick<Plan, 'scope' | 'changes'> },
  fresh: readonly NodeName[],
  rules: UnattendedRules,
  plan: (scope: readonly NodeName[]) => Promise<PlanRun>,
): Promise<UnattendedPart> {
  const young = new Set(fresh);
  const waitingIn = (made: typeof whole): readonly Waiting[] => {
    const waiting = waitingChanges(made, young, rules);
    const known = new Set(waiting.map(({ address }) => address));
    return [...waiting, ...made.changes.flatMap(lostIn).filter(({ address }) => !known.has(address))];
  };
  const waiting = waitingIn(whole);
  if (waiting.length === 0 || fresh.length === 0 || sameNodes(whole.scope, fresh)) return { waiting };
  const part = await plan(fresh);
  const isFree = waitingIn(part.plan).length === 0 && !isEmpty(part.plan);
  return { waiting, ...(isFree && { part }) };
}

/** A baseline that leaves an account or a Region takes its stack from there, though it is an update of the StackSet. */
function lostIn(change: Change): readonly Waiting[] {
  if (change.action !== 'update' || !losesInstances(change.from, change.to)) return [];
  const { address, action } = change;
  return [{ address, action, because: 'removals and replacements wait for a person' }];
}

function sameNodes(scope: readonly string[], nodes: readonly NodeName[]): boolean {
  return scope.length === nodes.length && nodes.every((node) => scope.includes(node));
}
