import type { LiveContext } from '../../kind.js';
import { accountIdsInScope } from '../in-scope.js';
import type { Surroundings } from '../surroundings.js';
import type { ReadSet } from './sets.js';

type Context = LiveContext<Surroundings>;

/** Accounts that one call tells of, asked by set. */
const LISTED_AT_ONCE = 100;

/**
 * Ids of the accounts in scope where each of the sets stands: asked set by set, or account by account where that takes
 * fewer calls.
 */
export async function placesOf(
  context: Context,
  sets: readonly ReadSet[],
): Promise<ReadonlyMap<ReadSet, readonly string[]>> {
  const { aws, organization } = context;
  const center = aws.identityCenter();
  const scope = accountIdsInScope(context);
  const lists = sets.length * Math.ceil(organization.accounts().length / LISTED_AT_ONCE);
  // An emulator that does not know tags knows no lists of an account's sets either.
  if (scope !== undefined && scope.length <= lists && center.hasTags) return byAccount(context, sets, scope);
  const inScope = scope && new Set(scope);
  const read = sets.map(async (set) => {
    const accounts = inUse(context, await center.accountsOf(set.arn));
    return [set, inScope ? accounts.filter((id) => inScope.has(id)) : accounts] as const;
  });
  return new Map(await Promise.all(read));
}

async function byAccount(
  context: Context,
  sets: readonly ReadSet[],
  accountIds: readonly string[],
): Promise<ReadonlyMap<ReadSet, readonly string[]>> {
  const center = context.aws.identityCenter();
  const read = inUse(context, accountIds).map(async (id) => [id, new Set(await center.setsIn(id))] as const);
  const found = await Promise.all(read);
  return new Map(sets.map((set) => [set, found.flatMap(([id, arns]) => (arns.has(set.arn) ? [id] : []))]));
}

/** Accounts of the organization in which something can still be changed. */
function inUse({ names, organization }: Context, accountIds: readonly string[]): string[] {
  return accountIds.filter((id) => {
    const account = names.nameOf(id);
    return account !== undefined && organization.get(account)?.state === undefined;
  });
}
