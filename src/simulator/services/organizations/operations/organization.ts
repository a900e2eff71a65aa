import { constraint, refuse } from '../faults.js';
import { addManagedPolicies } from '../managed-policies.js';
import { join, leave } from '../membership.js';
import { arnOf, newId, targetArn } from '../names.js';
import { begin } from '../pending.js';
import { DAY_MS, QUOTA } from '../quotas.js';
import type { AccountRecord, OrganizationRecord } from '../records.js';
import { anyone, management, member, type Session } from '../session.js';
import type { View } from '../store.js';

/** The organization itself, and leaving it. */

function organizationShape(view: View, organization: OrganizationRecord): Record<string, unknown> {
  const { managementAccountId, id, featureSet } = organization;
  return {
    Id: id,
    Arn: arnOf(view, 'organization'),
    FeatureSet: featureSet,
    MasterAccountArn: targetArn(view, managementAccountId),
    MasterAccountId: managementAccountId,
    MasterAccountEmail: view.get('accounts', managementAccountId)?.email ?? '',
    // Deprecated: AWS only ever shows service control policies here. ListRoots tells the truth.
    AvailablePolicyTypes: featureSet === 'ALL' ? [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] : [],
  };
}

const CreateOrganization = anyone((session, input) => {
  const featureSet = input.choice('FeatureSet', ['ALL', 'CONSOLIDATED_BILLING'] as const) ?? 'ALL';
  const { store, callerId, random } = session;
  if (store.get('organizations', 'current')) {
    throw refuse('AlreadyInOrganizationException', 'The AWS account is already a member of an organization.');
  }
  const organization = {
    id: newId(random, 'o-', 10),
    rootId: newId(random, 'r-', 4),
    managementAccountId: callerId,
    featureSet,
  };
  store.put('organizations', 'current', organization);
  if (featureSet === 'ALL') addManagedPolicies(store);
  join(store, foundingAccount(session), {});
  begin(session, { kind: 'finalize', subject: organization.id });
  return { Organization: organizationShape(store.current, organization) };
});

function foundingAccount({ store, callerId: id, now }: Session): AccountRecord {
  const known = store.get('accounts', id);
  const email = known?.email ?? `account-${id}@example.com`;
  return { id, name: known?.name ?? id, email, state: 'ACTIVE', joinedMethod: 'INVITED', joinedAt: now };
}

const DescribeOrganization = member(({ store, organization }) => ({
  Organization: organizationShape(store.current, organization),
}));

const DeleteOrganization = management(({ store, organization, callerId }) => {
  if (store.list('accounts').length > 1) {
    throw refuse('OrganizationNotEmptyException', 'The organization still has member accounts. Remove them first.');
  }
  const account = store.get('accounts', callerId);
  for (const table of ['units', 'policies', 'parents', 'lists', 'attachments', 'targets', 'tags'] as const) {
    for (const key of store.keys(table)) store.remove(table, key);
  }
  for (const table of ['names', 'policyTypes', 'trustedAccess', 'delegations', 'resourcePolicies'] as const) {
    for (const key of store.keys(table)) store.remove(table, key);
  }
  for (const key of store.keys('pending')) store.remove('pending', key);
  store.remove('organizations', 'current');
  if (account) store.put('accounts', organization.managementAccountId, account);
  return {};
});

const LeaveOrganization = member(({ store, callerId, isManagement, now }) => {
  if (isManagement) throw masterCannotLeave();
  const account = store.get('accounts', callerId);
  if (account) checkMayLeave(store.list(`services:${callerId}`).length > 0, account, now);
  if (account) leave(store, account);
  return {};
});

export function masterCannotLeave(): Error {
  return refuse('MasterCannotLeaveOrganizationException', 'The management account cannot leave its organization.');
}

export function checkMayLeave(isAdministrator: boolean, account: AccountRecord, now: number): void {
  if (isAdministrator) {
    throw constraint(
      'CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG',
      'The account is a delegated administrator. Deregister it before it leaves the organization.',
    );
  }
  const age = now - account.joinedAt;
  if (account.joinedMethod === 'CREATED' && age < QUOTA.daysBeforeLeaving * DAY_MS) {
    throw constraint(
      'WAIT_PERIOD_ACTIVE',
      `An account that was created here can leave ${QUOTA.daysBeforeLeaving} days after its creation at the earliest.`,
    );
  }
}

export const organizationOperations = {
  CreateOrganization,
  DescribeOrganization,
  DeleteOrganization,
  LeaveOrganization,
};
