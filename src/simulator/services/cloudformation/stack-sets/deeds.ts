import type { World } from '../../../world.js';
import { accountOf, organizationOf } from '../../organizations/for-services.js';
import {
  type Deployment,
  deleteStackIn,
  deployStack,
  parseTemplate,
  type StackOrder,
  updateStackIn,
} from '../for-stack-sets.js';
import { putInstance, removeInstance, stackIdOf } from './instances.js';
import { DEFAULT_ROLES, executionRoleOf, newUuid } from './names.js';
import { obstacleOf } from './obstacles.js';
import { stackExists } from './stacks.js';
import { type InstanceRow, keyOf, type OperationRow, type Parameter, type StackSetRow } from './state.js';

/** What an operation does in one account and Region. */

export type Result = { readonly state: 'done' } | { readonly state: 'failed' | 'skipped'; readonly reason: string };

const DONE: Result = { state: 'done' };

export function deed(
  world: World,
  set: StackSetRow,
  operation: OperationRow,
  account: string,
  region: string,
  at: number,
): Result {
  const known = set.instances[keyOf(account, region)];
  // It was deleted while the operation waited.
  if (!known) return DONE;
  const stack = stackIdOf(set, known);
  const row = stack === undefined ? known : { ...known, stackId: stack };
  if (operation.action === 'DETECT_DRIFT') return detect(world, set, operation, row, at);
  if (operation.action === 'DELETE' && (operation.retain === true || row.stackId === undefined))
    return forget(world, set, row);
  if (isSuspended(world, account)) return skip(world, set, row);
  const obstacle = obstacleOf(world, set, operation, row);
  if (operation.action === 'DELETE') return remove(world, set, operation, row, obstacle);
  const stackId = operation.stacks?.[keyOf(account, region)];
  if (stackId !== undefined) return adopt(world, set, row, stackId, obstacle);
  return deploy(world, set, operation, row, obstacle);
}

function forget(world: World, set: StackSetRow, { account, region }: InstanceRow): Result {
  removeInstance(world, set, keyOf(account, region));
  return DONE;
}

/** Closed accounts as well as suspended ones; an account outside the organization cannot be told from one that is not. */
function isSuspended(world: World, account: string): boolean {
  const known = accountOf(world, account);
  return known !== undefined && known.state !== 'ACTIVE';
}

function skip(world: World, set: StackSetRow, row: InstanceRow): Result {
  const reason = `Account ${row.account} is suspended`;
  putInstance(world, set, { ...row, status: outdated(row), detail: 'SKIPPED_SUSPENDED_ACCOUNT', reason });
  return { state: 'skipped', reason };
}

const outdated = (row: InstanceRow): InstanceRow['status'] => (row.status === 'INOPERABLE' ? 'INOPERABLE' : 'OUTDATED');

type Acting = Pick<OperationRow, 'executionRole'>;

/** As whom CloudFormation acts in the account: what policies there are weighed against. */
function principalOf(world: World, { owner, settings }: StackSetRow, operation: Acting, account: string): string {
  const role =
    settings.permissionModel === 'SERVICE_MANAGED'
      ? executionRoleOf(organizationOf(world)?.id ?? owner)
      : (operation.executionRole ?? DEFAULT_ROLES.execution);
  return `arn:aws:iam::${account}:role/${role}`;
}

function remove(
  world: World,
  set: StackSetRow,
  operation: OperationRow,
  row: InstanceRow,
  obstacle: string | undefined,
): Result {
  const principal = principalOf(world, set, operation, row.account);
  const { stackId } = row;
  const isThere = stackId !== undefined && stackExists(world, stackId);
  const ended = obstacle === undefined && isThere ? deleteStackIn(world, stackId, { principal }) : undefined;
  const reason = obstacle ?? ended?.reason;
  if (reason === undefined) return forget(world, set, row);
  putInstance(world, set, { ...row, status: 'INOPERABLE', detail: 'INOPERABLE', reason });
  return { state: 'failed', reason };
}

function adopt(
  world: World,
  set: StackSetRow,
  row: InstanceRow,
  stackId: string,
  obstacle: string | undefined,
): Result {
  const reason = obstacle ?? (stackExists(world, stackId) ? undefined : `Stack ${stackId} does not exist`);
  if (reason !== undefined) {
    putInstance(world, set, { ...row, status: 'INOPERABLE', detail: 'FAILED_IMPORT', reason });
    return { state: 'failed', reason };
  }
  putInstance(world, set, { ...settled(row), stackId });
  return DONE;
}

/** CURRENT, with nothing left of what went wrong before. */
function settled({ reason: _reason, seeded: _seeded, ...row }: InstanceRow): InstanceRow {
  return { ...row, status: 'CURRENT', detail: 'SUCCEEDED' };
}

function deploy(
  world: World,
  set: StackSetRow,
  operation: OperationRow,
  row: InstanceRow,
  obstacle: string | undefined,
): Result {
  const overrides = overridesOf(set, operation, row);
  const { overrides: _before, ...rest } = row;
  const next: InstanceRow = overrides.length > 0 ? { ...rest, overrides } : rest;
  const isUnchanged = operation.action === 'CREATE' && row.status === 'CURRENT' && row.stackId !== undefined;
  if (isUnchanged && operation.overrides === undefined) {
    putInstance(world, set, settled(row));
    return DONE;
  }
  if (obstacle !== undefined) return fail(world, set, next, obstacle);
  const { stackId, reason } = send(world, set, operation, next);
  // What a failed create leaves is deleted: the instance stays without a stack.
  if (reason !== undefined || stackId === undefined) return fail(world, set, next, reason ?? 'No stack was created');
  putInstance(world, set, { ...settled(next), stackId });
  return DONE;
}

function fail(world: World, set: StackSetRow, row: InstanceRow, reason: string): Result {
  putInstance(world, set, { ...row, status: outdated(row), detail: 'FAILED', reason });
  return { state: 'failed', reason };
}

function send(world: World, set: StackSetRow, operation: Acting, row: InstanceRow): Deployment {
  const { account, region, stackId } = row;
  const { templateBody, parameters, tags } = set.settings;
  const template = parseTemplate(templateBody);
  const values = [...parameters, ...(row.overrides ?? [])].filter(({ key }) => template.parameters.has(key));
  const order: StackOrder = {
    accountId: account,
    region,
    name: nameOf(world, set, stackId),
    template,
    parameters: Object.fromEntries(values.map(({ key, value }) => [key, value])),
    tags,
    principal: principalOf(world, set, operation, account),
    onFailure: 'DELETE',
  };
  const isThere = stackId !== undefined && stackExists(world, stackId);
  return isThere ? updateStackIn(world, stackId, order) : deployStack(world, order);
}

/** Makes the stack of a seeded instance. Why it cannot be made; undefined when it was. */
export function deployNow(world: World, set: StackSetRow, row: InstanceRow): string | undefined {
  const { stackId, reason } = send(world, set, set.settings, row);
  if (stackId === undefined) return reason ?? 'No stack was created';
  const { seeded: _seeded, ...rest } = row;
  set.instances[keyOf(row.account, row.region)] = { ...rest, stackId };
  return reason;
}

function nameOf(world: World, set: StackSetRow, stackId: string | undefined): string {
  return stackId?.split('/')[1] ?? `StackSet-${set.name}-${newUuid(world.random)}`;
}

/** Overridden parameters after this operation: as they were unless it says something about them. */
function overridesOf(set: StackSetRow, { overrides: asked }: OperationRow, row: InstanceRow): readonly Parameter[] {
  const declared = parseTemplate(set.settings.templateBody).parameters;
  const before = row.overrides ?? [];
  const after = !asked
    ? before
    : asked.flatMap(({ key, value }) => {
        const kept = before.filter((each) => each.key === key);
        return value === null ? kept : [{ key, value }];
      });
  return after.filter(({ key }) => declared.has(key));
}

function detect(world: World, set: StackSetRow, operation: OperationRow, row: InstanceRow, at: number): Result {
  if (row.stackId === undefined) return DONE;
  if (isSuspended(world, row.account)) return { state: 'skipped', reason: `Account ${row.account} is suspended` };
  const reason = obstacleOf(world, set, operation, row);
  const drift = reason !== undefined ? 'UNKNOWN' : isTampered(set, row) ? 'DRIFTED' : 'IN_SYNC';
  putInstance(world, set, { ...row, drift, driftAt: at });
  return reason === undefined ? DONE : { state: 'failed', reason };
}

const isTampered = (set: StackSetRow, { account, region }: InstanceRow): boolean =>
  (set.tampered[keyOf(account, region)] ?? []).length > 0;
