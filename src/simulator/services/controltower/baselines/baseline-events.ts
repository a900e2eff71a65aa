import type { Json, JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { nameOfTarget, targetArnOf } from '../../organizations/for-services.js';
import { emitLifecycle, timestamp } from '../events.js';
import { baselineArn } from '../names.js';
import { controlTowerState, type EnabledBaselineRow, type OperationRow } from '../state.js';

/** What is told of baselines: one event for each account, one for the unit, one for failed pre-checks. */

const EVENTS: Readonly<Record<string, { readonly name: string; readonly key: string }>> = {
  ENABLE_BASELINE: { name: 'EnableBaseline', key: 'enableBaselineStatus' },
  UPDATE_ENABLED_BASELINE: { name: 'UpdateEnabledBaseline', key: 'updateEnabledBaselineStatus' },
  RESET_ENABLED_BASELINE: { name: 'ResetEnabledBaseline', key: 'resetEnabledBaselineStatus' },
  DISABLE_BASELINE: { name: 'DisableBaseline', key: 'disableBaselineStatus' },
};

/** Told of an account, not of its unit. There is no state and no message: the status summary says it. */
export function tellAccount(world: World, child: EnabledBaselineRow, operation: OperationRow, at: number): void {
  const event = EVENTS[operation.type];
  if (!event) return;
  const details: JsonObject = {
    arn: child.arn,
    ...(child.parent === undefined ? {} : { parentIdentifier: child.parent }),
    targetIdentifier: targetArnOf(world, child.targetId),
    baselineIdentifier: baselineArn(controlTowerState(world).homeRegion ?? '', child.baselineId),
    ...(child.version === undefined ? {} : { baselineVersion: child.version }),
    statusSummary: { lastOperationIdentifier: child.lastOperation ?? operation.id, status: child.status },
    parameters: child.parameters.map(({ key, value }) => ({ key, value: { untyped: { object: value } } })),
  };
  const isLater = operation.type === 'RESET_ENABLED_BASELINE' || operation.type === 'DISABLE_BASELINE';
  const body: JsonObject = {
    enabledBaselineDetails: details,
    ...(operation.type === 'DISABLE_BASELINE' ? { baselineDetails: details } : {}),
    // AWS writes the two times of these events in two different forms.
    requestedTimestamp: isLater ? new Date(operation.startedAt).toISOString() : timestamp(operation.startedAt),
    completedTimestamp: timestamp(at),
  };
  emitLifecycle(world, event.name, event.key, body, { version: '1.11', at });
}

export function tellUnit(
  world: World,
  unitId: string,
  operation: OperationRow,
  at: number,
  failure: string | undefined,
): void {
  const registers = operation.type !== 'DISABLE_BASELINE';
  const name = registers ? 'RegisterOrganizationalUnit' : 'DeregisterOrganizationalUnit';
  const key = registers ? 'registerOrganizationalUnitStatus' : 'deregisterOrganizationalUnitStatus';
  const done = registers ? 'registered' : 'de-registered';
  const body: JsonObject = {
    state: failure === undefined ? 'SUCCEEDED' : 'FAILED',
    message: failure ?? `AWS Control Tower successfully ${done} an organizational unit.`,
    organizationalUnit: unitShape(world, unitId),
    requestedTimestamp: timestamp(operation.startedAt),
    completedTimestamp: timestamp(at),
  };
  emitLifecycle(world, name, key, body, { at });
}

/** `accounts`: what failed for which account; `unit`: for the unit itself. */
export function tellPrechecks(
  world: World,
  unitId: string,
  operation: OperationRow,
  at: number,
  failed: { readonly unit: readonly string[]; readonly accounts: Readonly<Record<string, readonly string[]>> },
  message: string,
): void {
  const accounts: Json = Object.entries(failed.accounts).map(([accountId, failedPrechecks]) => ({
    accountName: nameOfTarget(world, accountId),
    accountId,
    failedPrechecks,
  }));
  const body: JsonObject = {
    organizationalUnit: { ...unitShape(world, unitId), failedPrechecks: failed.unit },
    accounts,
    state: 'FAILED',
    message,
    requestedTimestamp: timestamp(operation.startedAt),
    completedTimestamp: timestamp(at),
  };
  emitLifecycle(world, 'PrecheckOrganizationalUnit', 'precheckOrganizationalUnitStatus', body, { version: '1.08', at });
}

function unitShape(world: World, unitId: string): JsonObject {
  return { organizationalUnitName: nameOfTarget(world, unitId), organizationalUnitId: unitId };
}
