import { PERMISSION_SET_LIMITS } from '../facts/identity-center.js';
import type { NodeName } from '../model.js';
import { assignmentsOf } from './assignments.js';
import type { Finding, Guard, GuardInput, Picture } from './guard.js';
import { isSetSpec, policiesOf, writtenSets } from './permission-sets.js';
import { count } from './picture.js';

const LIMITS = PERMISSION_SET_LIMITS;

export const permissionSetQuota: Guard = {
  code: 'permission-set-quota',
  title: 'More permission sets, groups or policies than AWS allows in an account',
  reason:
    'An account holds 500 permission sets, a set in one account 100 groups, an instance 3,500 sets (older copies of the documentation say 50 sets an account). Each set is a role in the account, and a role takes 10 managed policies unless that quota of IAM was raised in that very account: a set with more is accepted, and its assignments fail one by one. Source: [IAM Identity Center quotas](https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html), [IAM quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).',
  allowance:
    'An allowance lets the plan try, for the day on which AWS has raised the quota. For policies it is only a warning: an allowance says that the quota of IAM was raised in the accounts.',
  *check(input): Iterable<Finding> {
    for (const { address, to, from } of writtenSets(input)) {
      const number = policiesOf(to);
      if (number <= LIMITS.policiesOfARole || (from && policiesOf(from) >= number)) continue;
      yield {
        address,
        severity: 'warning',
        message: `${number} policies become one role, which takes ${LIMITS.policiesOfARole} unless the quota of IAM was raised in each account`,
        hint: 'Have "Managed policies attached to an IAM role" raised in the accounts first, or join policies.',
      };
    }
    yield* grown('permission-set:*', 'permission sets', numbersOfSets(input), LIMITS.permissionSets);
    const [before, after] = [countsOf(input.before), countsOf(input.after)];
    for (const [account, now] of after.sets) {
      const then = before.sets.get(account)?.size ?? 0;
      yield* grown(`permission-set:*`, `permission sets in ${account}`, [then, now.size], LIMITS.setsPerAccount);
    }
    for (const [place, now] of after.groups) {
      const then = before.groups.get(place)?.size ?? 0;
      const [set = '', account = ''] = place.split('\n');
      const what = `groups that are assigned ${set} in ${account}`;
      yield* grown(`permission-set:${set}`, what, [then, now.size], LIMITS.groupsPerSetAndAccount);
    }
  },
};

/** Sets of everybody count, where all were listed; else those that towerctl knows. */
function numbersOfSets({ before, after, counts }: GuardInput): readonly [number, number] {
  const [known = 0, then = 0] = [before, after].map(
    ({ specs }) => [...specs.values()].filter(({ kind, spec }) => isSetSpec(kind, spec)).length,
  );
  const there = Math.max(known, counts?.['permission-sets'] ?? 0);
  return [there, there + then - known];
}

interface Counts {
  readonly sets: ReadonlyMap<NodeName, ReadonlySet<string>>;
  /** By set and account. */
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
}

function countsOf(picture: Picture): Counts {
  const sets = new Map<NodeName, Set<string>>();
  const groups = new Map<string, Set<string>>();
  for (const { spec } of assignmentsOf(picture)) {
    const { account, permissionSet, principal } = spec;
    into(sets, account, permissionSet);
    if (principal.type === 'group') into(groups, `${permissionSet}\n${account}`, principal.name);
  }
  return { sets, groups };
}

function into<Key>(sets: Map<Key, Set<string>>, key: Key, value: string): void {
  const known = sets.get(key) ?? new Set<string>();
  sets.set(key, known.add(value));
}

function* grown(
  address: `${string}:${string}`,
  what: string,
  [before = 0, after = 0]: readonly number[],
  limit: number,
): Iterable<Finding> {
  if (after <= limit || after <= before) return;
  yield {
    address,
    message: `there would be ${count(after)} ${what}, ${count(after - limit)} more than the ${count(limit)} that AWS allows`,
    hint: 'Assign fewer, or have the quota raised and allow it.',
  };
}
