import { PERMISSION_SET_LIMITS } from '../../../facts/identity-center.js';
import { pageByKey } from '../../cursor.js';
import { isShown } from '../../lived.js';
import type { Operation, OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { groupsOf, storeOf } from '../identitystore/for-services.js';
import { parentOf } from '../organizations/for-services.js';
import { changedSetIn, checkManagement, checkTarget, instanceIn, setIn } from './access.js';
import { missing, overQuota } from './errors.js';
import { type Input, part, text } from './input.js';
import { begin } from './operations.js';
import {
  type AssignmentRow,
  assignmentsOf,
  identityCenterState,
  type Principal,
  provisionOf,
  type SetRow,
} from './state.js';
import { outcomeOf, statusOperations, statusShape } from './statuses.js';

/** Who is assigned what, where. */

const PAGE = 100;

const principalIn = (input: Input): Principal => ({
  type: input['PrincipalType'] === 'USER' ? 'USER' : 'GROUP',
  id: text(input, 'PrincipalId'),
});

const CreateAccountAssignment: Operation<World> = (input, context) => {
  const { world } = context;
  const set = changedSetIn(input, context, 'CreateAccountAssignment');
  const account = targetIn(input, set, context, 'CreateAccountAssignment');
  const principal = principalIn(input);
  checkQuotas(world, set, account, principal);
  const row = begin(world, { kind: 'create', setArn: set.arn, accounts: [account], principal, ...outcomeOf(context) });
  return { AccountAssignmentCreationStatus: statusShape(row) };
};

/** Of what is not assigned, too: it succeeds. */
const DeleteAccountAssignment: Operation<World> = (input, context) => {
  const { world } = context;
  const set = changedSetIn(input, context, 'DeleteAccountAssignment');
  const account = targetIn(input, set, context, 'DeleteAccountAssignment');
  const principal = principalIn(input);
  const row = begin(world, { kind: 'delete', setArn: set.arn, accounts: [account], principal, ...outcomeOf(context) });
  return { AccountAssignmentDeletionStatus: statusShape(row) };
};

function targetIn(input: Input, set: SetRow, context: OperationContext<World>, operation: string): string {
  const account = text(input, 'TargetId');
  if (parentOf(context.world, account) === undefined) throw missing(`Account with id ${account} not found`);
  checkTarget(account, set, context, operation);
  return account;
}

function checkQuotas(world: World, set: SetRow, account: string, { type, id }: Principal): void {
  const { setsPerAccount, groupsPerSetAndAccount } = PERMISSION_SET_LIMITS;
  if (!provisionOf(world, set.arn, account)) {
    const sets = Object.keys(identityCenterState(world).sets).filter((arn) => provisionOf(world, arn, account));
    if (sets.length >= setsPerAccount) {
      throw overQuota(`You have exceeded AWS SSO limits. Account ${account} has ${setsPerAccount} permission sets.`);
    }
  }
  const groups = assignmentsOf(world, set.arn, account).filter((row) => row.type === 'GROUP' && row.id !== id);
  if (type === 'GROUP' && groups.length >= groupsPerSetAndAccount) {
    throw overQuota(`You have exceeded AWS SSO limits. ${groupsPerSetAndAccount} groups are assigned there already.`);
  }
}

const ListAccountAssignments: Operation<World> = (input, context) => {
  const { world } = context;
  const { arn } = setIn(input, context, 'ListAccountAssignments');
  const account = text(input, 'AccountId');
  const rows = shownOf(world, arn).filter((row) => row.account === account);
  const paging = { world, input, list: `ListAccountAssignments ${arn} ${account}`, largest: PAGE };
  const { items, ...next } = pageByKey(paging, rows, ({ type, id }) => `${type} ${id}`);
  return { AccountAssignments: items.map((row) => shapeOf(arn, row)), ...next };
};

const shownOf = (world: World, setArn: string): AssignmentRow[] =>
  Object.values(identityCenterState(world).assignments[setArn] ?? {}).filter((row) => isShown(world, row));

/** What a user gets through groups is told with the group's name on it. */
const ListAccountAssignmentsForPrincipal: Operation<World> = (input, context) => {
  const { world } = context;
  const instance = instanceIn(input, context, 'ListAccountAssignmentsForPrincipal');
  checkManagement(context, 'ListAccountAssignmentsForPrincipal', instance.arn);
  const { type, id } = principalIn(input);
  const account = part(input, 'Filter')?.['AccountId'];
  const store = storeOf(world, instance.identityStoreId);
  const groups = new Set(type === 'USER' && store ? groupsOf(store, id) : []);
  const isMeant = (row: AssignmentRow): boolean =>
    (account === undefined || row.account === account) &&
    ((row.type === type && row.id === id) || (row.type === 'GROUP' && groups.has(row.id)));
  const rows = Object.keys(identityCenterState(world).assignments).flatMap((arn) =>
    shownOf(world, arn)
      .filter(isMeant)
      .map((row) => ({ arn, row })),
  );
  const list = `ListAccountAssignmentsForPrincipal ${type} ${id} ${String(account ?? '')}`;
  const keyOf = ({ arn, row }: (typeof rows)[number]): string => `${row.account} ${arn} ${row.type} ${row.id}`;
  const { items, ...next } = pageByKey({ world, input, list, largest: PAGE }, rows, keyOf);
  return { AccountAssignments: items.map(({ arn, row }) => shapeOf(arn, row)), ...next };
};

const shapeOf = (PermissionSetArn: string, row: AssignmentRow) => ({
  AccountId: row.account,
  PermissionSetArn,
  PrincipalType: row.type,
  PrincipalId: row.id,
});

export const assignmentOperations = {
  CreateAccountAssignment,
  DeleteAccountAssignment,
  ListAccountAssignments,
  ListAccountAssignmentsForPrincipal,
  ...statusOperations,
};
