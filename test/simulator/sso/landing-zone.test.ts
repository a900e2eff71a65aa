import { ServiceCatalog } from '@aws-sdk/client-service-catalog';
import { identityLines } from '../../support/identity-text.js';
import { clientOf } from '../client.js';
import { ended, provision } from '../servicecatalog/support.js';
import { AUDIT, center, HOME, LOG_ARCHIVE, MANAGEMENT, PAYMENTS } from './support.js';

const assignments = (lines: readonly string[]): string[] => lines.filter((line) => line.startsWith('assignment'));

test('a landing zone that manages access leaves groups, sets and one user', async () => {
  const { simulator, sso, store, InstanceArn, IdentityStoreId } = await center();
  expect(InstanceArn).toMatch(/^arn:aws:sso:::instance\/ssoins-[0-9a-f]{16}$/);
  expect(IdentityStoreId).toMatch(/^d-[0-9a-f]{10}$/);
  expect(await sso.describeInstance({ InstanceArn })).toMatchObject({
    OwnerAccountId: MANAGEMENT,
    Status: 'ACTIVE',
    PrimaryRegion: HOME,
    PermissionSetsEnabled: true,
  });
  expect((await sso.listPermissionSets({ InstanceArn })).PermissionSets).toHaveLength(6);
  const { Groups } = await store.listGroups({ IdentityStoreId });
  expect(Groups?.map(({ DisplayName }) => DisplayName).sort()).toEqual([
    'AWSAccountFactory',
    'AWSAuditAccountAdmins',
    'AWSControlTowerAdmins',
    'AWSLogArchiveAdmins',
    'AWSLogArchiveViewers',
    'AWSSecurityAuditPowerUsers',
    'AWSSecurityAuditors',
    'AWSServiceCatalogAdmins',
  ]);
  const lines = identityLines(simulator);
  expect(lines).toContain('user management@example.com');
  expect(lines).toContain(
    'group AWSControlTowerAdmins "Admin rights to AWS Control Tower core and provisioned accounts" members management@example.com',
  );
});

test('from landing zone 4.0 on, the landing zone’s own accounts alone get the groups', async () => {
  const { simulator } = await center();
  expect(assignments(identityLines(simulator))).toEqual([
    'assignment group/AWSAccountFactory -> AWSServiceCatalogEndUserAccess @ Management',
    'assignment group/AWSAuditAccountAdmins -> AWSAdministratorAccess @ Audit',
    'assignment group/AWSControlTowerAdmins -> AWSAdministratorAccess @ Audit',
    'assignment group/AWSControlTowerAdmins -> AWSAdministratorAccess @ Log Archive',
    'assignment group/AWSControlTowerAdmins -> AWSAdministratorAccess @ Management',
    'assignment group/AWSLogArchiveAdmins -> AWSAdministratorAccess @ Log Archive',
    'assignment group/AWSLogArchiveViewers -> AWSReadOnlyAccess @ Log Archive',
    'assignment group/AWSSecurityAuditPowerUsers -> AWSPowerUserAccess @ Audit',
    'assignment group/AWSSecurityAuditPowerUsers -> AWSPowerUserAccess @ Log Archive',
    'assignment group/AWSSecurityAuditPowerUsers -> AWSPowerUserAccess @ Management',
    'assignment group/AWSSecurityAuditors -> AWSReadOnlyAccess @ Audit',
    'assignment group/AWSSecurityAuditors -> AWSReadOnlyAccess @ Log Archive',
    'assignment group/AWSSecurityAuditors -> AWSReadOnlyAccess @ Management',
    'assignment group/AWSServiceCatalogAdmins -> AWSServiceCatalogAdminFullAccess @ Management',
  ]);
});

test('before 4.0, every enrolled member gets them, newly enrolled ones too', async () => {
  const { simulator, organizations } = await center({ seed: { landingZone: { version: '3.3', autoEnroll: true } } });
  const before = assignments(identityLines(simulator));
  expect(before.filter((line) => line.endsWith('@ payments-prod'))).toEqual([
    'assignment group/AWSControlTowerAdmins -> AWSOrganizationsFullAccess @ payments-prod',
    'assignment group/AWSSecurityAuditPowerUsers -> AWSPowerUserAccess @ payments-prod',
    'assignment group/AWSSecurityAuditors -> AWSReadOnlyAccess @ payments-prod',
  ]);
  expect(before.filter((line) => line.endsWith('@ legacy-crm'))).toEqual([]);
  const { Parents } = await organizations.listParents({ ChildId: PAYMENTS });
  const sandbox = Parents?.[0]?.Id ?? '';
  await organizations.moveAccount({
    AccountId: '300000000005',
    SourceParentId: 'r-ex01',
    DestinationParentId: sandbox,
  });
  expect(assignments(identityLines(simulator)).filter((line) => line.endsWith('@ legacy-crm'))).toHaveLength(3);
});

test('what somebody took away from Control Tower’s is not put back', async () => {
  const made = await center();
  const { sso, InstanceArn, store, IdentityStoreId } = made;
  const { GroupId = '' } = await store.getGroupId({
    IdentityStoreId,
    AlternateIdentifier: { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'AWSLogArchiveViewers' } },
  });
  const { AccountAssignments } = await sso.listAccountAssignmentsForPrincipal({
    InstanceArn,
    PrincipalId: GroupId,
    PrincipalType: 'GROUP',
  });
  const PermissionSetArn = AccountAssignments?.[0]?.PermissionSetArn ?? '';
  await sso.deleteAccountAssignment({
    InstanceArn,
    PermissionSetArn,
    PrincipalId: GroupId,
    PrincipalType: 'GROUP',
    TargetId: LOG_ARCHIVE,
    TargetType: 'AWS_ACCOUNT',
  });
  expect(identityLines(made.simulator).join()).not.toContain('AWSLogArchiveViewers ->');
});

test('without access management there is no Identity Center; a seed makes one all the same', async () => {
  const seed = { landingZone: { version: '4.0', identityCenter: false } };
  expect((await center({ seed })).InstanceArn).toBe('');
  expect((await center({ seed: 'none' })).InstanceArn).toBe('');
  const { simulator, InstanceArn } = await center({
    seed: { ...seed, identityCenter: { groups: { platform: { members: ['mia'] } } } },
  });
  expect(InstanceArn).not.toBe('');
  expect(identityLines(simulator)).toEqual(['group platform "" members mia', 'user mia']);
});

test('an instance is in its Region alone; account instances are listed beside the organization’s', async () => {
  const seed = { identityCenter: { accountInstances: [{ account: 'Audit', name: 'apps' }] } };
  const { sso } = await center({ seed });
  const { Instances } = await sso.listInstances({});
  expect(Instances?.map(({ OwnerAccountId }) => OwnerAccountId).sort()).toEqual([MANAGEMENT, AUDIT]);
});

test('who Account Factory was told of administers the account', async () => {
  const { simulator } = await center();
  const catalog = new ServiceCatalog(clientOf(simulator, HOME));
  const record = await provision(catalog, 'shop', 'Sandbox', { SSOUserEmail: 'mia@example.com' });
  expect(await ended(catalog, record)).toMatchObject({ status: 'SUCCEEDED' });
  const lines = identityLines(simulator);
  expect(lines).toContain('user mia@example.com');
  expect(assignments(lines).filter((line) => line.endsWith('@ shop'))).toEqual([
    'assignment user/mia@example.com -> AWSAdministratorAccess @ shop',
  ]);
});
