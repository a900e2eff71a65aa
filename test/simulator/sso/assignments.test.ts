import { SSOAdmin } from '@aws-sdk/client-sso-admin';
import { identityLines } from '../../support/identity-text.js';
import { clientOf } from '../client.js';
import {
  accountsOf,
  assign,
  type Center,
  center,
  DATA,
  DEVELOPMENT,
  ended,
  grant,
  PAYMENTS,
  POLLS,
  refusalOf,
  SUSPENDED,
} from './support.js';

const assigned = async ({ sso, InstanceArn }: Center, PermissionSetArn: string, AccountId: string) =>
  (await sso.listAccountAssignments({ InstanceArn, PermissionSetArn, AccountId })).AccountAssignments?.map(
    ({ PrincipalId }) => PrincipalId,
  );

test('an assignment takes its time, and provisions the set', async () => {
  const made = await center(POLLS);
  const [group, set] = [await made.group('platform'), await made.set('Developer')];
  const { AccountAssignmentCreationStatus: begun } = await made.sso.createAccountAssignment(
    grant(made, set, group, PAYMENTS),
  );
  expect(begun).toMatchObject({
    Status: 'IN_PROGRESS',
    TargetId: PAYMENTS,
    PrincipalId: group,
    PrincipalType: 'GROUP',
  });
  expect(await assigned(made, set, PAYMENTS)).toEqual([]);
  expect(await ended(made, begun?.RequestId ?? '')).toMatchObject({ status: 'SUCCEEDED', polls: 3 });
  expect(await assigned(made, set, PAYMENTS)).toEqual([group]);
  expect(await accountsOf(made, set)).toEqual([PAYMENTS]);
  expect(await accountsOf(made, set, 'stale')).toEqual([]);
});

test('the same again is accepted and changes nothing', async () => {
  const made = await center();
  const [group, set] = [await made.group('platform'), await made.set('Developer')];
  await assign(made, set, group, PAYMENTS);
  expect(await assign(made, set, group, PAYMENTS)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await assigned(made, set, PAYMENTS)).toEqual([group]);
});

test('a deletion succeeds of what is not there, too; the last one takes the set out of the account', async () => {
  const made = await center();
  const { sso, InstanceArn } = made;
  const [one, two, set] = [await made.group('one'), await made.group('two'), await made.set('Developer')];
  await assign(made, set, one, PAYMENTS);
  await assign(made, set, two, PAYMENTS);
  for (const principal of [one, one, two]) {
    const { AccountAssignmentDeletionStatus: begun } = await sso.deleteAccountAssignment(
      grant(made, set, principal, PAYMENTS),
    );
    const { AccountAssignmentDeletionStatus: now } = await sso.describeAccountAssignmentDeletionStatus({
      InstanceArn,
      AccountAssignmentDeletionRequestId: begun?.RequestId,
    });
    expect(now?.Status).toBe('SUCCEEDED');
    expect(await accountsOf(made, set)).toEqual(principal === two ? [] : [PAYMENTS]);
  }
});

test('failures have a reason in words', async () => {
  const made = await center();
  const { sso, InstanceArn, simulator } = made;
  const [group, set] = [await made.group('platform'), await made.set('Developer')];
  expect(await assign(made, set, 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', PAYMENTS)).toMatchObject({
    status: 'FAILED',
    reason: expect.stringMatching(/404 status error: GROUP f81d4fae-\S+ not found/),
  });
  expect(await assign(made, set, group, SUSPENDED)).toMatchObject({
    status: 'FAILED',
    reason: expect.stringContaining(`The account ${SUSPENDED} is SUSPENDED`),
  });
  const outcome = { message: 'Received a 403 status error: Access denied by IAM.' };
  simulator.faults.add({ operation: 'sso:CreateAccountAssignment', outcome });
  expect(await assign(made, set, group, PAYMENTS)).toMatchObject({ status: 'FAILED', reason: outcome.message });
  expect(await assigned(made, set, PAYMENTS)).toEqual([]);
  expect(await refusalOf(sso.createAccountAssignment(grant(made, set, group, '999999999999')))).toMatch(
    /^ResourceNotFoundException/,
  );
  const { AccountAssignmentsCreationStatus: failed } = await sso.listAccountAssignmentCreationStatus({
    InstanceArn,
    Filter: { Status: 'FAILED' },
  });
  expect(failed).toHaveLength(3);
});

test('a customer managed policy has to be in the account', async () => {
  const seed = { identityCenter: { customerPolicies: { 'data-platform': ['/team/Extras'] } } };
  const made = await center({ seed });
  const { sso, InstanceArn } = made;
  const [group, set] = [await made.group('platform'), await made.set('Developer')];
  await sso.attachCustomerManagedPolicyReferenceToPermissionSet({
    InstanceArn,
    PermissionSetArn: set,
    CustomerManagedPolicyReference: { Name: 'Extras', Path: '/team/' },
  });
  expect(await assign(made, set, group, PAYMENTS)).toMatchObject({
    status: 'FAILED',
    reason: `Received a 404 status error: Not supported policy arn:aws:iam::${PAYMENTS}:policy/team/Extras.`,
  });
  expect(await assign(made, set, group, DATA)).toMatchObject({ status: 'SUCCEEDED' });
});

test('fifteen creations may be under way', async () => {
  const made = await center(POLLS);
  const group = await made.group('platform');
  const sets = await Promise.all(Array.from({ length: 16 }, (_, index) => made.set(`Set${index}`)));
  const begun: string[] = [];
  for (const set of sets.slice(0, 15)) {
    const { AccountAssignmentCreationStatus: status } = await made.sso.createAccountAssignment(
      grant(made, set, group, PAYMENTS),
    );
    begun.push(status?.RequestId ?? '');
  }
  const one = () => made.sso.createAccountAssignment(grant(made, sets[15] ?? '', group, PAYMENTS));
  expect(await refusalOf(one())).toBe(
    'ThrottlingException: There are too many requests processing. Please try again later.',
  );
  // One role of an account at a time: asking after the last asks after what it waits for.
  expect(await ended(made, begun[14] ?? '')).toMatchObject({ status: 'SUCCEEDED' });
  expect(await refusalOf(one())).toBe('none');
});

test('who changes the same set in the same account has to wait, and gets there by trying', async () => {
  const made = await center(POLLS);
  const [one, two, set] = [await made.group('one'), await made.group('two'), await made.set('Developer')];
  await made.sso.createAccountAssignment(grant(made, set, one, PAYMENTS));
  const again = () => refusalOf(made.sso.createAccountAssignment(grant(made, set, two, PAYMENTS)));
  expect(await again()).toBe('ConflictException: There is a conflicting operation in process.');
  expect(await refusalOf(made.sso.createAccountAssignment(grant(made, set, two, DATA)))).toBe('none');
  expect(await again()).toMatch(/^ConflictException/);
  expect(await again()).toBe('none');
});

test('in one account, assignments take 45 seconds one after the other; in two, at once', async () => {
  const made = await center({ pace: { kind: 'time', ms: 1 }, durations: 'observed' });
  const group = await made.group('platform');
  const [one, two] = [await made.set('One'), await made.set('Two')];
  const startedAt = made.clock.now();
  const wanted = [
    [one, PAYMENTS],
    [two, PAYMENTS],
    [one, DATA],
  ] as const;
  const ids = await Promise.all(
    wanted.map(async ([set, account]) => {
      const answer = await made.sso.createAccountAssignment(grant(made, set, group, account));
      return answer.AccountAssignmentCreationStatus?.RequestId ?? '';
    }),
  );
  const statusAt = async (seconds: number) => {
    await made.clock.sleep(startedAt + seconds * 1_000 - made.clock.now());
    const found = await Promise.all(
      ids.map((AccountAssignmentCreationRequestId) =>
        made.sso.describeAccountAssignmentCreationStatus({
          InstanceArn: made.InstanceArn,
          AccountAssignmentCreationRequestId,
        }),
      ),
    );
    return found.map(({ AccountAssignmentCreationStatus: now }) => now?.Status);
  };
  expect(await statusAt(44)).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS']);
  expect(await statusAt(46)).toEqual(['SUCCEEDED', 'IN_PROGRESS', 'SUCCEEDED']);
  expect(await statusAt(91)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
});

test('what a user gets through groups is listed under the groups', async () => {
  const seed = {
    identityCenter: {
      users: ['mia'],
      groups: { platform: { members: ['mia'] } },
      permissionSets: { Developer: {}, Incident: {} },
      assignments: [
        { group: 'platform', permissionSet: 'Developer', accounts: ['payments-prod', 'payments-dev'] },
        { user: 'mia', permissionSet: 'Incident', accounts: ['payments-prod'] },
      ],
    },
  };
  const { sso, store, InstanceArn, IdentityStoreId } = await center({ seed });
  const { UserId = '' } = await store.getUserId({
    IdentityStoreId,
    AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue: 'mia' } },
  });
  const of = async (AccountId?: string) => {
    const { AccountAssignments } = await sso.listAccountAssignmentsForPrincipal({
      InstanceArn,
      PrincipalId: UserId,
      PrincipalType: 'USER',
      ...(AccountId && { Filter: { AccountId } }),
    });
    return AccountAssignments?.map(({ AccountId: account, PrincipalType }) => `${account} ${PrincipalType}`).sort();
  };
  expect(await of()).toEqual([`${PAYMENTS} GROUP`, `${PAYMENTS} USER`, `${DEVELOPMENT} GROUP`]);
  expect(await of(DEVELOPMENT)).toEqual([`${DEVELOPMENT} GROUP`]);
});

test('a group that is deleted leaves its assignments to nobody', async () => {
  const made = await center();
  const [group, set] = [await made.group('platform'), await made.set('Developer')];
  await assign(made, set, group, PAYMENTS);
  await made.store.deleteGroup({ IdentityStoreId: made.IdentityStoreId, GroupId: group });
  expect(await assigned(made, set, PAYMENTS)).toEqual([group]);
  expect(identityLines(made.simulator)).toContain('assignment group/deleted -> Developer @ payments-prod');
});

test('an account that leaves the organization is let in nowhere', async () => {
  const made = await center();
  const [group, set] = [await made.group('platform'), await made.set('Developer')];
  const legacy = '300000000005';
  await assign(made, set, group, legacy);
  await made.organizations.removeAccountFromOrganization({ AccountId: legacy });
  expect(await accountsOf(made, set)).toEqual([]);
});

test('lists lag behind what has ended', async () => {
  const made = await center({ lagMs: 2_000 });
  const [group, set] = [await made.group('platform'), await made.set('Developer')];
  await assign(made, set, group, PAYMENTS);
  expect([await assigned(made, set, PAYMENTS), await accountsOf(made, set)]).toEqual([[], []]);
  await made.clock.sleep(2_000);
  expect([await assigned(made, set, PAYMENTS), await accountsOf(made, set)]).toEqual([[group], [PAYMENTS]]);
  await made.sso.deleteAccountAssignment(grant(made, set, group, PAYMENTS));
  expect([await assigned(made, set, PAYMENTS), await accountsOf(made, set)]).toEqual([[group], [PAYMENTS]]);
  await made.clock.sleep(2_000);
  expect([await assigned(made, set, PAYMENTS), await accountsOf(made, set)]).toEqual([[], []]);
});

test('all APIs together are called twenty times a second', async () => {
  const made = await center({ rates: { speed: 1 } });
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      refusalOf(
        index % 2 === 0
          ? made.sso.listPermissionSets({ InstanceArn: made.InstanceArn })
          : made.sso.describeInstance({ InstanceArn: made.InstanceArn }),
      ),
    ),
  );
  // One call went to finding the instance.
  expect(outcomes.filter((outcome) => outcome === 'none')).toHaveLength(19);
  expect(outcomes.filter((outcome) => outcome.startsWith('ThrottlingException'))).toHaveLength(11);
});

test('in another Region there is no such instance', async () => {
  const { simulator, InstanceArn } = await center();
  const elsewhere = new SSOAdmin(clientOf(simulator, 'us-east-1'));
  expect((await elsewhere.listInstances({})).Instances).toEqual([]);
  expect(await refusalOf(elsewhere.listPermissionSets({ InstanceArn }))).toMatch(/^ResourceNotFoundException/);
});
