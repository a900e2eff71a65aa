import { type Caller, type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { isDelegatedAdministrator, isManagementAccount, organizationOf } from '../../organizations/for-services.js';
import { isTrusted, organizationFeatures, type RootFeature, setFeature } from '../organization-features.js';

const IAM = 'iam.amazonaws.com';

/** A delegated administrator may look and switch off; only the management account switches on. */
function check(world: World, caller: Caller, isForManagementOnly: boolean): string {
  const organization = organizationOf(world);
  if (!organization) throw new ServiceError('OrganizationNotFoundException', 'The account is in no organization.');
  if (organization.featureSet !== 'ALL') {
    const message = 'The organization does not have all features enabled.';
    throw new ServiceError('OrganizationNotInAllFeaturesModeException', message);
  }
  const isManagement = isManagementAccount(world, caller.accountId);
  if (isForManagementOnly && !isManagement) {
    const message = 'Only the management account of the organization can do this.';
    throw new ServiceError('CallerIsNotManagementAccountException', message);
  }
  if (!isManagement && !isDelegatedAdministrator(world, caller.accountId, IAM)) {
    const message = 'Only the management account and the delegated administrator for IAM can do this.';
    throw new ServiceError('AccountNotManagementOrDelegatedAdministratorException', message);
  }
  if (!isTrusted(world)) {
    const message = `Trusted access for ${IAM} is not enabled in the organization.`;
    throw new ServiceError('ServiceAccessNotEnabledException', message);
  }
  return organization.id;
}

const ListOrganizationsFeatures: Operation<World> = (_input, { world, caller }) => ({
  OrganizationId: check(world, caller, false),
  EnabledFeatures: organizationFeatures(world),
});

const switching =
  (feature: RootFeature, on: boolean): Operation<World> =>
  (_input, { world, caller }) => {
    const organizationId = check(world, caller, on);
    setFeature(world, feature, on);
    return { OrganizationId: organizationId, EnabledFeatures: organizationFeatures(world) };
  };

export const featureOperations = {
  ListOrganizationsFeatures,
  EnableOrganizationsRootCredentialsManagement: switching('RootCredentialsManagement', true),
  DisableOrganizationsRootCredentialsManagement: switching('RootCredentialsManagement', false),
  EnableOrganizationsRootSessions: switching('RootSessions', true),
  DisableOrganizationsRootSessions: switching('RootSessions', false),
};
