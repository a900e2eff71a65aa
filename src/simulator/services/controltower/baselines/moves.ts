import type { World } from '../../../world.js';
import { accountOf, parentOf } from '../../organizations/for-services.js';
import { emitDrift } from '../events.js';
import { begin, type Ending } from '../operations.js';
import type { ControlReactions } from '../reactions.js';
import { controlTowerState, type EnabledBaselineRow, type OperationRow } from '../state.js';
import { isFrom } from '../versions.js';
import { tellAccount } from './baseline-events.js';
import { childFor, leaveBehind } from './enrolment.js';
import { baselinesOn, childrenOf, isUnitLevel, registrationOf, rowsOf } from './queries.js';

/**
 * Accounts that somebody moves with Organizations. With automatic enrolment on, Control Tower follows after a while; without
 * it nothing happens but drift. It is not retroactive: only moves that happen while it is on are followed.
 */

export function accountMoved(
  world: World,
  accountId: string,
  from: string,
  to: string,
  controls: ControlReactions,
): void {
  const state = controlTowerState(world);
  const { landingZone } = state;
  const isConcerned = [from, to].some((unit) => unitRows(world, unit).length > 0);
  if (!landingZone || !isConcerned) return;
  if (landingZone.remediationTypes.includes('INHERITANCE_DRIFT')) {
    begin(world, {
      kind: 'baseline',
      type: unitRows(world, to).length > 0 ? 'ENABLE_BASELINE' : 'DISABLE_BASELINE',
      subject: accountId,
      accounts: 1,
      automatic: true,
      unitId: unitRows(world, to).length > 0 ? to : from,
      details: { account: accountId, from, to },
    });
    return;
  }
  controls.accountLeft(world, from, accountId, 'moved');
  tellMoved(world, accountId, from, to);
}

/** From 4.0 only accounts that AWSControlTowerBaseline governs are told of. */
function tellMoved(world: World, accountId: string, from: string, to: string): void {
  const { landingZone } = controlTowerState(world);
  const isRegistered = registrationOf(world, from) !== undefined || registrationOf(world, to) !== undefined;
  if (isFrom(landingZone?.version ?? '', '4.0') && !isRegistered) return;
  emitDrift(world, `${accountId} ${from} ${to} ${world.clock.now()}`, {
    driftType: 'ACCOUNT_MOVED_BETWEEN_OUS',
    message: `AWS Control Tower has detected that your managed account '${accountName(world, accountId)}' has been moved from organizational unit '${from}' to organizational unit '${to}'.`,
    remediationStep: 'Re-register this organizational unit (OU), or update the account.',
    facts: { accountId, sourceId: from, destinationId: to },
  });
}

const accountName = (world: World, id: string): string => accountOf(world, id)?.name ?? id;
const unitRows = (world: World, unit: string): EnabledBaselineRow[] => baselinesOn(world, unit).filter(isUnitLevel);

/** The account is enrolled where it is now, and no longer where it was. */
export function finishAutomatic(world: World, operation: OperationRow, at: number, controls: ControlReactions): Ending {
  const { account, from, to } = operation.details;
  const [accountId, left, joined] = [String(account), String(from), String(to)];
  // It has moved on: the operation of that move does the rest.
  if (parentOf(world, accountId) !== joined) return { status: 'SUCCEEDED' };
  // A closed account is let go where it was, and enrolled nowhere.
  const isActive = accountOf(world, accountId)?.state === 'ACTIVE';
  const targets = isActive ? unitRows(world, joined).filter(({ status }) => status === 'SUCCEEDED') : [];
  const before = rowsOf(world).filter((row) => row.targetId === accountId && isUnitLevel(row));
  controls.accountLeft(world, left, accountId, 'unenrolled');
  for (const row of before) unenrol(world, row, targets, operation, at);
  for (const row of targets) {
    const child = childFor(world, row, accountId);
    child.status = 'SUCCEEDED';
    child.lastOperation = operation.id;
    tellAccount(world, child, operation, at);
  }
  if (targets.length > 0) controls.accountsEnrolled(world, joined, [accountId]);
  return { status: 'SUCCEEDED', message: 'AWS Control Tower completed the baseline operation successfully.' };
}

/** What the new unit has as well is taken over there. */
function unenrol(
  world: World,
  row: EnabledBaselineRow,
  targets: readonly EnabledBaselineRow[],
  operation: OperationRow,
  at: number,
): void {
  const state = controlTowerState(world);
  if (targets.some(({ baselineId }) => baselineId === row.baselineId)) return;
  delete state.enabledBaselines[row.arn];
  delete state.tags[row.arn];
  tellAccount(world, row, { ...operation, type: 'DISABLE_BASELINE' }, at);
}

/** Its enrolment goes, and its controls with it. False when it was not enrolled. */
export function accountUnmanaged(world: World, accountId: string, controls: ControlReactions): boolean {
  const state = controlTowerState(world);
  const rows = rowsOf(world).filter((row) => row.targetId === accountId && isUnitLevel(row));
  for (const row of rows) {
    const parent = row.parent === undefined ? undefined : state.enabledBaselines[row.parent];
    if (parent) controls.accountLeft(world, parent.targetId, accountId, 'unenrolled');
    delete state.enabledBaselines[row.arn];
    delete state.tags[row.arn];
  }
  return rows.length > 0;
}

/** It is no longer in the organization: nothing of it is left here. */
export function accountRemoved(world: World, accountId: string, controls: ControlReactions): void {
  if (!accountUnmanaged(world, accountId, controls)) return;
  emitDrift(world, `${accountId} ${world.clock.now()}`, {
    driftType: 'ACCOUNT_REMOVED_FROM_ORGANIZATION',
    message: `AWS Control Tower has detected that the managed account '${accountId}' has been removed from your organization.`,
    remediationStep: 'Nothing to repair: the account is no longer governed.',
    facts: { accountId },
  });
}

/** A unit that is deleted takes its registration and its controls along; that is no drift, but for the Security unit. */
export function unitDeleted(world: World, unitId: string, controls: ControlReactions): void {
  const state = controlTowerState(world);
  for (const row of baselinesOn(world, unitId)) {
    for (const child of childrenOf(world, row)) leaveBehind(child);
    delete state.enabledBaselines[row.arn];
    delete state.tags[row.arn];
  }
  controls.unitGone(world, unitId);
}
