import type { NodeName } from '../../model.js';
import { cellsOf, isEmpty, pairsOf, without } from './cells.js';
import type { Cells, ParameterValues, StackBaselineSpec } from './spec.js';

type Overrides = { readonly [account: string]: ParameterValues };

/**
 * As much of an update as concerns the accounts in scope: the other accounts' instances stay as they are, and what is
 * not current there stays so. Undefined where the set itself changes, or where AWS would bring other accounts theirs at
 * the same time, since a set that deploys by itself is asked by unit.
 */
export function within(
  from: StackBaselineSpec,
  to: StackBaselineSpec,
  fields: readonly string[],
  scope: ReadonlySet<NodeName>,
): StackBaselineSpec | undefined {
  if (fields.some((field) => !OF_ACCOUNTS.test(field))) return undefined;
  const isIn = (account: string): boolean => scope.has(account as NodeName);
  const instances = mixed(from.instances, to.instances, isIn);
  if (to.autoDeploy?.enabled === true && !isEmpty(without(to.instances, instances))) return undefined;
  const retry = cellsOf([...pairsOf(from.retry ?? {})].filter(([account]) => !isIn(account)));
  return {
    ...to,
    instances,
    ...(!isEmpty(retry) && { retry }),
    ...(to.overrides && {
      overrides: mixed<ParameterValues>(from.overrides ?? {}, to.overrides, isIn) satisfies Overrides,
    }),
  };
}

/** Fields that are each account's own. */
const OF_ACCOUNTS = /^(?:instances|retry|overrides)\b/;

function mixed<Value = Cells[string]>(
  outside: { readonly [account: string]: Value },
  inside: { readonly [account: string]: Value },
  isIn: (account: string) => boolean,
): { readonly [account: string]: Value } {
  const entries = [
    ...Object.entries(outside).filter(([account]) => !isIn(account)),
    ...Object.entries(inside).filter(([account]) => isIn(account)),
  ];
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
