import type { Step } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { awaitInstances, waitFor } from './await-steps.js';
import { cellsOf, countOf, has, isEmpty, pairsOf, regionsOf, shared, without } from './cells.js';
import { addInstances, overrideInstances, removeInstances, retryInstances, within } from './instance-steps.js';
import { MOST_UNITS, type Row } from './look.js';
import type { Context } from './operation.js';
import { sameValues, valuesKey } from './overrides.js';
import { rectanglesOf } from './rectangles.js';
import { activateAccess, createSet, deleteSet, updateSet } from './set-steps.js';
import type { Cells, ParameterValues, StackBaselineSpec } from './spec.js';
import { leaveRegions, leaveUnits, type Units, watchedRegions, watchUnits } from './unit-steps.js';

type Spec = StackBaselineSpec;
type Steps = Step<Surroundings>[];

/** Each step looks at what is really there first: AWS deploys by itself, and a run may have been cut short. */
export function steps(change: Change<Spec>): Steps {
  switch (change.action) {
    case 'create':
      return [
        ...access(change.to),
        createSet(change.address, change.to),
        ...additions(change.to, { ...change.to, instances: {}, units: [] }),
      ];
    case 'update':
      return update(change.from, change.to, new Set(change.fields.map(({ path }) => path.split('.')[0] ?? path)));
    case 'replace':
      return [...removal(change.from), ...steps({ ...change, action: 'create' })];
    case 'remove':
      return removal(change.from);
    case 'repair':
      // Outputs that it reads may be others by now: what is as it would be sent is not sent.
      return [updateSet(change.to, countOf(change.to.instances)), ...everyOverride(change.to)];
    case 'expect':
      return [awaitInstances(change.to)];
    case 'wait':
      return [waitFor(change.to, change.token), ...bring(change.to)];
    default:
      return [];
  }
}

/** A delegated administrator is only there once it is on. */
function access({ permissions, callAs }: Spec): Steps {
  return permissions === 'service-managed' && callAs === undefined ? [activateAccess()] : [];
}

/** Fields that the instances have, and not the set. */
const OF_INSTANCES = new Set(['instances', 'retry', 'overrides', 'units']);

/**
 * What goes, goes first: it need not be updated. Only where automatic deployment ends it is switched off before, so that
 * nothing comes back. An update of the set tries again whatever was not current.
 */
function update(from: Spec, to: Spec, fields: ReadonlySet<string>): Steps {
  const differs = [...fields].some((field) => !OF_INSTANCES.has(field));
  const change = differs ? [updateSet(to, countOf(shared(from.instances, to.instances)))] : retries(from, to);
  const going = departures(from, to);
  const stops = isWatched(from) && !isWatched(to);
  return [...(stops ? [...change, ...going] : [...going, ...change]), ...additions(to, from), ...otherValues(from, to)];
}

function retries(from: Spec, to: Spec): Steps {
  const again = shared(without(from.retry ?? {}, to.retry ?? {}), to.instances);
  return rectanglesOf(again).map((rectangle) => {
    const cells = cellsIn(rectangle.accounts, rectangle.regions);
    return retryInstances(to, cells, countOf(cells));
  });
}

function departures(from: Spec, to: Spec): Steps {
  const going = without(from.instances, to.instances);
  const spec = { ...to, permissions: from.permissions, regions: regionsOf(from.instances) };
  if (!isWatched(from) || !isWatched(to)) return rectangles(spec, going);
  const units = from.units.filter((unit) => !to.units.includes(unit));
  const staying = to.units.filter((unit) => from.units.includes(unit));
  const regions = regionsOf(from.instances).filter((region) => !watchedRegions(to).includes(region));
  const byRegion = cellsOf([...pairsOf(going)].filter(([, region]) => regions.includes(region)));
  const kept = Object.keys(to.instances);
  return [
    ...chunks(units).map((some) => leaveUnits(spec, some, kept, countOf(going))),
    ...(isEmpty(byRegion) ? [] : chunks(staying).map((some) => leaveRegions(spec, some, regions, countOf(byRegion)))),
    ...rectangles(spec, going),
  ];
}

function rectangles(spec: Spec, cells: Cells): Steps {
  return rectanglesOf(cells).map((rectangle) =>
    removeInstances({ ...spec, instances: cells }, within(rectangle), {
      size: rectangle.accounts.length * rectangle.regions.length,
    }),
  );
}

/** What is not there yet. Accounts with values of their own get them from the first. */
function additions(to: Spec, from: Spec): Steps {
  const missing = without(to.instances, from.instances);
  if (isWatched(to)) {
    const begins = !isWatched(from) || to.units.some((unit) => !from.units.includes(unit));
    if (watchedRegions(to).length === 0 || (isEmpty(missing) && !begins)) return [];
    return chunks(to.units).map((some) => watchUnits(to, some, countOf(missing)));
  }
  return byValues(Object.keys(missing), to.overrides).flatMap(({ accounts, values }) =>
    rectanglesOf(Object.fromEntries(accounts.map((account) => [account, missing[account] ?? []]))).map((rectangle) =>
      addInstances(to, rectangle, values),
    ),
  );
}

/** Accounts that have stacks already and get other values than they have; those that none are declared for, the set's. */
function otherValues(from: Spec, to: Spec): Steps {
  const { overrides } = to;
  if (!overrides) return [];
  const there = shared(from.instances, to.instances);
  const changed = Object.keys(there).filter(
    (account) => !sameValues(from.overrides?.[account] ?? {}, overrides[account] ?? {}),
  );
  return byValues(changed, overrides).flatMap(({ accounts, values = {} }) =>
    rectanglesOf(Object.fromEntries(accounts.map((account) => [account, there[account] ?? []]))).map((rectangle) =>
      overrideInstances(to, rectangle, values),
    ),
  );
}

/** Instances first. What AWS cannot reach any more only leaves the set; its stacks are beyond anybody's reach. */
function removal(from: Spec): Steps {
  const size = countOf(from.instances);
  const byUnit = isWatched(from) ? chunks(from.units).map((some) => leaveUnits(from, some, [], size)) : [];
  return [
    ...byUnit,
    ...rectangles(from, from.instances),
    removeInstances(from, (rows) => rows, { size: 0, retain: true, name: 'let go what cannot be reached' }),
    deleteSet(from),
  ];
}

/** After somebody's operation: what is not as declared by then. What does not fit into one call is left to the next run. */
function bring(to: Spec): Steps {
  const size = countOf(to.instances);
  return [
    updateSet(to, size),
    removeInstances(to, undeclared(to), { size }),
    retryInstances(to, to.instances, size),
    ...additions(to, { ...to, instances: {}, units: [] }),
  ];
}

/** A rectangle of what is there and not declared, in accounts that can be reached. */
function undeclared({ instances }: Spec): (rows: readonly Row[], context: Context) => readonly Row[] {
  return (rows, context) => {
    const extra = rows.flatMap(({ accountId, region }) => {
      const name = context.names.nameOf(accountId);
      if (name === undefined || has(instances, name, region)) return [];
      return context.aws.live.organization.get(name)?.state === undefined ? [[name, region] as const] : [];
    });
    const [first] = rectanglesOf(cellsOf(extra));
    return first ? within(first)(rows, context) : [];
  };
}

/** Values of single accounts that are outputs of others; each step leaves alone what has them already. */
function everyOverride(to: Spec): Steps {
  const reads = Object.entries(to.overrides ?? {}).filter(([, values]) =>
    Object.values(values).some((value) => typeof value === 'object'),
  );
  return otherValues({ ...to, overrides: {} }, { ...to, overrides: Object.fromEntries(reads) });
}

function isWatched({ permissions, autoDeploy }: Spec): boolean {
  return permissions === 'service-managed' && autoDeploy?.enabled === true;
}

function cellsIn(accounts: readonly string[], regions: readonly string[]): Cells {
  return Object.fromEntries(accounts.map((account) => [account, regions]));
}

function chunks(units: Units): Units[] {
  return Array.from({ length: Math.ceil(units.length / MOST_UNITS) }, (_, index) =>
    units.slice(index * MOST_UNITS, (index + 1) * MOST_UNITS),
  );
}

function byValues(
  accounts: readonly string[],
  overrides: Spec['overrides'],
): { readonly accounts: readonly string[]; readonly values?: ParameterValues }[] {
  const groups = new Map<string, { accounts: string[]; values?: ParameterValues }>();
  for (const account of accounts) {
    const values = overrides?.[account];
    const key = values === undefined ? '' : valuesKey(values);
    const known = groups.get(key);
    if (known) known.accounts.push(account);
    else groups.set(key, { accounts: [account], ...(values && { values }) });
  }
  return [...groups.values()];
}
