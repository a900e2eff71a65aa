import type { SpecsByAddress } from '../../kind.js';
import type { Address, NodeName } from '../../model.js';

export type Principal = {
  readonly type: 'group' | 'user';
  /** Display name of a group, user name of a user; `deleted <id>` where the directory no longer knows it. */
  readonly name: string;
};

/** One grant: `assignment:group/payments-dev->Developer@account:payments-prod`. AWS has no others: it knows no units. */
export type PermissionAssignmentSpec = {
  readonly principal: Principal;
  readonly permissionSet: string;
  readonly account: NodeName;
};

export function assignmentAddress({ principal, permissionSet, account }: PermissionAssignmentSpec): Address {
  return `assignment:${principal.type}/${principal.name}->${permissionSet}@${account}`;
}

/** Accounts in which those of the assignments stand that match. */
export function assignedAccounts(
  specs: SpecsByAddress,
  matches: (assignment: PermissionAssignmentSpec) => boolean,
): NodeName[] {
  const assignments = [...specs.values()].flatMap(({ kind, spec }) =>
    kind === 'permission-assignment' ? [spec as PermissionAssignmentSpec] : [],
  );
  return [...new Set(assignments.filter(matches).map(({ account }) => account))];
}
