import { faultOf } from '../../aws/faults.js';
import type { LiveContext } from '../../kind.js';
import type { Surroundings } from '../surroundings.js';
import type { PermissionAssignmentSpec } from './spec.js';

/** The service that a delegated administrator of Identity Center is registered for. */
const IDENTITY_CENTER = 'sso.amazonaws.com';

/**
 * How many administrators Identity Center has, for the guard on sets of the management account: asked only where it may
 * speak. It only warns, so nothing hangs on an answer that is refused.
 */
export async function countManagementAccess(context: LiveContext<Surroundings>): Promise<void> {
  const isManagement = new Map<string, Set<boolean>>();
  for (const { spec } of context.declared.values()) {
    const { account, permissionSet } = spec as PermissionAssignmentSpec;
    const known = isManagement.get(permissionSet) ?? new Set();
    isManagement.set(permissionSet, known.add(context.organization.get(account)?.management === true));
  }
  if (![...isManagement.values()].some((places) => places.size === 2)) return;
  try {
    const administrators = await context.aws.organizations.delegatedAdministrators(IDENTITY_CENTER);
    context.counted?.('identity-center-administrators', administrators.length);
  } catch (error) {
    const fault = faultOf(error);
    if (fault.class !== 'denied' && fault.class !== 'refused') throw error;
  }
}
