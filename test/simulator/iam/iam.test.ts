import { IAM } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import { controlTowerState } from '../../../src/simulator/services/controltower/state.js';
import { aliasOf, roleExists } from '../../../src/simulator/services/iam/for-services.js';
import { AUDIT, denyOn, type House, house, LEGACY, MANAGEMENT, PAYMENTS } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';

const iamIn = async ({ simulator, enter }: House, account: string, role?: string): Promise<IAM> =>
  new IAM(clientOf(simulator, 'us-east-1', await enter(account, role)));

describe('alias', () => {
  test('one an account, the new in the place of the old', async () => {
    const made = house();
    const iam = await iamIn(made, PAYMENTS);
    expect((await iam.listAccountAliases({})).AccountAliases).toEqual([]);
    await iam.createAccountAlias({ AccountAlias: 'acme-payments' });
    await iam.createAccountAlias({ AccountAlias: 'acme-payments-prod' });
    expect(await iam.listAccountAliases({})).toMatchObject({
      AccountAliases: ['acme-payments-prod'],
      IsTruncated: false,
    });
    expect(aliasOf(made.simulator.world, PAYMENTS)).toBe('acme-payments-prod');
    expect((await new IAM(clientOf(made.simulator)).listAccountAliases({})).AccountAliases).toEqual([]);
    expect(await errorOf(iam.deleteAccountAlias({ AccountAlias: 'acme-payments' }))).toBe('NoSuchEntityException');
    await iam.deleteAccountAlias({ AccountAlias: 'acme-payments-prod' });
    expect((await iam.listAccountAliases({})).AccountAliases).toEqual([]);
  });

  test('unique over all accounts', async () => {
    const made = house();
    await (await iamIn(made, PAYMENTS)).createAccountAlias({ AccountAlias: 'acme' });
    const other = await iamIn(made, AUDIT);
    await expect(other.createAccountAlias({ AccountAlias: 'acme' })).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      $metadata: { httpStatusCode: 409 },
    });
    expect(aliasOf(made.simulator.world, AUDIT)).toBeUndefined();
  });

  test.each(['ab', 'Acme', '-acme', 'acme-', 'ac--me', 'a.b.c', 'x'.repeat(64)])('%s is none', async (AccountAlias) => {
    const iam = new IAM(clientOf(house().simulator));
    expect(await errorOf(iam.createAccountAlias({ AccountAlias }))).toBe('ValidationError');
  });

  test('a service control policy can forbid it', async () => {
    const made = house();
    await denyOn(made, PAYMENTS, ['iam:CreateAccountAlias'], 'AWSControlTowerExecution');
    const denied = await iamIn(made, PAYMENTS, 'OrganizationAccountAccessRole');
    expect(await errorOf(denied.createAccountAlias({ AccountAlias: 'acme' }))).toBe('AccessDenied');
    await (await iamIn(made, PAYMENTS)).createAccountAlias({ AccountAlias: 'acme' });
  });
});

describe('roles', () => {
  const namesIn = async (iam: IAM): Promise<string[]> => {
    const found: string[] = [];
    for (let Marker: string | undefined, first = true; first || Marker; first = false) {
      const page = await iam.listRoles({ Marker });
      found.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName ?? ''));
      Marker = page.Marker;
    }
    return found;
  };

  test('of a member and of the management account, over pages', async () => {
    const made = house({ pageSize: 1 });
    expect(await namesIn(await iamIn(made, PAYMENTS))).toEqual([
      'AWSControlTowerExecution',
      'AWSServiceRoleForOrganizations',
      'OrganizationAccountAccessRole',
    ]);
    const inManagement = await namesIn(new IAM(clientOf(made.simulator)));
    expect(inManagement.filter((name) => !name.startsWith('AWSReservedSSO_'))).toEqual([
      'AWSControlTowerAdmin',
      'AWSControlTowerCloudTrailRole',
      'AWSControlTowerStackSetRole',
      'AWSServiceRoleForOrganizations',
    ]);
    expect(roleExists(made.simulator.world, LEGACY, 'AWSControlTowerExecution')).toBe(false);
  });

  test('one of them, with whom it trusts', async () => {
    const made = house();
    const { Role } = await (await iamIn(made, PAYMENTS)).getRole({ RoleName: 'AWSControlTowerExecution' });
    expect(Role).toMatchObject({
      Path: '/',
      Arn: `arn:aws:iam::${PAYMENTS}:role/AWSControlTowerExecution`,
      MaxSessionDuration: 3_600,
    });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain(`arn:aws:iam::${MANAGEMENT}:root`);
    const none = new IAM(clientOf(made.simulator)).getRole({ RoleName: 'AWSControlTowerExecution' });
    await expect(none).rejects.toMatchObject({ name: 'NoSuchEntityException', $metadata: { httpStatusCode: 404 } });
  });

  test('those of permission sets, which IAM keeps from being changed', async () => {
    const { simulator } = house();
    const iam = new IAM(clientOf(simulator));
    const { Roles = [] } = await iam.listRoles({ PathPrefix: '/aws-reserved/sso.amazonaws.com/' });
    const RoleName = Roles.map((role) => role.RoleName ?? '').find((name) => name.includes('AWSReadOnlyAccess'));
    const { Role } = await iam.getRole({ RoleName });
    expect(Role).toMatchObject({ Path: '/aws-reserved/sso.amazonaws.com/ap-northeast-1/', MaxSessionDuration: 43_200 });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain('sts:AssumeRoleWithSAML');
    const assume = new STS(clientOf(simulator)).assumeRole({ RoleArn: Role?.Arn, RoleSessionName: 'me' });
    expect(await errorOf(assume)).toBe('AccessDenied');
    expect(await errorOf(iam.deleteRole({ RoleName }))).toBe('UnmodifiableEntityException');
  });

  test('moved out of its unit an account keeps the role; no longer enrolled it has none', async () => {
    const made = house();
    const { organizations, simulator } = made;
    const { Parents } = await organizations.listParents({ ChildId: PAYMENTS });
    await organizations.moveAccount({
      AccountId: PAYMENTS,
      SourceParentId: Parents?.[0]?.Id,
      DestinationParentId: 'r-ex01',
    });
    expect(roleExists(simulator.world, PAYMENTS, 'AWSControlTowerExecution')).toBe(true);
    const { enabledBaselines } = controlTowerState(simulator.world);
    for (const row of Object.values(enabledBaselines)) if (row.targetId === PAYMENTS) delete enabledBaselines[row.arn];
    expect(roleExists(simulator.world, PAYMENTS, 'AWSControlTowerExecution')).toBe(false);
  });

  test('a policy that names a role denies that one, and no other', async () => {
    const made = house();
    const iam = await iamIn(made, PAYMENTS);
    const Content = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Deny', Action: 'iam:DeleteRole', Resource: 'arn:aws:iam::*:role/OrganizationAccountAccessRole' },
      ],
    });
    const { Policy } = await made.organizations.createPolicy({
      Name: 'keep-the-role',
      Description: '',
      Type: 'SERVICE_CONTROL_POLICY',
      Content,
    });
    await made.organizations.attachPolicy({ PolicyId: Policy?.PolicySummary?.Id ?? '', TargetId: PAYMENTS });
    await expect(iam.deleteRole({ RoleName: 'OrganizationAccountAccessRole' })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /on resource: arn:aws:iam::\d{12}:role\/OrganizationAccountAccessRole with an explicit deny/,
      ),
    });
    expect(await errorOf(iam.deleteRole({ RoleName: 'another' }))).toBe('NoSuchEntityException');
  });

  test('deleted by somebody in the account it is gone; one that is linked to a service cannot be', async () => {
    const made = house();
    await made.clock.sleep(1);
    const iam = await iamIn(made, PAYMENTS);
    await iam.deleteRole({ RoleName: 'OrganizationAccountAccessRole' });
    expect(await errorOf(iam.deleteRole({ RoleName: 'OrganizationAccountAccessRole' }))).toBe('NoSuchEntityException');
    expect(await errorOf(iam.deleteRole({ RoleName: 'AWSServiceRoleForOrganizations' }))).toBe(
      'UnmodifiableEntityException',
    );
    expect(await errorOf(made.enter(PAYMENTS, 'OrganizationAccountAccessRole'))).toBe('AccessDenied');
  });
});
