import type { CallAs, StackInstanceRecord } from '../../aws/cloudformation.js';
import type { LiveContext } from '../../kind.js';
import type { Address, Desired, NodeName } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { cellsOf, countOf, isEmpty, type RegionLists, without } from './cells.js';
import { type SeenInstances, seenInstances } from './instances.js';
import type { Cells, StackBaselineSpec } from './spec.js';

type Context = LiveContext<Surroundings>;

/** A set of which the accounts in scope alone are looked at. */
interface Narrow {
  readonly accountIds: readonly string[];
  /** Whether a call for each of them is less than the whole list. */
  readonly isFew: boolean;
  /** Whether what is lacking would be asked for by account. */
  readonly asksAccounts: boolean;
  /** The plan's change is a part of an update: others have no place in it. */
  readonly isPart: boolean;
  /** What is declared of them. */
  readonly wanted: Cells;
  /** What is declared of the accounts that are not looked at. */
  readonly others: Others;
}

type Others = Pick<StackBaselineSpec, 'instances' | 'overrides'>;

/** The largest page of AWS's list. */
const LISTED_AT_ONCE = 100;
/** Accounts that are asked one by one where it is not known how long the whole list is. */
const FEW = 20;

interface Asked {
  readonly name: string;
  readonly callAs: CallAs;
  readonly desired?: Desired;
}

/** A set's instances, of the accounts in scope alone where that takes fewer calls: `others` is then what is declared of the rest. */
export async function instancesOf(
  context: Context,
  { name, callAs, desired }: Asked,
  lists: RegionLists,
): Promise<{ readonly seen: SeenInstances; readonly others?: Others }> {
  const { cloudFormation } = context.aws;
  const narrow = narrowed(context, desired);
  if (narrow?.isFew) {
    const rows = await cloudFormation.stackInstancesIn(name, narrow.accountIds, callAs);
    // What is lacking in a set that deploys by itself is asked for by unit: then it matters what others lack.
    if (narrow.asksAccounts || narrow.isPart || lacksNothing(narrow, rows, context)) {
      return { seen: seenInstances(rows, context, lists), others: narrow.others };
    }
  }
  const rows = await cloudFormation.stackInstances(name, callAs);
  if (!narrow?.isPart) return { seen: seenInstances(rows, context, lists) };
  const ids = new Set(narrow.accountIds);
  const part = rows.filter(({ accountId }) => ids.has(accountId));
  return { seen: seenInstances(part, context, lists), others: narrow.others };
}

/** Accounts that were not looked at, as they are declared: nothing is planned there. */
export function withOthers(spec: StackBaselineSpec, others: Others | undefined): StackBaselineSpec {
  if (!others) return spec;
  const { instances, overrides } = others;
  return {
    ...spec,
    instances: inOrder({ ...spec.instances, ...instances }),
    ...(spec.overrides && { overrides: inOrder({ ...spec.overrides, ...overrides }) }),
  };
}

function narrowed({ within, names }: Context, desired: Desired | undefined): Narrow | undefined {
  if (!within || !desired || desired.absent === true) return undefined;
  const { instances = {}, overrides, scoped = false, autoDeploy } = desired.spec as Partial<StackBaselineSpec>;
  const accounts = [...within].filter((node) => node.startsWith('account:'));
  const isIn = ([account]: readonly [string, unknown]): boolean => within.has(account as NodeName);
  const isOther = (entry: readonly [string, unknown]): boolean => !isIn(entry);
  return {
    accountIds: accounts.flatMap((account) => names.tryIdOf(account as Address) ?? []),
    isFew: accounts.length <= (scoped ? FEW : Math.ceil(countOf(instances) / LISTED_AT_ONCE)),
    asksAccounts: autoDeploy?.enabled !== true,
    isPart: scoped,
    wanted: Object.fromEntries(Object.entries(instances).filter(isIn)),
    others: {
      instances: Object.fromEntries(Object.entries(instances).filter(isOther)),
      ...(overrides && { overrides: Object.fromEntries(Object.entries(overrides).filter(isOther)) }),
    },
  };
}

function lacksNothing({ wanted }: Narrow, rows: readonly StackInstanceRecord[], { names }: Context): boolean {
  const there = rows.flatMap(({ accountId, region }) => {
    const account = names.nameOf(accountId);
    return account === undefined ? [] : [[account, region] as const];
  });
  return isEmpty(without(wanted, cellsOf(there)));
}

function inOrder<Value>(cells: { readonly [account: string]: Value }): { readonly [account: string]: Value } {
  return Object.fromEntries(Object.entries(cells).sort(([one], [other]) => (one < other ? -1 : 1)));
}
