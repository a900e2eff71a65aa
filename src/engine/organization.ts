import { describeFault, faultOf } from '../aws/faults.js';
import type { Aws } from '../aws/session.js';
import { TowerctlError } from '../errors.js';
import { type LiveOrganization, readLiveOrganization } from '../kinds/live-organization.js';
import type { NameHints } from '../model.js';

/**
 * Asserts that this is the organization that the manifest is for, before anything else is read, and reads its shape.
 * Without the shape nothing can be named: here, and only here, a failed read ends the run.
 */
export async function openOrganization(
  aws: Aws,
  expected: { readonly name: string; readonly organization: { readonly id: string } },
  hints: NameHints,
  /** Tags of accounts that nobody declared matter. */
  allTags: boolean,
): Promise<LiveOrganization> {
  try {
    const { id } = await aws.organizations.organization();
    if (id !== expected.organization.id) {
      throw new TowerctlError(
        'failed',
        `these credentials belong to organization ${id}, but "${expected.name}" is for ${expected.organization.id}; nothing was read or changed`,
      );
    }
    return await readLiveOrganization(aws, { manifestName: expected.name, hints, allTags });
  } catch (error) {
    if (error instanceof TowerctlError) throw error;
    const fault = faultOf(error);
    const message = `the organization cannot be read: ${describeFault('Organizations', fault)}`;
    if (fault.class !== 'denied') throw new TowerctlError('failed', message, [], { cause: error });
    const advice =
      'use credentials of the management account (AWS_PROFILE, AWS_ACCESS_KEY_ID ...), or add --sandbox to work on a simulated organization';
    throw new TowerctlError('denied', `${message}; ${advice}`, [], { cause: error });
  }
}
