import { faultOf } from '../../aws/faults.js';
import type { AssignmentRecord, PrincipalRecord } from '../../aws/identity-center-records.js';
import type { LiveContext } from '../../kind.js';
import type { Address } from '../../model.js';
import { FEW, isInScope } from '../in-scope.js';
import type { Surroundings } from '../surroundings.js';
import { type Principals, principalKey } from './directory.js';
import { placesOf } from './places.js';
import type { ReadSet } from './sets.js';
import type { PermissionAssignmentSpec } from './spec.js';

type Context = LiveContext<Surroundings>;

/** A row of AWS's, with the set that it is of. */
export interface Grant extends PrincipalRecord {
  readonly set: ReadSet;
  readonly accountId: string;
}

/** A set with `authority: declared` that stands in more accounts than this is read where the principals named here do not explain it. */
export const MOST_LOOKED_INTO = 100;

/**
 * Two ways to read: where a set stands and who is assigned there (a call for each account of the set), or what a
 * principal has (a call for each hundred). The first alone knows what others have assigned. Only grants in scope are read.
 */
export async function readGrants(
  context: Context,
  sets: readonly ReadSet[],
  principals: Principals,
): Promise<readonly Grant[]> {
  const accountsBySet = await placesOf(
    context,
    sets.filter(({ whole, tellsOthers }) => whole || tellsOthers),
  );
  const places = sets.map((set) => ({ set, accounts: accountsBySet.get(set) }));
  const isWhole = ({ set, accounts }: (typeof places)[number]): boolean =>
    accounts !== undefined && (set.whole || accounts.length <= MOST_LOOKED_INTO);
  const whole = places.filter(isWhole);
  // An emulator without tags does not list where a set stands either, unless it was provisioned by itself.
  const isEmulated = !context.aws.identityCenter().hasTags;
  const rest = places.filter((place) => isEmulated || !isWhole(place));
  const declared = await declaredGrants(
    context,
    rest.map(({ set }) => set),
    principals,
  );
  const unexplained = rest.flatMap(({ set, accounts }) => {
    const known = new Set(declared.filter((grant) => grant.set === set).map(({ accountId }) => accountId));
    return (accounts ?? []).filter((accountId) => !known.has(accountId)).map((accountId) => ({ set, accountId }));
  });
  const pairs = whole.flatMap(({ set, accounts = [] }) => accounts.map((accountId) => ({ set, accountId })));
  return once([...declared, ...(await byPair(context, [...pairs, ...unexplained]))]);
}

/** What was read both ways stands there once. */
function once(grants: readonly Grant[]): Grant[] {
  const keyOf = ({ set, accountId, type, principalId }: Grant) => `${set.arn} ${accountId} ${type} ${principalId}`;
  return [...new Map(grants.map((grant) => [keyOf(grant), grant])).values()];
}

interface Pair {
  readonly set: ReadSet;
  readonly accountId: string;
}

async function byPair({ aws }: Context, pairs: readonly Pair[]): Promise<Grant[]> {
  const read = pairs.map(async ({ set, accountId }) => {
    const found = await aws.identityCenter().assignments(accountId, set.arn);
    return found.map(({ type, principalId }) => ({ set, accountId, type, principalId }));
  });
  return (await Promise.all(read)).flat();
}

/** What is declared of these sets in scope, whichever way takes fewer calls: where little is in scope, never what a principal has everywhere. */
async function declaredGrants(context: Context, sets: readonly ReadSet[], principals: Principals): Promise<Grant[]> {
  const byName = new Map(sets.map((set) => [set.name, set]));
  const pairs = new Map<string, Pair>();
  const asked = new Map<string, PrincipalRecord>();
  for (const { spec } of context.declared.values()) {
    const { principal, permissionSet, account } = spec as PermissionAssignmentSpec;
    const set = byName.get(permissionSet);
    const id = principals.get(principalKey(principal));
    const accountId = isInScope(context, account) ? context.names.tryIdOf(account as Address) : undefined;
    if (!set || id === undefined || accountId === undefined) continue;
    pairs.set(`${set.arn} ${accountId}`, { set, accountId });
    asked.set(`${principal.type} ${id}`, { type: principal.type, principalId: id });
  }
  const areFew = context.within !== undefined && pairs.size <= FEW;
  if (asked.size > pairs.size || areFew) return byPair(context, [...pairs.values()]);
  const found = await byPrincipal(context, [...asked.values()]);
  if (found === 'may not ask') return byPair(context, [...pairs.values()]);
  const byArn = new Map(sets.map((set) => [set.arn, set]));
  return found.flatMap(({ setArn, ...row }) => {
    const set = byArn.get(setArn);
    return set && isInScope(context, context.names.nameOf(row.accountId) ?? '') ? [{ set, ...row }] : [];
  });
}

/** A user's rows hold what its groups have: those are the groups'. Only the management account may ask this way. */
async function byPrincipal(
  { aws }: Context,
  principals: readonly PrincipalRecord[],
): Promise<readonly AssignmentRecord[] | 'may not ask'> {
  try {
    const rows = await Promise.all(
      principals.map(async ({ type, principalId }) =>
        (await aws.identityCenter().assignmentsOf(type, principalId)).filter(
          (row) => row.type === type && row.principalId === principalId,
        ),
      ),
    );
    return rows.flat();
  } catch (error) {
    if (!['denied', 'refused', 'gone'].includes(faultOf(error).class)) throw error;
    return 'may not ask';
  }
}
