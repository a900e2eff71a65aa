import type { JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { organizationOf, parentOf } from '../../organizations/for-services.js';
import { governedRegions } from '../access.js';
import { enableMandatory } from '../mandatory-controls.js';
import { begin, close, type Ending, type Finish } from '../operations.js';
import type { ControlReactions } from '../reactions.js';
import { controlTowerState, type EnabledBaselineRow, type OperationRow, type Parameter } from '../state.js';
import { tellAccount, tellPrechecks, tellUnit } from './baseline-events.js';
import { finishDisable } from './disable.js';
import { partsOf, startChildren } from './enrolment.js';
import { finishAutomatic } from './moves.js';
import { PRECHECK_MESSAGE, type Prechecks, prechecksOf } from './prechecks.js';
import { childrenOf, membersOf, registrationOf } from './queries.js';

/** How operations of units begin and end. */

export const DONE = 'AWS Control Tower completed the baseline operation successfully.';

interface Change {
  readonly type: 'ENABLE_BASELINE' | 'UPDATE_ENABLED_BASELINE' | 'RESET_ENABLED_BASELINE' | 'DISABLE_BASELINE';
  readonly version?: string;
  readonly parameters?: readonly Parameter[];
  readonly outcome?: Readonly<Record<string, unknown>> | undefined;
}

/** The unit is under change from now on, and its accounts with it unless a pre-check stops it before. */
export function startChange(world: World, row: EnabledBaselineRow, change: Change): OperationRow {
  const { type, version, parameters, outcome } = change;
  const disables = type === 'DISABLE_BASELINE';
  const prechecks = disables ? undefined : prechecksOf(world, row.targetId, outcome);
  const details: Record<string, unknown> = { version, parameters, prechecks, outcome };
  const operation = begin(world, {
    kind: 'baseline',
    type,
    subject: row.arn,
    unitId: row.targetId,
    accounts: disables ? 0 : membersOf(world, row.targetId).length,
    details: JSON.parse(JSON.stringify(details)) as JsonObject,
  });
  row.status = 'UNDER_CHANGE';
  row.lastOperation = operation.id;
  if (!disables && !prechecks) startChildren(world, row, operation);
  return operation;
}

/** The end of an operation of a unit. */
export function finishBaseline(controls: ControlReactions): Finish {
  return (world, operation, at) => {
    if (operation.automatic) return finishAutomatic(world, operation, at, controls);
    const row = controlTowerState(world).enabledBaselines[operation.subject];
    if (!row) return lostTarget(world, operation, at);
    if (operation.type === 'DISABLE_BASELINE') return finishDisable(world, row, operation, at, controls);
    return finishEnrolment(world, row, operation, at, controls);
  };
}

/** The unit was deleted meanwhile. */
function lostTarget(world: World, operation: OperationRow, at: number): Ending {
  const message = 'The target of the operation no longer exists.';
  for (const part of partsOf(world, operation)) close(part, 'FAILED', at, message);
  return { status: 'FAILED', message };
}

function finishEnrolment(
  world: World,
  row: EnabledBaselineRow,
  operation: OperationRow,
  at: number,
  controls: ControlReactions,
): Ending {
  const isRegistration = registrationOf(world, row.targetId)?.arn === row.arn;
  const prechecks = operation.details['prechecks'] as Prechecks | undefined;
  const blocked = prechecks ?? (isRegistration ? placePolicies(world, row.targetId, controls) : undefined);
  if (blocked) {
    tellPrechecks(world, row.targetId, operation, at, blocked, PRECHECK_MESSAGE);
    return fail(world, row, operation, at, PRECHECK_MESSAGE, isRegistration);
  }
  const { message, accounts } = outcomeOf(operation);
  if (message !== undefined && accounts.length === 0) return fail(world, row, operation, at, message, isRegistration);
  settleRow(world, row, operation);
  endChildren(world, row, operation, at, accounts);
  if (isRegistration && operation.type === 'ENABLE_BASELINE') tellUnit(world, row.targetId, operation, at, undefined);
  return { status: 'SUCCEEDED', message: DONE };
}

/** Mandatory controls stand on units directly under the root only; those below inherit the policies. */
function placePolicies(world: World, unitId: string, controls: ControlReactions): Prechecks | undefined {
  const isTopLevel = parentOf(world, unitId) === organizationOf(world)?.rootId;
  const placed = (!isTopLevel || enableMandatory(world, unitId)) && controls.unitRegistered(world, unitId);
  return placed ? undefined : { unit: ['SCP_CONFLICT'], accounts: {} };
}

function settleRow(world: World, row: EnabledBaselineRow, operation: OperationRow): void {
  const { landingZone, homeRegion } = controlTowerState(world);
  const { version, parameters } = operation.details;
  row.status = 'SUCCEEDED';
  if (typeof version === 'string') row.version = version;
  if (Array.isArray(parameters)) row.parameters = parameters as readonly Parameter[];
  if (landingZone && homeRegion !== null) row.regions = governedRegions(landingZone, homeRegion);
}

/** Each account succeeds or fails by itself; the unit's operation has succeeded all the same. */
function endChildren(
  world: World,
  row: EnabledBaselineRow,
  operation: OperationRow,
  at: number,
  failing: readonly string[],
): void {
  const { enabledBaselines } = controlTowerState(world);
  for (const part of partsOf(world, operation)) {
    const child = enabledBaselines[part.subject];
    const failed = child === undefined || failing.includes(child.targetId);
    close(
      part,
      failed ? 'FAILED' : 'SUCCEEDED',
      at,
      failed ? (outcomeOf(operation).message ?? 'Enrollment failed.') : DONE,
    );
    if (!child) continue;
    child.status = failed ? 'FAILED' : 'SUCCEEDED';
    if (!failed) {
      child.parameters = row.parameters;
      child.regions = row.regions;
      if (row.version !== undefined) child.version = row.version;
    }
    tellAccount(world, child, operation, at);
  }
}

function fail(
  world: World,
  row: EnabledBaselineRow,
  operation: OperationRow,
  at: number,
  message: string,
  isRegistration: boolean,
): Ending {
  row.status = 'FAILED';
  for (const part of partsOf(world, operation)) close(part, 'FAILED', at, message);
  for (const child of childrenOf(world, row)) if (child.status === 'UNDER_CHANGE') child.status = 'FAILED';
  if (isRegistration && operation.type === 'ENABLE_BASELINE') tellUnit(world, row.targetId, operation, at, message);
  return { status: 'FAILED', message };
}

/** What an injected fault wants: `message` alone fails the operation, with `accounts` only those fail. */
export function outcomeOf(operation: OperationRow): {
  readonly message?: string;
  readonly accounts: readonly string[];
} {
  const outcome = operation.details['outcome'];
  if (typeof outcome !== 'object' || outcome === null || Array.isArray(outcome)) return { accounts: [] };
  const { message, accounts } = outcome as JsonObject;
  return {
    ...(typeof message === 'string' ? { message } : {}),
    accounts: Array.isArray(accounts) ? accounts.map(String) : [],
  };
}
