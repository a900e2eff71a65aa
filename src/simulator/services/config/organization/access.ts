import { type OperationContext, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import {
  isDelegatedAdministrator,
  isManagementAccount,
  organizationOf,
  parentOf,
  trustedServices,
  trustService,
} from '../../organizations/for-services.js';

/** Who may lay rules, packs and aggregators over the organization. */

export const denied = (message: string): ServiceError => new ServiceError('OrganizationAccessDeniedException', message);

/** For what only reads. @throws ServiceError OrganizationAccessDeniedException */
export function checkReader({ world, caller }: OperationContext<World>, principal: string): void {
  const isMember = organizationOf(world) !== undefined && parentOf(world, caller.accountId) !== undefined;
  if (!isMember) throw denied('This action can only be made by accounts in an AWS Organization');
  if (isManagementAccount(world, caller.accountId)) return;
  if (isDelegatedAdministrator(world, caller.accountId, principal)) return;
  throw denied(
    `This action can only be made by the management account or a delegated administrator for ${principal}: ${caller.accountId} is neither.`,
  );
}

/**
 * For what writes: trusted access is enabled on the way when the management account calls.
 * @throws ServiceError NoAvailableOrganizationException, OrganizationAllFeaturesNotEnabledException, OrganizationAccessDeniedException
 */
export function checkWriter(context: OperationContext<World>, principal: string): void {
  const { world, caller } = context;
  const organization = organizationOf(world);
  if (!organization || parentOf(world, caller.accountId) === undefined) {
    throw new ServiceError('NoAvailableOrganizationException', 'The account is in no organization.');
  }
  if (organization.featureSet !== 'ALL') {
    throw new ServiceError(
      'OrganizationAllFeaturesNotEnabledException',
      'All features must be enabled in the organization.',
    );
  }
  checkReader(context, principal);
  if (isManagementAccount(world, caller.accountId)) trustService(world, principal);
  else if (!trustedServices(world).includes(principal)) {
    throw denied(`Trusted access for ${principal} is not enabled in the organization.`);
  }
}
