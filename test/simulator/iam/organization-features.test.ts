import { IAM } from '@aws-sdk/client-iam';
import { AUDIT, MANAGEMENT, PAYMENTS } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';
import { rootHouse } from '../root-sessions.js';

const PRINCIPAL = { ServicePrincipal: 'iam.amazonaws.com' };

test('without trusted access even asking is an error', async () => {
  const { iam } = await rootHouse({ off: true });
  for (const call of [
    iam.listOrganizationsFeatures({}),
    iam.enableOrganizationsRootSessions({}),
    iam.disableOrganizationsRootCredentialsManagement({}),
  ]) {
    await expect(call).rejects.toMatchObject({
      name: 'ServiceAccessNotEnabledException',
      $metadata: { httpStatusCode: 400 },
    });
  }
});

test('both are switched by themselves, again and again', async () => {
  const { organizations, iam } = await rootHouse({ off: true });
  await organizations.enableAWSServiceAccess(PRINCIPAL);
  const { OrganizationId } = await organizations.describeOrganization({}).then(({ Organization }) => ({
    OrganizationId: Organization?.Id,
  }));
  expect(await iam.listOrganizationsFeatures({})).toMatchObject({ OrganizationId, EnabledFeatures: [] });
  expect((await iam.enableOrganizationsRootSessions({})).EnabledFeatures).toEqual(['RootSessions']);
  expect((await iam.enableOrganizationsRootSessions({})).EnabledFeatures).toEqual(['RootSessions']);
  expect((await iam.enableOrganizationsRootCredentialsManagement({})).EnabledFeatures).toEqual([
    'RootCredentialsManagement',
    'RootSessions',
  ]);
  expect((await iam.disableOrganizationsRootSessions({})).EnabledFeatures).toEqual(['RootCredentialsManagement']);
  await organizations.disableAWSServiceAccess(PRINCIPAL);
  expect(await errorOf(iam.listOrganizationsFeatures({}))).toBe('ServiceAccessNotEnabledException');
  await organizations.enableAWSServiceAccess(PRINCIPAL);
  expect((await iam.listOrganizationsFeatures({})).EnabledFeatures).toEqual(['RootCredentialsManagement']);
});

test('a member may do none of it, a delegated administrator look and switch off', async () => {
  const { simulator, organizations, enter } = await rootHouse();
  const refused = 'AccountNotManagementOrDelegatedAdministratorException';
  const member = new IAM(clientOf(simulator, 'us-east-1', await enter(PAYMENTS)));
  expect(await errorOf(member.listOrganizationsFeatures({}))).toBe(refused);
  expect(await errorOf(member.disableOrganizationsRootSessions({}))).toBe(refused);
  await organizations.registerDelegatedAdministrator({ AccountId: AUDIT, ...PRINCIPAL });
  const administrator = new IAM(clientOf(simulator, 'us-east-1', await enter(AUDIT)));
  expect((await administrator.listOrganizationsFeatures({})).EnabledFeatures).toHaveLength(2);
  expect((await administrator.disableOrganizationsRootSessions({})).EnabledFeatures).toHaveLength(1);
  expect(await errorOf(administrator.enableOrganizationsRootSessions({}))).toBe(
    'CallerIsNotManagementAccountException',
  );
});

test('there must be an organization', async () => {
  const { iam } = await rootHouse({ off: true, seed: 'none' });
  expect(await errorOf(iam.listOrganizationsFeatures({}))).toBe('OrganizationNotFoundException');
});

test('the organization must have all features', async () => {
  const seed = {
    format: 1,
    managementAccount: { id: MANAGEMENT, name: 'Management', email: 'management@example.com' },
    organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'CONSOLIDATED_BILLING' },
  };
  const { iam } = await rootHouse({ off: true, seed });
  expect(await errorOf(iam.listOrganizationsFeatures({}))).toBe('OrganizationNotInAllFeaturesModeException');
});
