import { IAM } from '@aws-sdk/client-iam';
import { AUDIT, house, PAYMENTS } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';
import { rootHouse } from '../root-sessions.js';

test('users with and without a password', async () => {
  const { simulator, enter } = house({ pageSize: 1 });
  const iam = new IAM(clientOf(simulator, 'us-east-1', await enter(PAYMENTS)));
  expect((await iam.createUser({ UserName: 'deploy', Path: '/ci/' })).User).toMatchObject({
    UserId: expect.stringMatching(/^AIDA[A-Z0-9]{16}$/),
    Arn: `arn:aws:iam::${PAYMENTS}:user/ci/deploy`,
  });
  expect(await errorOf(iam.createUser({ UserName: 'deploy' }))).toBe('EntityAlreadyExistsException');
  expect(await errorOf(iam.createUser({ UserName: 'not a name' }))).toBe('ValidationError');
  await iam.createUser({ UserName: 'anna' });
  expect(await errorOf(iam.getLoginProfile({ UserName: 'anna' }))).toBe('NoSuchEntityException');
  expect(await errorOf(iam.createLoginProfile({ UserName: 'anna' }))).toBe('ValidationError');
  await iam.createLoginProfile({ UserName: 'anna', Password: 'Sandbox-only-1', PasswordResetRequired: true });
  expect((await iam.getLoginProfile({ UserName: 'anna' })).LoginProfile?.PasswordResetRequired).toBe(true);
  expect(await errorOf(iam.deleteUser({ UserName: 'anna' }))).toBe('DeleteConflictException');
  const first = await iam.listUsers({});
  const second = await iam.listUsers({ Marker: first.Marker });
  expect([first, second].flatMap(({ Users = [] }) => Users.map(({ UserName }) => UserName))).toEqual([
    'anna',
    'deploy',
  ]);
  expect((await iam.getAccountSummary({})).SummaryMap).toMatchObject({ Users: 2, UsersQuota: 5_000 });
  await iam.deleteLoginProfile({ UserName: 'anna' });
  await iam.deleteUser({ UserName: 'anna' });
  expect(await errorOf(iam.getUser({ UserName: 'anna' }))).toBe('NoSuchEntityException');
  const elsewhere = new IAM(clientOf(simulator, 'us-east-1', await enter(AUDIT)));
  expect((await elsewhere.listUsers({})).Users).toEqual([]);
});

test('as a seed has them, with the day they last signed in', async () => {
  const anna = { name: 'anna', password: true, passwordUsedDaysAgo: 12, accessKeys: [{ lastUsedDaysAgo: 1 }] };
  const { simulator, clock, enter } = house({ seed: { iamUsers: { 'payments-prod': [anna, { name: 'robot' }] } } });
  const iam = new IAM(clientOf(simulator, 'us-east-1', await enter(PAYMENTS)));
  const { Users = [] } = await iam.listUsers({});
  expect(Users.map(({ UserName, PasswordLastUsed }) => [UserName, PasswordLastUsed?.getTime()])).toEqual([
    ['anna', clock.now() - 12 * 86_400_000],
    ['robot', undefined],
  ]);
  const { AccessKeyMetadata: [key] = [] } = await iam.listAccessKeys({ UserName: 'anna' });
  expect((await iam.getAccessKeyLastUsed({ AccessKeyId: key?.AccessKeyId })).UserName).toBe('anna');
  expect(await errorOf(iam.getLoginProfile({ UserName: 'robot' }))).toBe('NoSuchEntityException');
});

test('a root session is about the root user alone', async () => {
  const { simulator, enter, asRoot } = await rootHouse();
  await new IAM(clientOf(simulator, 'us-east-1', await enter(PAYMENTS))).createUser({ UserName: 'anna' });
  const root = new IAM(clientOf(simulator, 'us-east-1', await asRoot(PAYMENTS, 'IAMDeleteRootUserCredentials')));
  expect(await errorOf(root.listAccessKeys({ UserName: 'anna' }))).toBe('AccessDenied');
});
