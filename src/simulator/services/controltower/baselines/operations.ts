import { type Operation, type OperationContext, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { targetArnOf } from '../../organizations/for-services.js';
import { type Governance, governed, governedRegions, isHome } from '../access.js';
import { refuseBaselineWhileBusy } from '../conflicts.js';
import { notFound, validation } from '../errors.js';
import { baselineArn, enabledBaselineArn } from '../names.js';
import { poll } from '../operations.js';
import { pageOf } from '../pages.js';
import { filterOf, listOf, operationShape, parametersOf, statusSummary, textOf } from '../shapes.js';
import { controlTowerState, type EnabledBaselineRow } from '../state.js';
import { isFrom, LATEST } from '../versions.js';
import { startChange } from './changes.js';
import { inheritanceOf, isChild, isUnitLevel, rowsOf } from './queries.js';
import {
  baselineOf,
  checkIntegrations,
  checkParameters,
  checkPlace,
  checkUpdate,
  checkVersion,
  unitOf,
} from './rules.js';
import { type Baseline, baselineWithId, listedOn } from './table.js';

/** The nine operations on baselines. */

const LARGEST_PAGE = 100;
const DRIFT = 'inheritanceDriftStatuses';

function shapeOf(world: World, row: EnabledBaselineRow): Record<string, unknown> {
  const { homeRegion } = controlTowerState(world);
  const inheritance = inheritanceOf(world, row);
  return {
    arn: row.arn,
    baselineIdentifier: baselineArn(homeRegion ?? '', row.baselineId),
    targetIdentifier: targetArnOf(world, row.targetId),
    statusSummary: statusSummary(row),
    ...(row.version === undefined ? {} : { baselineVersion: row.version }),
    ...(inheritance === undefined ? {} : { driftStatusSummary: { types: { inheritance: { status: inheritance } } } }),
    ...(row.parent === undefined ? {} : { parentIdentifier: row.parent }),
  };
}

function enabledRow(context: OperationContext<World>, arn: string): EnabledBaselineRow {
  const { state } = governed(context);
  const row = Object.hasOwn(state.enabledBaselines, arn) ? state.enabledBaselines[arn] : undefined;
  if (!row) throw notFound(`The enabled baseline ${arn} does not exist.`);
  return row;
}

/** A unit's own: accounts follow their unit, and the landing zone's follow its settings. */
function changeable(context: OperationContext<World>, input: Readonly<Record<string, unknown>>): EnabledBaselineRow {
  const row = enabledRow(context, textOf(input, 'enabledBaselineIdentifier'));
  if (!isUnitLevel(row)) throw validation('A baseline of the landing zone is changed by updating the landing zone.');
  if (isChild(row)) throw validation('A baseline that an account inherits is changed on its organizational unit.');
  return row;
}

function baselineOfRow(row: EnabledBaselineRow): Baseline {
  const baseline = baselineWithId(row.baselineId);
  if (!baseline) throw new ServiceError('InternalServerException', `no baseline ${row.baselineId}`, {}, 500);
  return baseline;
}

const enableBaseline: Operation<World> = (input, context) => {
  const { world, outcome } = context;
  const governance = governed(context);
  const baseline = baselineOf(governance, textOf(input, 'baselineIdentifier'));
  const unitId = unitOf(world, textOf(input, 'targetIdentifier'));
  const version = textOf(input, 'baselineVersion');
  const parameters = parametersOf(input);
  checkPlace(world, governance, baseline, unitId);
  checkIntegrations(governance, baseline);
  checkVersion(governance, baseline, version);
  checkParameters(world, governance, baseline, parameters);
  refuseBaselineWhileBusy(world, unitId);
  const row = newRow(world, governance, baseline, unitId, version, input);
  const { id } = startChange(world, row, { type: 'ENABLE_BASELINE', version, parameters, outcome });
  return { operationIdentifier: id, arn: row.arn };
};

function newRow(
  world: World,
  { state, landingZone, homeRegion, managementId }: Governance,
  baseline: Baseline,
  targetId: string,
  version: string,
  input: Readonly<Record<string, unknown>>,
): EnabledBaselineRow {
  const arn = enabledBaselineArn(world.random, homeRegion, managementId);
  const regions = governedRegions(landingZone, homeRegion);
  const parameters = parametersOf(input);
  const row: EnabledBaselineRow = {
    arn,
    baselineId: baseline.id,
    targetId,
    version,
    status: 'UNDER_CHANGE',
    parameters,
    regions,
  };
  state.enabledBaselines[arn] = row;
  const tags = input['tags'];
  if (typeof tags === 'object' && tags !== null) state.tags[arn] = { ...(tags as Record<string, string>) };
  return row;
}

const updateEnabledBaseline: Operation<World> = (input, context) => {
  const { world, outcome } = context;
  const governance = governed(context);
  const row = changeable(context, input);
  const baseline = baselineOfRow(row);
  const version = textOf(input, 'baselineVersion');
  const parameters = parametersOf(input);
  checkUpdate(world, governance, baseline, row, version);
  checkParameters(world, governance, baseline, parameters);
  refuseBaselineWhileBusy(world, row.targetId);
  const { id } = startChange(world, row, { type: 'UPDATE_ENABLED_BASELINE', version, parameters, outcome });
  return { operationIdentifier: id };
};

const resetEnabledBaseline: Operation<World> = (input, context) => {
  const row = changeable(context, input);
  refuseBaselineWhileBusy(context.world, row.targetId);
  const { id } = startChange(context.world, row, { type: 'RESET_ENABLED_BASELINE', outcome: context.outcome });
  return { operationIdentifier: id };
};

const disableBaseline: Operation<World> = (input, context) => {
  const { world, outcome } = context;
  const found = enabledRow(context, textOf(input, 'enabledBaselineIdentifier'));
  // The one write that an account's own takes: when its unit no longer knows it.
  const row = found.leftBehind ? found : changeable(context, input);
  refuseBaselineWhileBusy(world, row.targetId);
  const { id } = startChange(world, row, { type: 'DISABLE_BASELINE', outcome });
  return { operationIdentifier: id };
};

const getEnabledBaseline: Operation<World> = (input, context) => {
  poll(context.world, 'baseline');
  const row = enabledRow(context, textOf(input, 'enabledBaselineIdentifier'));
  const parameters = row.parameters.map(({ key, value }) => ({ key, value }));
  return { enabledBaselineDetails: { ...shapeOf(context.world, row), parameters } };
};

const listEnabledBaselines: Operation<World> = (input, context) => {
  const { world } = context;
  if (!isHome(context)) return { enabledBaselines: [] };
  poll(world, 'baseline');
  const filter = filterOf(input);
  const wanted = (name: string, value: unknown): boolean => listOf(filter[name])?.includes(String(value)) ?? true;
  const home = controlTowerState(world).homeRegion ?? '';
  const rows = rowsOf(world)
    .filter((row) => input['includeChildren'] === true || !isChild(row))
    .filter((row) => wanted('statuses', row.status) && wanted('parentIdentifiers', row.parent))
    .filter((row) => wanted('baselineIdentifiers', baselineArn(home, row.baselineId)))
    .filter((row) => !filter['targetIdentifiers'] || wanted('targetIdentifiers', targetArnOf(world, row.targetId)))
    .filter((row) => !filter[DRIFT] || wanted(DRIFT, inheritanceOf(world, row)));
  const listing = `baselines ${JSON.stringify([filter, input['includeChildren']])}`;
  const { items, ...next } = pageOf(world, listing, rows, ({ arn }) => arn, {
    asked: input['maxResults'],
    token: input['nextToken'],
    largest: LARGEST_PAGE,
  });
  return { enabledBaselines: items.map((row) => shapeOf(world, row)), ...next };
};

const getBaselineOperation: Operation<World> = (input, context) => {
  const { world } = context;
  const { state } = governed(context);
  const id = textOf(input, 'operationIdentifier');
  const operation = Object.hasOwn(state.baselineOperations, id) ? state.baselineOperations[id] : undefined;
  if (!operation) throw notFound(`The operation ${id} does not exist.`);
  const shape = operationShape(operation);
  poll(world, 'baseline', operation.parent ?? id);
  return { baselineOperation: shape };
};

const getBaseline: Operation<World> = (input, context) => {
  const { homeRegion } = governed(context);
  const arn = textOf(input, 'baselineIdentifier');
  const found = baselineWithId(arn.split('/')[1] ?? '');
  if (!found || arn !== baselineArn(homeRegion, found.id)) throw notFound(`The baseline ${arn} does not exist.`);
  return { arn, name: found.name, description: found.description };
};

const listBaselines: Operation<World> = (input, { world, caller }) => {
  const { landingZone } = controlTowerState(world);
  const all = listedOn(isFrom(landingZone?.version ?? LATEST, '4.0'));
  const { items, ...next } = pageOf(world, 'all baselines', all, ({ id }) => id, {
    asked: input['maxResults'],
    token: input['nextToken'],
    largest: LARGEST_PAGE,
  });
  const baselines = items.map(({ id, name, description }) => ({
    arn: baselineArn(caller.region, id),
    name,
    description,
  }));
  return { baselines, ...next };
};

export const baselineOperations: Readonly<Record<string, Operation<World>>> = {
  EnableBaseline: enableBaseline,
  UpdateEnabledBaseline: updateEnabledBaseline,
  ResetEnabledBaseline: resetEnabledBaseline,
  DisableBaseline: disableBaseline,
  GetEnabledBaseline: getEnabledBaseline,
  ListEnabledBaselines: listEnabledBaselines,
  GetBaselineOperation: getBaselineOperation,
  GetBaseline: getBaseline,
  ListBaselines: listBaselines,
};
