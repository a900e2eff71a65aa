import type { InstanceTargets, StackInstanceRecord, StackSetRecord } from '../../aws/cloudformation.js';
import type { Address } from '../../model.js';
import type { Context, OfSet } from './operation.js';
import type { StackBaselineSpec } from './spec.js';

/** Units that one call takes. */
export const MOST_UNITS = 50;

export type Row = StackInstanceRecord;

/** Instances as AWS lists them now, not as the plan found them; at least those of `accounts`. */
export function rowsNow(
  { aws, names }: Context,
  { stackSet, callAs, scoped }: OfSet & Pick<StackBaselineSpec, 'scoped'>,
  accounts: readonly string[],
): Promise<Row[]> {
  if (scoped !== true) return aws.cloudFormation.stackInstances(stackSet, callAs);
  const ids = accounts.flatMap((account) => names.tryIdOf(account as Address) ?? []);
  return aws.cloudFormation.stackInstancesIn(stackSet, ids, callAs);
}

export function setNow({ aws }: Context, { stackSet, callAs }: OfSet): Promise<StackSetRecord | undefined> {
  aws.cloudFormation.forget();
  return aws.cloudFormation.stackSet(stackSet, callAs);
}

export function rowKey(accountId: string, region: string): string {
  return `${accountId}/${region}`;
}

export function byPlace(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [rowKey(row.accountId, row.region), row]));
}

export function distinct(values: Iterable<string>): string[] {
  return [...new Set(values)].sort();
}

/**
 * How to name instances that are there: by account, or through the units that they came by. Units are given with the
 * accounts that are meant, and the root in their place where they are too many.
 */
export function targetsOf(
  { names }: Context,
  { permissions }: Pick<StackBaselineSpec, 'permissions'>,
  rows: readonly Row[],
): InstanceTargets {
  const accounts = distinct(rows.map(({ accountId }) => accountId));
  if (permissions === 'self-managed') return { accounts };
  const root = names.idOf('root');
  const units = distinct(rows.map(({ unitId }) => unitId ?? root));
  return { unitIds: units.length > MOST_UNITS ? [root] : units, accounts, filter: 'INTERSECTION' };
}

/** The same for accounts that have none yet: through the units that the manifest selects. */
export function newTargetsOf(
  { names }: Context,
  { permissions, units }: Pick<StackBaselineSpec, 'permissions' | 'units'>,
  accounts: readonly string[],
): InstanceTargets {
  if (permissions === 'self-managed') return { accounts };
  const unitIds =
    units.length > MOST_UNITS || units.length === 0
      ? [names.idOf('root')]
      : units.map((unit) => names.idOf(unit as Address));
  return { unitIds, accounts, filter: 'INTERSECTION' };
}
