import type { Action, Address, Change, NodeName, Plan } from '../model.js';

/** What a run that an event started may do while nobody looks. Removals and replacements always wait for a person. */
export interface UnattendedRules {
  readonly actions: readonly ('create' | 'update')[];
}

export const UNATTENDED: UnattendedRules = { actions: ['create', 'update'] };

/** A change that a person must agree to. */
export interface Waiting {
  readonly address: Address;
  readonly action: Action;
  readonly because: string;
}

/** What AWS does by itself is only awaited. Taking over and mending in place change what is there: updates. */
const SORTS: Readonly<Record<Action, 'create' | 'update' | 'nothing' | 'removal'>> = {
  create: 'create',
  update: 'update',
  adopt: 'update',
  repair: 'update',
  expect: 'nothing',
  wait: 'nothing',
  notice: 'nothing',
  remove: 'removal',
  replace: 'removal',
};

/**
 * What of a plan waits for a person; none = it may be applied unattended. A plan is applied whole or not at all: the
 * guards judged the whole. Only accounts that have just come are looked after unattended: anything else that differs
 * from the manifest was changed by somebody, perhaps for a reason.
 */
export function waitingChanges(
  plan: Pick<Plan, 'scope' | 'changes'>,
  fresh: ReadonlySet<NodeName>,
  rules: UnattendedRules,
): readonly Waiting[] {
  const isFresh = plan.scope.length > 0 && plan.scope.every((node) => fresh.has(node as NodeName));
  return plan.changes.flatMap((change) => {
    const because = reasonToWait(change, isFresh, rules);
    return because === undefined ? [] : [{ address: change.address, action: change.action, because }];
  });
}

/** What the scope needs and does not get from this plan, since it reaches beyond: a full run's business. */
export function leftToFullRun(changes: readonly Change[]): readonly Address[] {
  return changes.flatMap(({ action, why, address }) =>
    action === 'notice' && why === 'outside-scope' ? [address] : [],
  );
}

function reasonToWait({ action }: Change, isFresh: boolean, rules: UnattendedRules): string | undefined {
  const sort = SORTS[action];
  if (sort === 'nothing') return undefined;
  if (sort === 'removal') return 'removals and replacements wait for a person';
  if (!isFresh) return 'only accounts that have just come are looked after unattended';
  return rules.actions.includes(sort) ? undefined : `the rules let no ${sort} run unattended`;
}
