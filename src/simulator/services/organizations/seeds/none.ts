import type { OrganizationsSeed } from './format.js';

/** One account in no organization: what CreateOrganization starts from. */
export function none(accountId: string): OrganizationsSeed {
  return {
    format: 1,
    managementAccount: { id: accountId, name: 'Management', email: 'management@example.com' },
    organization: null,
  };
}
