import { end, isThere } from '../../lived.js';
import type { World } from '../../world.js';
import { resourcesOf } from '../cloudformation/for-stack-sets.js';
import { principalExists, storeOf } from '../identitystore/for-services.js';
import { accountOf } from '../organizations/for-services.js';
import {
  assignmentKey,
  assignmentsOf,
  type CustomerPolicy,
  identityCenterState,
  type OperationRow,
  organizationInstance,
  type Principal,
  provisionOf,
  type SetRow,
  setOf,
} from './state.js';

/** How requests end, and what is then as it was asked for. Reasons are free text, as AWS's are. */

/** Why it failed; undefined when it has succeeded. */
export function finish(world: World, row: OperationRow, at: number): string | undefined {
  const set = setOf(world, row.setArn);
  if (!set) return 'Received a 404 status error: Permission set not found.';
  if (row.kind === 'provision') return finishProvisioning(world, set, row, at);
  if (row.outcome) return row.outcome.message;
  const [account = ''] = row.accounts;
  if (!row.principal) return undefined;
  if (row.kind === 'delete') {
    removeAssignment(world, set.arn, account, row.principal);
    return undefined;
  }
  const obstacle = principalObstacle(world, row.principal) ?? obstacleIn(world, set, account);
  if (obstacle === undefined) addAssignment(world, set.arn, account, row.principal, at);
  return obstacle;
}

function principalObstacle(world: World, { type, id }: Principal): string | undefined {
  const store = storeOf(world, organizationInstance(world)?.identityStoreId ?? '');
  if (store && principalExists(store, type, id)) return undefined;
  return `Received a 404 status error: ${type} ${id} not found.`;
}

/** What keeps the set out of an account. */
function obstacleIn(world: World, set: SetRow, account: string): string | undefined {
  const state = accountOf(world, account)?.state;
  if (state !== 'ACTIVE')
    return `Received a 403 status error: The account ${account} is ${state ?? 'not in the organization'}.`;
  const bound = set.boundary?.CustomerManagedPolicyReference;
  for (const policy of bound ? [...set.customer, bound] : set.customer) {
    if (hasPolicy(world, account, policy)) continue;
    return `Received a 404 status error: Not supported policy ${policyArn(account, policy)}.`;
  }
  return undefined;
}

const policyArn = (account: string, { Name, Path }: CustomerPolicy): string =>
  `arn:aws:iam::${account}:policy${Path}${Name}`;

function hasPolicy(world: World, account: string, policy: CustomerPolicy): boolean {
  const arn = policyArn(account, policy);
  if (identityCenterState(world).customerPolicies[account]?.includes(arn)) return true;
  return resourcesOf(world, account).some(
    (resource) => resource.type === 'AWS::IAM::ManagedPolicy' && resource.physicalId === arn,
  );
}

/** An account that fails stays as it is; the others have the set as it is now. */
function finishProvisioning(world: World, set: SetRow, row: OperationRow, at: number): string | undefined {
  const reasons: string[] = [];
  for (const account of row.accounts) {
    const reason = wanted(row, account) ?? provisionObstacle(world, set, account);
    if (reason === undefined) freshen(world, set.arn, account, at);
    else reasons.push(reason);
  }
  return reasons[0];
}

function wanted({ outcome }: OperationRow, account: string): string | undefined {
  if (!outcome) return undefined;
  return (outcome.accounts?.includes(account) ?? true) ? outcome.message : undefined;
}

function provisionObstacle(world: World, set: SetRow, account: string): string | undefined {
  if (!provisionOf(world, set.arn, account)) return 'Received a 404 status error: Assignment not found.';
  return obstacleIn(world, set, account);
}

/** The account has the set, and has it as it is now. */
export function freshen(world: World, setArn: string, account: string, at: number): void {
  const { provisioned } = identityCenterState(world);
  const known = provisionOf(world, setArn, account);
  if (!known) {
    const rows = { ...provisioned[setArn] };
    rows[account] = { account, since: at, createdAt: at, stale: false, staleAt: at };
    provisioned[setArn] = rows;
  } else if (known.stale) {
    known.stale = false;
    known.staleAt = at;
  }
}

export function addAssignment(world: World, setArn: string, account: string, principal: Principal, at: number): void {
  const { assignments } = identityCenterState(world);
  freshen(world, setArn, account, at);
  const name = assignmentKey(account, principal);
  const known = assignments[setArn]?.[name];
  if (known && isThere(known)) return;
  assignments[setArn] ??= {};
  assignments[setArn][name] = { ...principal, account, since: at };
}

/** The last one takes the role out of the account. */
export function removeAssignment(world: World, setArn: string, account: string, principal: Principal): void {
  const { assignments, provisioned } = identityCenterState(world);
  end(world, assignments[setArn] ?? {}, assignmentKey(account, principal));
  if (assignmentsOf(world, setArn, account).length === 0) end(world, provisioned[setArn] ?? {}, account);
}
