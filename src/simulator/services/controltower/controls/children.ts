import type { World } from '../../../world.js';
import { parentOf } from '../../organizations/for-services.js';
import { enrolledAccounts, membersOf } from '../baselines/queries.js';
import { enabledControlArn, newOperationId } from '../names.js';
import { controlTowerState, type EnabledControlRow, type OperationRow } from '../state.js';
import { childrenOf, formOf, isChild, reachesAccounts, rowsOf, rowsOn } from './rows.js';
import { hasBaseline } from './targets.js';

/**
 * The enabled controls of accounts: a child for each account that a detective or proactive control reaches, with an
 * operation of its own. Preventive controls are inherited and have none.
 */

/** Accounts that a control of this unit reaches: the enrolled ones; all of a unit that has controls and no baseline. */
function reached(world: World, unitId: string): readonly string[] {
  const { landingZone } = controlTowerState(world);
  if (hasBaseline(world, unitId)) return [...new Set(enrolledAccounts(world, unitId))];
  const isShared = unitId === landingZone?.securityUnitId;
  return isShared || landingZone ? membersOf(world, unitId).map(({ id }) => id) : [];
}

/** Every account that the control reaches has it, and is under change as long as the operation runs. */
export function startChildren(world: World, row: EnabledControlRow, operation: OperationRow): void {
  if (!reachesAccounts(formOf(world, row))) return;
  const known = new Map(childrenOf(world, row).map((child) => [child.targetId, child]));
  for (const accountId of reached(world, row.targetId)) {
    const child = known.get(accountId) ?? addChild(world, row, accountId);
    child.status = 'UNDER_CHANGE';
    child.lastOperation = startPart(world, operation, child).id;
  }
}

/** What disabling and updating changes: the children there are, not those left behind. */
export function changeChildren(world: World, row: EnabledControlRow, operation: OperationRow): void {
  for (const child of childrenOf(world, row)) {
    if (child.leftBehind) continue;
    child.status = 'UNDER_CHANGE';
    child.lastOperation = startPart(world, operation, child).id;
  }
}

export const partsOf = (world: World, operation: OperationRow): OperationRow[] =>
  Object.values(controlTowerState(world).controlOperations).filter((part) => part.parent === operation.id);

function addChild(world: World, row: EnabledControlRow, accountId: string): EnabledControlRow {
  const state = controlTowerState(world);
  const { homeRegion } = state;
  const arn = enabledControlArn(world.random, homeRegion ?? '', row.arn.split(':')[4] ?? '');
  const child: EnabledControlRow = {
    arn,
    controlIdentifier: row.controlIdentifier,
    controlId: row.controlId,
    targetId: accountId,
    status: 'SUCCEEDED',
    parameters: row.parameters,
    regions: row.regions,
    parent: row.arn,
  };
  state.enabledControls[arn] = child;
  return child;
}

function startPart(world: World, operation: OperationRow, child: EnabledControlRow): OperationRow {
  const state = controlTowerState(world);
  state.sequence += 1;
  const part: OperationRow = {
    ...operation,
    id: newOperationId(world.random),
    subject: child.arn,
    sequence: state.sequence,
    parent: operation.id,
    details: { controlIdentifier: child.controlIdentifier, targetId: child.targetId },
  };
  state.controlOperations[part.id] = part;
  return part;
}

/**
 * An account is enrolled in the unit by automatic enrolment: it gets the unit's optional controls with it. Who is enrolled by
 * registering the unit again gets none of them until each is reset.
 */
export function enrolControls(world: World, unitId: string, accountId: string): void {
  removeControls(world, accountId);
  for (const row of rowsOn(world, unitId)) {
    if (row.mandatory || row.status !== 'SUCCEEDED' || !reachesAccounts(formOf(world, row))) continue;
    addChild(world, row, accountId);
  }
}

/** An account is unenrolled: what units enabled there goes. */
export function removeControls(world: World, accountId: string): void {
  const { enabledControls } = controlTowerState(world);
  for (const row of rowsOn(world, accountId)) delete enabledControls[row.arn];
}

/** Without automatic enrolment, a moved account keeps the controls of the unit it was in: inheritance drift. */
export function markLeftBehind(world: World, accountId: string): void {
  const { enabledControls } = controlTowerState(world);
  for (const row of rowsOn(world, accountId)) {
    const unit = row.parent === undefined ? undefined : enabledControls[row.parent];
    if (unit?.targetId === parentOf(world, accountId)) delete row.leftBehind;
    else row.leftBehind = true;
  }
}

/** A unit that is no longer there takes its enabled controls along. Accounts keep what they had. */
export function forgetUnit(world: World, unitId: string): void {
  const { enabledControls } = controlTowerState(world);
  for (const row of rowsOf(world)) {
    if (row.targetId === unitId) delete enabledControls[row.arn];
  }
  for (const row of rowsOf(world)) {
    const isOrphan = row.parent !== undefined && enabledControls[row.parent] === undefined;
    if (isOrphan && isChild(row)) row.leftBehind = true;
  }
}
