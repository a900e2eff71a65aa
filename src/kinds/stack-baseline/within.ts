import type { NodeName } from '../../model.js';
import { isEmpty, without } from './cells.js';
import type { StackBaselineSpec } from './spec.js';

interface Part {
  readonly from: StackBaselineSpec;
  readonly to: StackBaselineSpec;
}

/**
 * As much of an update as concerns the accounts in scope: the others are left out of both sides, whatever they have.
 * Undefined where the set itself changes, or where AWS would bring other accounts theirs at the same time, since a set
 * that deploys by itself is asked by unit.
 */
export function within(
  from: StackBaselineSpec,
  to: StackBaselineSpec,
  fields: readonly string[],
  scope: ReadonlySet<NodeName>,
): Part | undefined {
  if (fields.some((field) => !OF_ACCOUNTS.test(field))) return undefined;
  const lacking = without(to.instances, from.instances);
  const others = Object.fromEntries(Object.entries(lacking).filter(([account]) => !scope.has(account as NodeName)));
  if (to.autoDeploy?.enabled === true && !isEmpty(others)) return undefined;
  return { from: inside(from, scope), to: inside(to, scope) };
}

/** Fields that are each account's own. */
const OF_ACCOUNTS = /^(?:instances|retry|overrides)\b/;

function inside(spec: StackBaselineSpec, scope: ReadonlySet<NodeName>): StackBaselineSpec {
  const { retry, overrides, ...rest } = spec;
  const kept = <Value>(cells: { readonly [account: string]: Value }): { readonly [account: string]: Value } =>
    Object.fromEntries(Object.entries(cells).filter(([account]) => scope.has(account as NodeName)));
  const again = kept(retry ?? {});
  return {
    ...rest,
    scoped: true,
    instances: kept(spec.instances),
    ...(!isEmpty(again) && { retry: again }),
    ...(overrides && { overrides: kept(overrides) }),
  };
}
