import {
  accountsOf,
  assign,
  type Center,
  center,
  DATA,
  DEVELOPMENT,
  grant,
  PAYMENTS,
  POLLS,
  refusalOf,
} from './support.js';

const ACCOUNTS = [PAYMENTS, DEVELOPMENT, DATA];

/** A set that three accounts have. */
async function spread(on: Center, name = 'Developer'): Promise<string> {
  const [group, set] = [await on.group(`${name}s`), await on.set(name)];
  for (const account of ACCOUNTS) await assign(on, set, group, account);
  return set;
}

const edit = ({ sso, InstanceArn }: Center, PermissionSetArn: string) =>
  sso.updatePermissionSet({ InstanceArn, PermissionSetArn, SessionDuration: 'PT2H' });

const begin = async ({ sso, InstanceArn }: Center, PermissionSetArn: string, TargetId?: string): Promise<string> => {
  const { PermissionSetProvisioningStatus: begun } = await sso.provisionPermissionSet({
    InstanceArn,
    PermissionSetArn,
    ...(TargetId ? { TargetType: 'AWS_ACCOUNT', TargetId } : { TargetType: 'ALL_PROVISIONED_ACCOUNTS' }),
  });
  return begun?.RequestId ?? '';
};

async function ended({ sso, InstanceArn }: Center, ProvisionPermissionSetRequestId: string) {
  for (let polls = 1; polls < 20; polls += 1) {
    const { PermissionSetProvisioningStatus: now } = await sso.describePermissionSetProvisioningStatus({
      InstanceArn,
      ProvisionPermissionSetRequestId,
    });
    if (now?.Status !== 'IN_PROGRESS')
      return { status: now?.Status, reason: now?.FailureReason, account: now?.AccountId };
  }
  throw new Error('the provisioning does not end');
}

test('an edit reaches accounts when the set is provisioned again, and is told until then', async () => {
  const made = await center(POLLS);
  const { sso, InstanceArn } = made;
  const set = await spread(made);
  await edit(made, set);
  expect(await accountsOf(made, set, 'stale')).toEqual(ACCOUNTS);
  const ofAccount = await sso.listPermissionSetsProvisionedToAccount({
    InstanceArn,
    AccountId: PAYMENTS,
    ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED',
  });
  expect(ofAccount.PermissionSets).toEqual([set]);
  expect(await ended(made, await begin(made, set, DATA))).toEqual({ status: 'SUCCEEDED', account: DATA });
  expect(await accountsOf(made, set, 'stale')).toEqual([PAYMENTS, DEVELOPMENT]);
  expect(await ended(made, await begin(made, set))).toEqual({ status: 'SUCCEEDED' });
  expect(await accountsOf(made, set, 'stale')).toEqual([]);
});

test.each([
  ['UpdatePermissionSet', { Description: 'new' }],
  ['PutInlinePolicyToPermissionSet', { InlinePolicy: '{"Version":"2012-10-17","Statement":[]}' }],
  ['AttachManagedPolicyToPermissionSet', { ManagedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
  [
    'PutPermissionsBoundaryToPermissionSet',
    { PermissionsBoundary: { ManagedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
  ],
])('%s makes accounts stale', async (operation, given) => {
  const made = await center();
  const set = await spread(made);
  const method = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}` as 'updatePermissionSet';
  await made.sso[method]({ InstanceArn: made.InstanceArn, PermissionSetArn: set, ...given });
  expect(await accountsOf(made, set, 'stale')).toEqual(ACCOUNTS);
});

test('one account that fails fails the whole, and stays as it was', async () => {
  const made = await center();
  const set = await spread(made);
  await edit(made, set);
  const message = 'Received a 403 status error: Access denied by IAM.';
  made.simulator.faults.add({ operation: 'sso:ProvisionPermissionSet', outcome: { message, accounts: [DATA] } });
  expect(await ended(made, await begin(made, set))).toEqual({ status: 'FAILED', reason: message });
  expect(await accountsOf(made, set, 'stale')).toEqual([DATA]);
});

test('a customer managed policy that is missing somewhere fails it there', async () => {
  const seed = { identityCenter: { customerPolicies: { 'payments-prod': ['Extras'], 'payments-dev': ['Extras'] } } };
  const made = await center({ seed });
  const set = await spread(made);
  await made.sso.attachCustomerManagedPolicyReferenceToPermissionSet({
    InstanceArn: made.InstanceArn,
    PermissionSetArn: set,
    CustomerManagedPolicyReference: { Name: 'Extras' },
  });
  expect(await ended(made, await begin(made, set))).toMatchObject({
    status: 'FAILED',
    reason: expect.stringContaining(`arn:aws:iam::${DATA}:policy/Extras`),
  });
  expect(await accountsOf(made, set, 'stale')).toEqual([DATA]);
});

test('nothing to provision: all of no accounts succeeds, one that has not the set fails', async () => {
  const made = await center();
  const set = await made.set('Developer');
  expect(await ended(made, await begin(made, set))).toEqual({ status: 'SUCCEEDED' });
  expect(await ended(made, await begin(made, set, PAYMENTS))).toMatchObject({
    status: 'FAILED',
    reason: 'Received a 404 status error: Assignment not found.',
  });
  expect(
    await refusalOf(
      made.sso.provisionPermissionSet({
        InstanceArn: made.InstanceArn,
        PermissionSetArn: set,
        TargetType: 'AWS_ACCOUNT',
      }),
    ),
  ).toMatch(/^ValidationException/);
});

test('three at once; a set that is on its way is neither edited nor assigned there', async () => {
  const made = await center(POLLS);
  const sets = [];
  for (const name of ['One', 'Two', 'Three', 'Four']) sets.push(await spread(made, name));
  const [one = '', two = '', three = '', four = ''] = sets;
  const id = await begin(made, one);
  await begin(made, two);
  await begin(made, three);
  expect(await refusalOf(begin(made, four))).toMatch(/^ThrottlingException: There are too many requests processing/);
  expect(await refusalOf(edit(made, one))).toMatch(/^ConflictException: There is a conflicting operation/);
  const group = await made.group('more');
  expect(await refusalOf(made.sso.createAccountAssignment(grant(made, two, group, DATA)))).toMatch(
    /^ConflictException/,
  );
  expect(await ended(made, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await refusalOf(edit(made, one))).toBe('none');
  expect(await refusalOf(begin(made, four))).toBe('none');
});

test('an assignment brings the account up to date', async () => {
  const made = await center();
  const set = await spread(made);
  await edit(made, set);
  await assign(made, set, await made.group('more'), DATA);
  expect(await accountsOf(made, set, 'stale')).toEqual([PAYMENTS, DEVELOPMENT]);
});

test('with observed durations, three accounts are worked on at a time, twenty seconds each', async () => {
  const made = await center({ pace: { kind: 'time', ms: 0 }, durations: 'observed' });
  const [group, set] = [await made.group('all'), await made.set('Developer')];
  for (const account of [...ACCOUNTS, '300000000004'])
    await made.sso.createAccountAssignment(grant(made, set, group, account));
  await made.clock.sleep(60_000);
  const id = await begin(made, set);
  const status = async () =>
    (
      await made.sso.describePermissionSetProvisioningStatus({
        InstanceArn: made.InstanceArn,
        ProvisionPermissionSetRequestId: id,
      })
    ).PermissionSetProvisioningStatus?.Status;
  await made.clock.sleep(39_000);
  expect(await status()).toBe('IN_PROGRESS');
  await made.clock.sleep(1_000);
  expect(await status()).toBe('SUCCEEDED');
});

test('the stale marker lags as lists do', async () => {
  const made = await center({ lagMs: 2_000 });
  const set = await spread(made);
  await made.clock.sleep(2_000);
  await edit(made, set);
  expect(await accountsOf(made, set, 'stale')).toEqual([]);
  await made.clock.sleep(2_000);
  expect(await accountsOf(made, set, 'stale')).toEqual(ACCOUNTS);
  await begin(made, set);
  expect(await accountsOf(made, set, 'stale')).toEqual(ACCOUNTS);
  await made.clock.sleep(2_000);
  expect(await accountsOf(made, set, 'stale')).toEqual([]);
});
