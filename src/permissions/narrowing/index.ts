import { IAM } from './iam.js';
import { ORGANIZATIONS } from './organizations.js';
import type { Narrowing } from './row.js';
import { CLOUDFORMATION, CONFIG, CONTROL_TOWER, DIRECTORY } from './services.js';

export type { Narrowing } from './row.js';

/**
 * What actions are held to beyond their names, action by action. Left at `*`: reads, which show settings and no data;
 * what takes no ARN (CreateAccount, CreateStackSet); what is asked while a thing has no ARN yet (CreatePolicy, the tags
 * that something is made with); Identity Center, whose ARNs name no account and so say no more than the action does.
 *
 * S3, STS and iam:PassRole are not here: what they are allowed on depends on the role.
 */
export const NARROWINGS: readonly Narrowing[] = [
  ...ORGANIZATIONS,
  ...CONTROL_TOWER,
  ...CLOUDFORMATION,
  ...CONFIG,
  ...DIRECTORY,
  ...IAM,
];
