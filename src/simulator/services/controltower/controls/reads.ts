import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { catalogOf } from '../../controlcatalog/state.js';
import { targetArnOf, targetExists, targetIdOf, targetKindOf } from '../../organizations/for-services.js';
import { type Governance, governed, isHome } from '../access.js';
import { notFound } from '../errors.js';
import { poll } from '../operations.js';
import { pageOf } from '../pages.js';
import { filterOf, listOf, operationShape, statusSummary, textOf } from '../shapes.js';
import { controlTowerState, type EnabledControlRow, type OperationRow } from '../state.js';
import { isInherited } from './drift.js';
import { rowWith } from './requests.js';
import { formOf, isChild, rowsOf } from './rows.js';
import { unitOf } from './targets.js';

/** The four operations that read enabled controls and the operations on them. */

const DAY_MS = 86_400_000;
/** Operations can be asked after for so long. */
const KEPT_MS = 90 * DAY_MS;

/**
 * Service control policies are not checked, and neither are rules and hooks. Those that report drift say which; a child whose
 * account has moved away has drifted from what it should inherit.
 */
function driftOf(world: World, row: EnabledControlRow): Record<string, unknown> {
  const form = formOf(world, row);
  const isLeft = isChild(row) && !isInherited(world, row);
  if (isLeft) {
    const types = { inheritance: { status: 'DRIFTED' }, resource: { status: 'IN_SYNC' } };
    return { driftStatus: 'DRIFTED', types };
  }
  if (form !== 'rcp' && form !== 'declarative' && form !== 'securityHub') return { driftStatus: 'NOT_CHECKING' };
  const status = row.drifted ? 'DRIFTED' : 'IN_SYNC';
  return { driftStatus: status, types: { inheritance: { status: 'IN_SYNC' }, resource: { status } } };
}

function summaryOf(world: World, row: EnabledControlRow): Record<string, unknown> {
  return {
    arn: row.arn,
    controlIdentifier: row.controlIdentifier,
    targetIdentifier: targetArnOf(world, row.targetId),
    statusSummary: statusSummary(row),
    driftStatusSummary: driftOf(world, row),
    ...(row.parent === undefined ? {} : { parentIdentifier: row.parent }),
  };
}

const getEnabledControl: Operation<World> = (input, context) => {
  const { world } = context;
  const governance = governed(context);
  poll(world, 'control');
  const row = rowWith(governance, textOf(input, 'enabledControlIdentifier'));
  return {
    enabledControlDetails: {
      ...summaryOf(world, row),
      targetRegions: row.regions.map((name) => ({ name })),
      parameters: row.parameters.map(({ key, value }) => ({ key, value })),
    },
  };
};

const listEnabledControls: Operation<World> = (input, context) => {
  const { world } = context;
  const target = textOf(input, 'targetIdentifier');
  const wanted = target === '' ? undefined : targetFor(world, governed(context), target);
  if (!isHome(context)) return { enabledControls: [] };
  poll(world, 'control');
  const filter = filterOf(input);
  const includesChildren = input['includeChildren'] === true;
  const matches = (name: string, value: unknown): boolean => listOf(filter[name])?.includes(String(value)) ?? true;
  const [identifier] = listOf(filter['controlIdentifiers']) ?? [];
  const controlId = identifier === undefined ? undefined : (catalogOf(world).byArn(identifier)?.id ?? 'none');
  const shapes = rowsOf(world)
    .filter((row) => includesChildren || !isChild(row))
    .filter((row) => wanted === undefined || row.targetId === wanted || parentTarget(world, row) === wanted)
    .filter((row) => controlId === undefined || row.controlId === controlId)
    .filter((row) => matches('statuses', row.status) && matches('parentIdentifiers', row.parent))
    .map((row) => summaryOf(world, row))
    .filter((shape) => {
      const { driftStatus, types } = shape['driftStatusSummary'] as Drift;
      return (
        matches('driftStatuses', driftStatus) &&
        matches('inheritanceDriftStatuses', types?.inheritance?.status) &&
        matches('resourceDriftStatuses', types?.resource?.status)
      );
    });
  const listing = `controls ${JSON.stringify([target, filter, includesChildren])}`;
  const { items, ...next } = pageOf(world, listing, shapes, (shape) => String(shape['arn']), {
    asked: input['maxResults'],
    token: input['nextToken'],
    largest: 200,
  });
  return { enabledControls: items, ...next };
};

interface Drift {
  readonly driftStatus: string;
  readonly types?: {
    readonly inheritance?: { readonly status: string };
    readonly resource?: { readonly status: string };
  };
}

/** The unit whose control a child is. */
function parentTarget(world: World, row: EnabledControlRow): string | undefined {
  return row.parent === undefined ? undefined : controlTowerState(world).enabledControls[row.parent]?.targetId;
}

/** @throws ServiceError ResourceNotFoundException for what is not there, and before 4.0 for units that are not registered. */
function targetFor(world: World, governance: Governance, arn: string): string {
  const id = targetIdOf(world, arn);
  if (id !== undefined && targetKindOf(id) === 'ACCOUNT') return id;
  return unitOf(world, governance, arn);
}

function shapeOf(world: World, operation: OperationRow): Record<string, unknown> {
  const { controlIdentifier, targetId } = operation.details;
  return {
    ...operationShape(operation),
    ...(typeof controlIdentifier === 'string' ? { controlIdentifier } : {}),
    ...(typeof targetId === 'string' && targetExists(world, targetId)
      ? { targetIdentifier: targetArnOf(world, targetId) }
      : {}),
    enabledControlIdentifier: operation.subject,
  };
}

const isKept = (world: World, operation: OperationRow): boolean =>
  world.clock.now() - operation.startedAt < KEPT_MS || operation.status === 'IN_PROGRESS';

const getControlOperation: Operation<World> = (input, context) => {
  const { world } = context;
  const { state } = governed(context);
  const id = textOf(input, 'operationIdentifier');
  const operation = Object.hasOwn(state.controlOperations, id) ? state.controlOperations[id] : undefined;
  if (!operation || !isKept(world, operation)) throw notFound(`The operation ${id} does not exist.`);
  const shape = shapeOf(world, operation);
  poll(world, 'control', operation.parent ?? id);
  return { controlOperation: shape };
};

const listControlOperations: Operation<World> = (input, context) => {
  const { world } = context;
  if (!isHome(context)) return { controlOperations: [] };
  poll(world, 'control');
  const filter = filterOf(input);
  const matches = (name: string, value: unknown): boolean => listOf(filter[name])?.includes(String(value)) ?? true;
  const shapes = Object.values(controlTowerState(world).controlOperations)
    .filter((operation) => isKept(world, operation))
    .sort((a, b) => b.startedAt - a.startedAt || b.sequence - a.sequence)
    .map((operation) => shapeOf(world, operation))
    .filter(
      (shape) =>
        matches('controlIdentifiers', shape['controlIdentifier']) &&
        matches('targetIdentifiers', shape['targetIdentifier']) &&
        matches('enabledControlIdentifiers', shape['enabledControlIdentifier']) &&
        matches('statuses', shape['status']) &&
        matches('controlOperationTypes', shape['operationType']),
    );
  const listing = `control operations ${JSON.stringify(filter)}`;
  const { items, ...next } = pageOf(world, listing, shapes, (shape) => String(shape['operationIdentifier']), {
    asked: input['maxResults'],
    token: input['nextToken'],
    largest: 100,
  });
  return { controlOperations: items, ...next };
};

export const controlReads: Readonly<Record<string, Operation<World>>> = {
  GetEnabledControl: getEnabledControl,
  ListEnabledControls: listEnabledControls,
  GetControlOperation: getControlOperation,
  ListControlOperations: listControlOperations,
};
