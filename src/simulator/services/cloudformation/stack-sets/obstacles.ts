import type { World } from '../../../world.js';
import { roleExists } from '../../iam/for-services.js';
import { accountOf } from '../../organizations/for-services.js';
import { DEFAULT_ROLES } from './names.js';
import { type InstanceRow, keyOf, type OperationRow, type StackSetRow, stackSetsState } from './state.js';

/** Why nothing can be done there at all. */
export function obstacleOf(
  world: World,
  set: StackSetRow,
  operation: OperationRow,
  row: InstanceRow,
): string | undefined {
  const { broken } = stackSetsState(world);
  for (const reasons of [operation.failing, broken]) {
    const reason = reasons[keyOf(row.account, row.region)] ?? reasons[row.account];
    if (reason !== undefined) return String(reason);
  }
  const { owner, settings } = set;
  if (settings.permissionModel === 'SERVICE_MANAGED') {
    const isMember = accountOf(world, row.account) !== undefined || operation.action === 'DELETE';
    return isMember ? undefined : `Account ${row.account} is not part of the organization`;
  }
  const execution = operation.executionRole ?? DEFAULT_ROLES.execution;
  if (roleExists(world, row.account, execution)) return undefined;
  const administration = operation.administrationRole ?? `arn:aws:iam::${owner}:role/${DEFAULT_ROLES.administration}`;
  return `Account ${row.account} should have '${execution}' role with trust relationship to Role '${administration.split('/').at(-1)}'.`;
}

/**
 * From now on nothing can be deployed or deleted in this `ACCOUNT` or `ACCOUNT/REGION`, by whatever operation, those
 * that begin by themselves included; until it is said again without a reason.
 */
export function breakPlace(world: World, place: string, reason?: string): void {
  const { broken } = stackSetsState(world);
  if (reason === undefined) delete broken[place];
  else broken[place] = reason;
}
