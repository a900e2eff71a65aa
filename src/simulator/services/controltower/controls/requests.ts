import type { Operation, OperationContext } from '../../../service.js';
import type { World } from '../../../world.js';
import type { CatalogControl } from '../../controlcatalog/catalog/index.js';
import { catalogOf } from '../../controlcatalog/state.js';
import { type Governance, governed } from '../access.js';
import { refuseControlWhileBusy } from '../conflicts.js';
import { conflict, notFound, quotaExceeded, validation } from '../errors.js';
import { enabledControlArn } from '../names.js';
import { CONTROLS_SUBMITTED, poll, unfinished } from '../operations.js';
import { parametersOf, textOf } from '../shapes.js';
import type { EnabledControlRow } from '../state.js';
import { startChange, targetRegions } from './changes.js';
import { isInherited } from './drift.js';
import { checkParameters, sameParameters } from './parameters.js';
import { controlOf, formOf, isChild, rowsOn } from './rows.js';
import { checkPlace, nameOf, unitOf } from './targets.js';

/** The four operations that change enabled controls. Where AWS's text is not known, it is in our words. */

type Input = Readonly<Record<string, unknown>>;

const enableControl: Operation<World> = (input, context) => {
  const { world, outcome } = context;
  const governance = governed(context);
  const controlIdentifier = textOf(input, 'controlIdentifier');
  const control = controlWith(world, controlIdentifier);
  refuseLandingZoneOwned(control);
  const unitId = unitOf(world, governance, textOf(input, 'targetIdentifier'));
  const known = rowsOn(world, unitId).find((row) => row.controlId === control.id);
  if (known?.status === 'UNDER_CHANGE') throw underChange(world, known);
  if (known) {
    throw validation(`The control ${nameOf(control)} is already enabled on organizational unit ${unitId}.`);
  }
  const parameters = parametersOf(input);
  checkParameters(control, parameters);
  checkPlace(world, governance, control, unitId);
  checkRoom(world, unitId);
  const row = newRow(world, governance, { control, controlIdentifier, unitId, input });
  const { id } = startChange(world, row, { type: 'ENABLE_CONTROL', parameters, outcome });
  return { operationIdentifier: id, arn: row.arn };
};

const disableControl: Operation<World> = (input, context) => {
  const { world, outcome } = context;
  const row = rowToDisable(input, context);
  refuseMandatory(row);
  if (isChild(row) && isInherited(world, row)) throw inherited();
  if (row.status === 'UNDER_CHANGE') throw underChange(world, row);
  checkRoom(world, row.targetId);
  const { id } = startChange(world, row, { type: 'DISABLE_CONTROL', outcome });
  return { operationIdentifier: id };
};

const updateEnabledControl: Operation<World> = (input, context) => {
  const { world, outcome } = context;
  const row = changeable(context, input);
  const control = controlOf(world, row);
  if (!control) throw notFound(`The control ${row.controlIdentifier} does not exist.`);
  const parameters = parametersOf(input);
  checkParameters(control, parameters);
  if (row.drifted) {
    throw validation(`The enabled control ${row.arn} is in a state of drift and cannot be updated: reset it.`);
  }
  if (row.status === 'SUCCEEDED' && sameParameters(row.parameters, parameters)) {
    throw validation(`The parameters of the enabled control ${row.arn} are those that it has already.`);
  }
  checkRoom(world, row.targetId);
  const { id } = startChange(world, row, { type: 'UPDATE_ENABLED_CONTROL', parameters, outcome });
  return { operationIdentifier: id };
};

const resetEnabledControl: Operation<World> = (input, context) => {
  const { world, outcome } = context;
  const row = changeable(context, input);
  if (formOf(world, row) === 'scp') {
    throw validation(
      `The enabled control ${row.arn} cannot be reset, because it is implemented with a service control policy.`,
    );
  }
  checkRoom(world, row.targetId);
  const { id } = startChange(world, row, { type: 'RESET_ENABLED_CONTROL', outcome });
  return { operationIdentifier: id };
};

/** By either form of its identifier; an alias is none. */
export function controlWith(world: World, identifier: string): CatalogControl {
  const control = catalogOf(world).byArn(identifier);
  if (!control) throw notFound(`Control with ARN ${identifier} does not exist`);
  return control;
}

export function rowWith({ state }: Governance, arn: string): EnabledControlRow {
  const row = Object.hasOwn(state.enabledControls, arn) ? state.enabledControls[arn] : undefined;
  if (!row) throw notFound(`The enabled control ${arn} does not exist.`);
  return row;
}

/** A unit's own optional control, which nothing is changing now. */
function changeable(context: OperationContext<World>, input: Input): EnabledControlRow {
  const row = rowWith(governed(context), textOf(input, 'enabledControlIdentifier'));
  refuseMandatory(row);
  if (isChild(row)) throw inherited();
  if (row.status === 'UNDER_CHANGE') throw underChange(context.world, row);
  return row;
}

/** Control and target together, or the enabled control alone. */
function rowToDisable(input: Input, context: OperationContext<World>): EnabledControlRow {
  const { world } = context;
  const governance = governed(context);
  const [arn, identifier, target] = ['enabledControlIdentifier', 'controlIdentifier', 'targetIdentifier'].map((name) =>
    textOf(input, name),
  );
  const isPair = identifier !== '' && target !== '';
  if (arn !== '' ? identifier !== '' || target !== '' : !isPair) {
    throw validation('Specify either enabledControlIdentifier, or controlIdentifier and targetIdentifier.');
  }
  if (arn !== undefined && arn !== '') return rowWith(governance, arn);
  const control = controlWith(world, identifier ?? '');
  refuseLandingZoneOwned(control);
  const unitId = unitOf(world, governance, target ?? '');
  const row = rowsOn(world, unitId).find((each) => each.controlId === control.id);
  if (!row) throw notFound(`The control ${nameOf(control)} is not enabled on organizational unit ${unitId}.`);
  return row;
}

function refuseLandingZoneOwned(control: CatalogControl): void {
  if (control.guidance === 'mandatory') {
    throw validation(`The control ${nameOf(control)} is mandatory: it cannot be enabled or disabled.`);
  }
  if (control.guidance === 'console-only') {
    throw validation(`The control ${nameOf(control)} belongs to the landing zone: change it in the console.`);
  }
}

function refuseMandatory(row: EnabledControlRow): void {
  if (row.mandatory) throw validation(`The enabled control ${row.arn} is mandatory and cannot be changed.`);
}

const inherited = (): Error =>
  validation('A control that an account inherits is changed on its organizational unit, not on the account.');

/** A client that only retries what it is refused counts as one that polls. */
function underChange(world: World, row: EnabledControlRow): Error {
  poll(world, 'control', row.lastOperation);
  return conflict(`Another operation is in progress on the enabled control ${row.arn}.`);
}

function checkRoom(world: World, unitId: string): void {
  refuseControlWhileBusy(world, unitId);
  if (unfinished(world, 'control').length < CONTROLS_SUBMITTED) return;
  poll(world, 'control');
  throw quotaExceeded(`At most ${CONTROLS_SUBMITTED} control operations can be submitted at once. Try again later.`);
}

function newRow(
  world: World,
  { state, homeRegion, managementId }: Governance,
  wanted: {
    readonly control: CatalogControl;
    readonly controlIdentifier: string;
    readonly unitId: string;
    readonly input: Input;
  },
): EnabledControlRow {
  const { control, controlIdentifier, unitId, input } = wanted;
  const arn = enabledControlArn(world.random, homeRegion, managementId);
  const row: EnabledControlRow = {
    arn,
    controlIdentifier,
    controlId: control.id,
    targetId: unitId,
    status: 'UNDER_CHANGE',
    parameters: parametersOf(input),
    regions: targetRegions(world, control),
  };
  state.enabledControls[arn] = row;
  const tags = input['tags'];
  if (typeof tags === 'object' && tags !== null) state.tags[arn] = { ...(tags as Record<string, string>) };
  return row;
}

export const controlChanges: Readonly<Record<string, Operation<World>>> = {
  EnableControl: enableControl,
  DisableControl: disableControl,
  UpdateEnabledControl: updateEnabledControl,
  ResetEnabledControl: resetEnabledControl,
};
