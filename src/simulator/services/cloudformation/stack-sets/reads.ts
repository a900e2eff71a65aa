import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { activeStackSet, stackSetOf } from './access.js';
import { instanceNotFound, operationNotFound, validation } from './errors.js';
import * as read from './input.js';
import { type Shown, shownInstances } from './instances.js';
import { page } from './pages.js';
import { poll } from './running.js';
import { instanceShape, instanceSummary } from './shapes.js';
import { resourcesOfStack } from './stacks.js';
import { type InstanceRow, keyOf, type StackSetRow } from './state.js';

/** Reads of instances and of what automatic deployment watches. One instance is told as it is; lists lag. */

const DescribeStackInstance: Operation<World> = (input, { world, caller }) => {
  const set = activeStackSet(world, caller, input);
  const [account, region] = [read.account(input), read.region(input)];
  const row = set.instances[keyOf(account, region)];
  if (!row) throw instanceNotFound(set.name, account, region);
  return { StackInstance: instanceShape(set, row) };
};

const FILTERS: Readonly<Record<string, (row: InstanceRow) => string | undefined>> = {
  DETAILED_STATUS: ({ detail }) => detail,
  LAST_OPERATION_ID: ({ operation }) => operation,
  DRIFT_STATUS: ({ drift }) => drift ?? 'NOT_CHECKED',
};

interface Filter {
  readonly name: string;
  readonly value: string;
}

/** One of each name, one value each. */
function filtersOf(input: read.Input): readonly Filter[] {
  const filters = (read.records(input, 'Filters') ?? []).map((given) => {
    const name = read.required(given, 'Name');
    if (!FILTERS[name]) throw validation(`Filter name must be one of ${Object.keys(FILTERS).join(', ')}: ${name}`);
    return { name, value: read.required(given, 'Values') };
  });
  if (new Set(filters.map(({ name }) => name)).size < filters.length) throw validation('Filter names must be unique');
  return filters;
}

const ListStackInstances: Operation<World> = (input, { world, caller }) => {
  const set = activeStackSet(world, caller, input);
  // Nobody knows the id of an operation that began by itself: whoever looks what became of it polls it.
  if (input['NextToken'] === undefined) poll(world, set, ({ automatic }) => automatic === true);
  const shown = shownInstances(world, set);
  const chosen = chosenKeys(shown, input);
  const listing = `ListStackInstances ${set.arn} ${chosen.what}`;
  const { keys, next } = page(world, listing, chosen.keys, input);
  const summaries = keys.flatMap((key) => {
    const row = shown.get(key);
    return row ? [instanceSummary(set, row)] : [];
  });
  return { Summaries: summaries, ...next };
};

function chosenKeys(shown: Shown, input: read.Input): { readonly keys: readonly string[]; readonly what: string } {
  const filters = filtersOf(input);
  const account = input['StackInstanceAccount'] === undefined ? undefined : read.account(input);
  const region = input['StackInstanceRegion'] === undefined ? undefined : read.region(input);
  if (filters.length === 0 && account === undefined && region === undefined) return { keys: shown.keys, what: '' };
  const keys = shown.keys.filter((key) => {
    const row = shown.get(key);
    if (!row || (account !== undefined && row.account !== account)) return false;
    if (region !== undefined && row.region !== region) return false;
    return filters.every(({ name, value }) => FILTERS[name]?.(row) === value);
  });
  return { keys, what: JSON.stringify([account, region, filters]) };
}

const ListStackSetAutoDeploymentTargets: Operation<World> = (input, { world, caller }) => {
  const set = activeStackSet(world, caller, input);
  const { keys, next } = page(world, `ListStackSetAutoDeploymentTargets ${set.arn}`, Object.keys(set.targets), input);
  const summaries = keys.map((unit) => ({ OrganizationalUnitId: unit, Regions: set.targets[unit] ?? [] }));
  return { Summaries: summaries, ...next };
};

const STATUSES = ['IN_SYNC', 'MODIFIED', 'DELETED', 'NOT_CHECKED', 'UNKNOWN', 'UNSUPPORTED'];

const ListStackInstanceResourceDrifts: Operation<World> = (input, { world, caller }) => {
  const set = stackSetOf(world, caller, input);
  const [account, region] = [read.account(input), read.region(input)];
  const key = keyOf(account, region);
  const row = set.instances[key];
  if (!row) throw instanceNotFound(set.name, account, region);
  const id = read.required(input, 'OperationId');
  if (set.operations[id]?.action !== 'DETECT_DRIFT') throw operationNotFound(id);
  const asked = read.list(input, 'StackInstanceResourceDriftStatuses') ?? STATUSES;
  const found =
    row.drift === undefined ? [] : resourceDrifts(world, set, row).filter(({ status }) => asked.includes(status));
  const listing = `ListStackInstanceResourceDrifts ${set.arn} ${key} ${id} ${asked.join(' ')}`;
  const { keys, next } = page(
    world,
    listing,
    found.map(({ logicalId }) => logicalId),
    input,
  );
  const summaries = keys.flatMap((name) => {
    const resource = found.find(({ logicalId }) => logicalId === name);
    return resource ? [resource.shape] : [];
  });
  return { Summaries: summaries, ...next };
};

interface ResourceDrift {
  readonly logicalId: string;
  readonly status: string;
  readonly shape: Record<string, unknown>;
}

function resourceDrifts(world: World, set: StackSetRow, row: InstanceRow): ResourceDrift[] {
  const changed = new Map(
    (set.tampered[keyOf(row.account, row.region)] ?? []).map(({ logicalId, status }) => [logicalId, status]),
  );
  return resourcesOfStack(world, row.stackId ?? '').map(({ logicalId, physicalId, type }) => {
    const status = changed.get(logicalId) ?? 'IN_SYNC';
    const shape = {
      StackId: row.stackId,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      StackResourceDriftStatus: status,
      Timestamp: new Date(row.driftAt ?? 0),
    };
    return { logicalId, status, shape };
  });
}

export const readOperations = {
  DescribeStackInstance,
  ListStackInstances,
  ListStackSetAutoDeploymentTargets,
  ListStackInstanceResourceDrifts,
};
