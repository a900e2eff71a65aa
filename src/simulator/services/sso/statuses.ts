import { pageByKey } from '../../cursor.js';
import type { Operation, OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { instanceIn } from './access.js';
import { missing } from './errors.js';
import { type Input, part, text } from './input.js';
import { poll } from './operations.js';
import { identityCenterState, type OperationRow } from './state.js';

/** How requests stand. */

const PAGE = 100;

type Kind = OperationRow['kind'];

/** How an injected fault wants it to end: `message`, and for a provisioning the `accounts` that fail. */
export function outcomeOf({ outcome }: OperationContext<World>): Pick<OperationRow, 'outcome'> {
  if (!outcome) return {};
  const { message = 'An unexpected internal service exception was encountered', accounts } = outcome;
  return {
    outcome: { message: String(message), ...(Array.isArray(accounts) ? { accounts: accounts.map(String) } : {}) },
  };
}

export function statusShape(row: OperationRow): Record<string, unknown> {
  const { principal, accounts, reason } = row;
  return {
    ...metadata(row),
    PermissionSetArn: row.setArn,
    TargetId: accounts[0],
    TargetType: 'AWS_ACCOUNT',
    ...(principal ? { PrincipalType: principal.type, PrincipalId: principal.id } : {}),
    ...(reason === undefined ? {} : { FailureReason: reason }),
  };
}

/** A provisioning of all accounts names none. */
export function provisioningShape(row: OperationRow): Record<string, unknown> {
  const { all, accounts, reason } = row;
  return {
    ...metadata(row),
    PermissionSetArn: row.setArn,
    ...(all === true ? {} : { AccountId: accounts[0] }),
    ...(reason === undefined ? {} : { FailureReason: reason }),
  };
}

const metadata = ({ status, id, startedAt }: OperationRow) => ({
  Status: status,
  RequestId: id,
  CreatedDate: new Date(startedAt),
});

function polled(input: Input, context: OperationContext<World>, operation: string, kind: Kind, idMember: string) {
  const { world } = context;
  instanceIn(input, context, operation);
  const id = text(input, idMember);
  const row = identityCenterState(world).operations[id];
  if (row?.kind !== kind) throw missing(`Could not find a request with id ${id}`);
  poll(world, id);
  return row;
}

function listed(input: Input, context: OperationContext<World>, operation: string, kind: Kind) {
  const { world } = context;
  instanceIn(input, context, operation);
  const status = part(input, 'Filter')?.['Status'];
  const rows = Object.values(identityCenterState(world).operations).filter(
    (row) => row.kind === kind && (status === undefined || row.status === status),
  );
  const paging = { world, input, list: `${operation} ${String(status ?? '')}`, largest: PAGE };
  const { items, ...next } = pageByKey(paging, rows, ({ id }) => id);
  return { items: items.map(metadata), next };
}

const DescribeAccountAssignmentCreationStatus: Operation<World> = (input, context) => {
  const operation = 'DescribeAccountAssignmentCreationStatus';
  const row = polled(input, context, operation, 'create', 'AccountAssignmentCreationRequestId');
  return { AccountAssignmentCreationStatus: statusShape(row) };
};

const DescribeAccountAssignmentDeletionStatus: Operation<World> = (input, context) => {
  const operation = 'DescribeAccountAssignmentDeletionStatus';
  const row = polled(input, context, operation, 'delete', 'AccountAssignmentDeletionRequestId');
  return { AccountAssignmentDeletionStatus: statusShape(row) };
};

const DescribePermissionSetProvisioningStatus: Operation<World> = (input, context) => {
  const operation = 'DescribePermissionSetProvisioningStatus';
  const row = polled(input, context, operation, 'provision', 'ProvisionPermissionSetRequestId');
  return { PermissionSetProvisioningStatus: provisioningShape(row) };
};

const ListAccountAssignmentCreationStatus: Operation<World> = (input, context) => {
  const { items, next } = listed(input, context, 'ListAccountAssignmentCreationStatus', 'create');
  return { AccountAssignmentsCreationStatus: items, ...next };
};

const ListAccountAssignmentDeletionStatus: Operation<World> = (input, context) => {
  const { items, next } = listed(input, context, 'ListAccountAssignmentDeletionStatus', 'delete');
  return { AccountAssignmentsDeletionStatus: items, ...next };
};

const ListPermissionSetProvisioningStatus: Operation<World> = (input, context) => {
  const { items, next } = listed(input, context, 'ListPermissionSetProvisioningStatus', 'provision');
  return { PermissionSetsProvisioningStatus: items, ...next };
};

export const statusOperations = {
  DescribeAccountAssignmentCreationStatus,
  DescribeAccountAssignmentDeletionStatus,
  DescribePermissionSetProvisioningStatus,
  ListAccountAssignmentCreationStatus,
  ListAccountAssignmentDeletionStatus,
  ListPermissionSetProvisioningStatus,
};
