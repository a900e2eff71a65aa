import { Identitystore } from '@aws-sdk/client-identitystore';
import { Organizations } from '@aws-sdk/client-organizations';
import { SSOAdmin } from '@aws-sdk/client-sso-admin';
import { VirtualClock } from '../../../src/clock.js';
import { createSimulator, kind, type Simulator, type SimulatorOptions } from '../../../src/simulator/index.js';
import { clientOf } from '../client.js';

export const HOME = 'ap-northeast-1';
export const MANAGEMENT = '123456789012';
export const LOG_ARCHIVE = '200000000001';
export const AUDIT = '200000000002';
export const PAYMENTS = '300000000001';
export const DEVELOPMENT = '300000000002';
export const DATA = '300000000003';
export const SUSPENDED = '300000000006';

/** What was asked for ends when it was asked after twice. */
export const POLLS: SimulatorOptions = { pace: { kind: 'polls', polls: 2 } };

export interface Center {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  readonly sso: SSOAdmin;
  readonly store: Identitystore;
  readonly organizations: Organizations;
  readonly InstanceArn: string;
  readonly IdentityStoreId: string;
  group(name: string): Promise<string>;
  set(name: string): Promise<string>;
}

/** Identity Center of the default organization, on virtual time; everything at once unless told otherwise. */
export async function center(options: SimulatorOptions = {}): Promise<Center> {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...kind, clock, ...options });
  const sso = new SSOAdmin(clientOf(simulator, HOME));
  const store = new Identitystore(clientOf(simulator, HOME));
  const organizations = new Organizations(clientOf(simulator));
  const { Instances } = await sso.listInstances({});
  const { InstanceArn = '', IdentityStoreId = '' } = Instances?.[0] ?? {};
  return {
    simulator,
    clock,
    sso,
    store,
    organizations,
    InstanceArn,
    IdentityStoreId,
    group: async (DisplayName) => (await store.createGroup({ IdentityStoreId, DisplayName })).GroupId ?? '',
    set: async (Name) => (await sso.createPermissionSet({ InstanceArn, Name })).PermissionSet?.PermissionSetArn ?? '',
  };
}

/** What every call that assigns a group takes. */
export const grant = ({ InstanceArn }: Center, PermissionSetArn: string, PrincipalId: string, TargetId: string) =>
  ({
    InstanceArn,
    PermissionSetArn,
    PrincipalId,
    PrincipalType: 'GROUP',
    TargetId,
    TargetType: 'AWS_ACCOUNT',
  }) as const;

/** Assigns, and answers how it ended. */
export async function assign(on: Center, set: string, principal: string, account: string) {
  const { AccountAssignmentCreationStatus: begun } = await on.sso.createAccountAssignment(
    grant(on, set, principal, account),
  );
  return ended(on, begun?.RequestId ?? '');
}

/** Polls until the creation is over. */
export async function ended({ sso, InstanceArn }: Center, AccountAssignmentCreationRequestId: string) {
  for (let polls = 1; ; polls += 1) {
    const { AccountAssignmentCreationStatus: now } = await sso.describeAccountAssignmentCreationStatus({
      InstanceArn,
      AccountAssignmentCreationRequestId,
    });
    if (now?.Status !== 'IN_PROGRESS') return { status: now?.Status, reason: now?.FailureReason, polls };
    if (polls > 100) throw new Error('the creation does not end');
  }
}

/** Accounts that have the set: all, or those that have it as it was. */
export async function accountsOf({ sso, InstanceArn }: Center, PermissionSetArn: string, which?: 'stale') {
  const { AccountIds } = await sso.listAccountsForProvisionedPermissionSet({
    InstanceArn,
    PermissionSetArn,
    ...(which && { ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' }),
  });
  return AccountIds;
}

/** `ConflictException: text`; `none` when there was no error. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}
