import type { InstancesInput, KeyValue, PreferencesInput } from '../../aws/cloudformation.js';
import type { Step } from '../../kind.js';
import type { Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { has } from './cells.js';
import { isAtIt } from './instances.js';
import { byPlace, distinct, newTargetsOf, type Row, rowKey, rowsNow, targetsOf } from './look.js';
import { onceRolesAreKnown } from './new-roles.js';
import { begin, type Context, follow, idsOf, lackingAccounts, running, timeFor } from './operation.js';
import { resolveParameters } from './parameters.js';
import type { Rectangle } from './rectangles.js';
import type { Cells, OperationPreferences, ParameterValues, StackBaselineSpec } from './spec.js';

/** Where the manifest is not at hand (a removal, a plan that leads back): as the manifest's own defaults. */
const PREFERENCES: OperationPreferences = { concurrency: '100%', tolerate: '10%', regions: 'parallel', mode: 'soft' };

/** What every call on instances of a set says. */
export function callOn(
  { stackSet, callAs, operations }: StackBaselineSpec,
  clientToken: string,
): Pick<InstancesInput, 'name' | 'callAs' | 'clientToken'> & { readonly preferences: PreferencesInput } {
  return { name: stackSet, preferences: operations ?? PREFERENCES, clientToken, ...(callAs && { callAs }) };
}

/** Instances that are not there, in one call; those that are get what they lack. */
export function addInstances(
  spec: StackBaselineSpec,
  { accounts, regions }: Rectangle,
  overrides?: ParameterValues,
): Step<Surroundings> {
  return onceRolesAreKnown({
    name: 'create instances',
    calls: ['cloudformation:CreateStackInstances'],
    ...timeFor(accounts.length * regions.length),
    async start(context) {
      const { ids, missing } = idsOf(accounts, context);
      const there = byPlace(await rowsNow(context, spec, accounts));
      const open = ids.flatMap((id) =>
        regions
          .filter((region) => there.get(rowKey(id, region))?.stackId === undefined)
          .map((region) => ({ id, region })),
      );
      if (open.length === 0) return lackingAccounts({ state: 'done' }, missing);
      const busy = sameOperation(open.map(({ id, region }) => there.get(rowKey(id, region))));
      if (busy !== undefined) return running(busy);
      const values = overrides && (await resolveParameters(context, overrides));
      return begin(context, spec, (clientToken) =>
        context.aws.cloudFormation.createStackInstances({
          ...callOn(spec, clientToken),
          targets: newTargetsOf(context, spec, distinct(open.map(({ id }) => id))),
          regions: regions.filter((one) => open.some(({ region }) => region === one)),
          ...(values && { overrides: values }),
        }),
      );
    },
    poll: async (token, context) =>
      lackingAccounts(await follow(token, context, spec), idsOf(accounts, context).missing),
  });
}

/** Stacks that are not as the set is, brought up to date: these and no others. */
export function retryInstances(spec: StackBaselineSpec, cells: Cells, size: number): Step<Surroundings> {
  return onceRolesAreKnown({
    name: 'try again where it failed',
    calls: ['cloudformation:UpdateStackInstances'],
    ...timeFor(size),
    async start(context) {
      const open = (await rowsNow(context, spec, Object.keys(cells))).filter(
        (row) => row.stackId !== undefined && row.status === 'OUTDATED' && isMeant(context, cells, row),
      );
      if (open.length === 0) return { state: 'done' };
      const busy = sameOperation(open);
      if (busy !== undefined) return running(busy);
      return begin(context, spec, (clientToken) =>
        context.aws.cloudFormation.updateStackInstances({
          ...callOn(spec, clientToken),
          targets: targetsOf(context, spec, open),
          regions: distinct(open.map(({ region }) => region)),
        }),
      );
    },
    poll: (token, context) => follow(token, context, spec),
  });
}

/** Values of these accounts' own; none takes them back to the set's. */
export function overrideInstances(
  spec: StackBaselineSpec,
  { accounts, regions }: Rectangle,
  values: ParameterValues,
): Step<Surroundings> {
  return {
    name: 'change values of some accounts',
    calls: ['cloudformation:UpdateStackInstances'],
    ...timeFor(accounts.length * regions.length),
    async start(context) {
      const ids = new Set(idsOf(accounts, context).ids);
      const rows = (await rowsNow(context, spec, accounts)).filter(
        ({ accountId, region, stackId }) => stackId !== undefined && ids.has(accountId) && regions.includes(region),
      );
      const overrides = await resolveParameters(context, values);
      const open = await differing(context, spec, rows, overrides);
      if (open.length === 0) return { state: 'done' };
      return begin(context, spec, (clientToken) =>
        context.aws.cloudFormation.updateStackInstances({
          ...callOn(spec, clientToken),
          targets: targetsOf(context, spec, open),
          regions: distinct(open.map(({ region }) => region)),
          overrides,
        }),
      );
    },
    poll: (token, context) => follow(token, context, spec),
  };
}

/**
 * Those that do not have these values of their own, or others beside them: the rest would be updated for nothing. A call
 * an instance, unless the read before has made it.
 */
async function differing(
  { aws }: Context,
  { stackSet, callAs }: StackBaselineSpec,
  rows: readonly Row[],
  values: readonly KeyValue[],
): Promise<Row[]> {
  const wanted = pairsKey(values);
  const found = await Promise.all(
    rows.map(async (row) => {
      const instance = await aws.cloudFormation.stackInstance(stackSet, row.accountId, row.region, callAs);
      return row.status === 'CURRENT' && pairsKey(instance?.parameterOverrides ?? []) === wanted ? undefined : row;
    }),
  );
  return found.filter((row) => row !== undefined);
}

function pairsKey(values: readonly KeyValue[]): string {
  return JSON.stringify(values.map(({ key, value }) => [key, value]).sort());
}

/** `goes` picks among all instances that are there; what is picked must be a rectangle. */
export function removeInstances(
  spec: StackBaselineSpec,
  goes: (rows: readonly Row[], context: Context) => readonly Row[],
  { size, retain = spec.retain === true, name = 'remove instances' }: { size: number; retain?: boolean; name?: string },
): Step<Surroundings> {
  return {
    name: retain ? `${name}, keeping their stacks` : name,
    calls: ['cloudformation:DeleteStackInstances'],
    ...timeFor(size),
    async start(context) {
      const open = goes(await rowsNow(context, spec, Object.keys(spec.instances)), context);
      if (open.length === 0) return { state: 'done' };
      return begin(context, spec, (clientToken) =>
        context.aws.cloudFormation.deleteStackInstances({
          ...callOn(spec, clientToken),
          targets: targetsOf(context, spec, open),
          regions: distinct(open.map(({ region }) => region)),
          retain,
        }),
      );
    },
    poll: (token, context) => removed(token, context, spec),
  };
}

/** An instance that could not be removed stands in the way of what comes next. */
export async function removed(token: string, context: Context, spec: StackBaselineSpec): Promise<Progress> {
  const progress = await follow(token, context, spec);
  if (progress.state !== 'done' || progress.lacking === undefined) return progress;
  return { state: 'failed', problem: progress.lacking };
}

/** The instances of a rectangle. */
export function within({ accounts, regions }: Rectangle): (rows: readonly Row[], context: Context) => readonly Row[] {
  return (rows, context) => {
    const ids = new Set(idsOf(accounts, context).ids);
    return rows.filter(({ accountId, region }) => ids.has(accountId) && regions.includes(region));
  };
}

function isMeant({ names }: Context, cells: Cells, { accountId, region }: Row): boolean {
  const account = names.nameOf(accountId);
  return account !== undefined && has(cells, account, region);
}

/** All of them wait for the same operation, somebody's or AWS's own: it is followed, and nothing is begun beside it. */
function sameOperation(rows: readonly (Row | undefined)[]): string | undefined {
  const [first] = rows;
  if (first?.lastOperationId === undefined) return undefined;
  const same = rows.every((row) => row && isAtIt(row) && row.lastOperationId === first.lastOperationId);
  return same ? first.lastOperationId : undefined;
}
