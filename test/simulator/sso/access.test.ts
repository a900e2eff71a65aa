import { IAM } from '@aws-sdk/client-iam';
import { Identitystore } from '@aws-sdk/client-identitystore';
import { SSOAdmin } from '@aws-sdk/client-sso-admin';
import { STS } from '@aws-sdk/client-sts';
import { createSimulator } from '../../../src/simulator/index.js';
import { reservedRolesIn } from '../../../src/simulator/services/sso/for-services.js';
import { type Credentials, clientOf } from '../client.js';
import { AUDIT, assign, type Center, center, DATA, grant, HOME, MANAGEMENT, PAYMENTS, refusalOf } from './support.js';

const enter = async ({ simulator }: Center, account: string): Promise<Credentials> => {
  const { Credentials: given } = await new STS(clientOf(simulator)).assumeRole({
    RoleArn: `arn:aws:iam::${account}:role/AWSControlTowerExecution`,
    RoleSessionName: 'somebody',
  });
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
};

const as = async (on: Center, account: string): Promise<SSOAdmin> =>
  new SSOAdmin(clientOf(on.simulator, HOME, await enter(on, account)));

async function delegated(): Promise<{ made: Center; sso: SSOAdmin }> {
  const made = await center();
  await made.organizations.registerDelegatedAdministrator({ AccountId: AUDIT, ServicePrincipal: 'sso.amazonaws.com' });
  return { made, sso: await as(made, AUDIT) };
}

test('a member sees no instance, and may do nothing in the organization’s', async () => {
  const made = await center();
  const sso = await as(made, PAYMENTS);
  expect((await sso.listInstances({})).Instances).toEqual([]);
  expect(await refusalOf(sso.listPermissionSets({ InstanceArn: made.InstanceArn }))).toMatch(
    /^AccessDeniedException: User: arn:aws:sts::300000000001:assumed-role\/\S+ is not authorized to perform: sso:ListPermissionSets/,
  );
  const store = new Identitystore(clientOf(made.simulator, HOME, await enter(made, PAYMENTS)));
  expect(await refusalOf(store.listGroups({ IdentityStoreId: made.IdentityStoreId }))).toMatch(
    /^AccessDeniedException/,
  );
});

test('the delegated administrator manages members, and nothing that is in the management account', async () => {
  const { made, sso } = await delegated();
  const { InstanceArn } = made;
  const [group, shared, own] = [await made.group('platform'), await made.set('Shared'), await made.set('Own')];
  await assign(made, shared, group, MANAGEMENT);
  expect((await sso.listInstances({})).Instances?.[0]).toMatchObject({ InstanceArn, OwnerAccountId: MANAGEMENT });
  expect(await refusalOf(sso.createAccountAssignment(grant(made, own, group, PAYMENTS)))).toBe('none');
  await sso.updatePermissionSet({ InstanceArn, PermissionSetArn: own, Description: 'changed' });
  const denied =
    /^AccessDeniedException: User: \S+ is not authorized to perform: sso:\w+ on resource: arn:aws:sso:::permissionSet/;
  const attempts = [
    sso.createAccountAssignment(grant(made, own, group, MANAGEMENT)),
    sso.createAccountAssignment(grant(made, shared, group, DATA)),
    sso.deleteAccountAssignment(grant(made, shared, group, MANAGEMENT)),
    sso.updatePermissionSet({ InstanceArn, PermissionSetArn: shared, Description: 'changed' }),
    sso.provisionPermissionSet({ InstanceArn, PermissionSetArn: shared, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }),
    sso.deletePermissionSet({ InstanceArn, PermissionSetArn: shared }),
  ];
  for (const outcome of await Promise.all(attempts.map(refusalOf))) expect(outcome).toMatch(denied);
  await sso.describePermissionSet({ InstanceArn, PermissionSetArn: shared });
});

test('assignments of a principal are listed for the management account alone', async () => {
  const { made, sso } = await delegated();
  const asked = {
    InstanceArn: made.InstanceArn,
    PrincipalId: await made.group('platform'),
    PrincipalType: 'GROUP',
  } as const;
  expect(await refusalOf(sso.listAccountAssignmentsForPrincipal(asked))).toMatch(/^AccessDeniedException/);
  expect(await refusalOf(made.sso.listAccountAssignmentsForPrincipal(asked))).toBe('none');
});

test('a set in an account is a role there', async () => {
  const made = await center();
  const [group, set] = [await made.group('platform'), await made.set('Developer')];
  await assign(made, set, group, PAYMENTS);
  expect(reservedRolesIn(made.simulator.world, PAYMENTS)).toMatchObject([
    {
      name: expect.stringMatching(/^AWSReservedSSO_Developer_[0-9a-f]{16}$/),
      path: `/aws-reserved/sso.amazonaws.com/${HOME}/`,
      permissionSet: { name: 'Developer' },
    },
  ]);
  const iam = new IAM(clientOf(made.simulator, 'us-east-1', await enter(made, PAYMENTS)));
  const { Roles } = await iam.listRoles({ PathPrefix: '/aws-reserved/' });
  expect(Roles?.map(({ RoleName }) => RoleName)).toEqual(
    reservedRolesIn(made.simulator.world, PAYMENTS).map(({ name }) => name),
  );
  await made.sso.deleteAccountAssignment(grant(made, set, group, PAYMENTS));
  expect(reservedRolesIn(made.simulator.world, PAYMENTS)).toEqual([]);
});

test('a seed that is wrong says everything that is', () => {
  expect(() =>
    createSimulator({ seed: { identityCenter: { sets: {}, assignments: [{ permissionSet: 'A' }] } } }),
  ).toThrow(/identityCenter\.assignments\.0\.accounts: .*identityCenter: Unrecognized key: "sets"/);
  const assignments = [{ group: 'nobody', permissionSet: 'Nothing', accounts: ['nowhere'] }];
  expect(() => createSimulator({ seed: { identityCenter: { assignments } } })).toThrow(
    /no permission set Nothing; .*no group nobody; .*no account named nowhere/,
  );
});

test('all of it survives being saved and loaded', async () => {
  const made = await center();
  const [group, set] = [await made.group('platform'), await made.set('Developer')];
  await assign(made, set, group, PAYMENTS);
  const other = await center({ seed: 'none' });
  other.simulator.loadState(made.simulator.saveState());
  const { AccountAssignments } = await other.sso.listAccountAssignments({
    InstanceArn: made.InstanceArn,
    PermissionSetArn: set,
    AccountId: PAYMENTS,
  });
  expect(AccountAssignments).toHaveLength(1);
});
