import type { Aws } from '../aws/session.js';
import type { LiveOrganization } from '../kinds/live-organization.js';
import type { NodeName } from '../model.js';
import type { Organization } from '../organization.js';

/** The organization under the names that the reading found for it. */
export interface Read {
  readonly aws: Aws;
  readonly live: LiveOrganization;
  readonly tree: Organization;
  /** Accounts that matter alone; absent = all. */
  readonly within?: ReadonlySet<NodeName>;
}
