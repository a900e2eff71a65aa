import type { Json, JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { hasMixedGovernance } from '../baselines/queries.js';
import { forgetDrift } from '../events.js';
import { close, type Ending, type Finish } from '../operations.js';
import { controlTowerState, type EnabledControlRow, type OperationRow, type Parameter } from '../state.js';
import { resetTogether, targetRegions } from './changes.js';
import { partsOf } from './children.js';
import { repairControl } from './drift.js';
import { tellTarget, tellUnit } from './events.js';
import { applyPolicy, withdrawPolicy } from './policies.js';
import { childrenOf, controlOf, formOf, reachesAccounts } from './rows.js';

/** How operations on controls end. */

const DONE = 'Operation was successful.';

/** The end of an operation on a control. */
export const finishControl: Finish = (world, operation, at) => {
  const row = controlTowerState(world).enabledControls[operation.subject];
  // Its unit may have been deleted meanwhile.
  if (!row) return { status: 'FAILED', message: 'The target of the operation no longer exists.' };
  const { message, accounts } = outcomeOf(operation);
  const isPartial = message !== undefined && accounts.length > 0;
  const failure = (isPartial ? undefined : message) ?? work(world, row, operation);
  row.status = failure === undefined ? 'SUCCEEDED' : 'FAILED';
  endChildren(world, row, operation, at, { failure, message, accounts });
  if (!reachesAccounts(formOf(world, row))) tellTarget(world, row, operation, at, failure);
  tellUnit(world, row, operation, at, failure);
  if (operation.type === 'DISABLE_CONTROL' && failure === undefined) remove(world, row);
  return ending(failure);
};

const ending = (failure: string | undefined): Ending =>
  failure === undefined ? { status: 'SUCCEEDED', message: DONE } : { status: 'FAILED', message: failure };

/** Does what the operation is for; the reason when it cannot. */
function work(world: World, row: EnabledControlRow, operation: OperationRow): string | undefined {
  const control = controlOf(world, row);
  if (!control) return `The control ${row.controlIdentifier} does not exist.`;
  if (operation.type === 'DISABLE_CONTROL') {
    if (row.parent === undefined) withdrawPolicy(world, row.targetId, control);
    return undefined;
  }
  if (reachesAccounts(formOf(world, row)) && operation.type === 'ENABLE_CONTROL') {
    const problem = mixedGovernance(world, row.targetId);
    if (problem !== undefined) return problem;
  }
  if (operation.type === 'RESET_ENABLED_CONTROL') return reset(world, row);
  const wanted = wantedParameters(operation) ?? row.parameters;
  if (!applyPolicy(world, row.targetId, control, wanted)) return noRoom(row.targetId);
  row.parameters = wanted;
  row.regions = targetRegions(world, control);
  return undefined;
}

/** Regions were added to the landing zone, and the unit was not registered again since. */
function mixedGovernance(world: World, unitId: string): string | undefined {
  if (!hasMixedGovernance(world, unitId)) return undefined;
  return `FAILED_TO_ENABLE: the accounts of the organizational unit ${unitId} are in a state of mixed governance. Register the organizational unit again.`;
}

const noRoom = (unitId: string): string =>
  `AWS Control Tower cannot add the policy, because the organizational unit ${unitId} has reached the maximum number of policies or their maximum size.`;

function reset(world: World, row: EnabledControlRow): string | undefined {
  for (const each of resetTogether(world, row)) {
    const control = controlOf(world, each);
    if (!control) continue;
    each.regions = targetRegions(world, control);
    if (!repairControl(world, each)) return noRoom(each.targetId);
  }
  return undefined;
}

function endChildren(
  world: World,
  row: EnabledControlRow,
  operation: OperationRow,
  at: number,
  result: {
    readonly failure: string | undefined;
    readonly message: string | undefined;
    readonly accounts: readonly string[];
  },
): void {
  const { enabledControls } = controlTowerState(world);
  for (const part of partsOf(world, operation)) {
    const child = enabledControls[part.subject];
    const isFailing = child !== undefined && result.accounts.includes(child.targetId);
    const failure = result.failure ?? (isFailing ? result.message : undefined);
    close(part, failure === undefined ? 'SUCCEEDED' : 'FAILED', at, failure ?? DONE);
    if (!child) continue;
    child.status = failure === undefined ? 'SUCCEEDED' : 'FAILED';
    if (failure === undefined) {
      const { parameters, regions } = enabledControls[child.parent ?? ''] ?? row;
      child.parameters = parameters;
      child.regions = regions;
    }
    tellTarget(world, child, operation, at, failure);
  }
}

/** Its accounts lose it too, those that were left behind excepted: each of these is disabled by itself. */
function remove(world: World, row: EnabledControlRow): void {
  const { enabledControls, tags } = controlTowerState(world);
  for (const child of childrenOf(world, row)) if (!child.leftBehind) delete enabledControls[child.arn];
  delete enabledControls[row.arn];
  delete tags[row.arn];
  forgetDrift(world, row.arn);
}

function wantedParameters(operation: OperationRow): readonly Parameter[] | undefined {
  const { parameters } = operation.details;
  return Array.isArray(parameters) ? parameters.map(parameterOf) : undefined;
}

function parameterOf(given: Json): Parameter {
  const { key, value } = Object(given) as Partial<Parameter>;
  return { key: String(key), value: value ?? null };
}

/** What an injected fault wants: `message` alone fails the operation, with `accounts` only those fail. */
function outcomeOf(operation: OperationRow): { readonly message?: string; readonly accounts: readonly string[] } {
  const { outcome } = operation.details;
  if (typeof outcome !== 'object' || outcome === null || Array.isArray(outcome)) return { accounts: [] };
  const { message, accounts } = outcome as JsonObject;
  return {
    ...(typeof message === 'string' ? { message } : {}),
    accounts: Array.isArray(accounts) ? accounts.map(String) : [],
  };
}
