/**
 * What AWS Control Tower sets up in Identity Center where it manages access, and AWS's limits on permission sets.
 *
 * Sources: https://docs.aws.amazon.com/controltower/latest/userguide/sso-groups.html (groups, permission sets, accounts),
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html (limits; older copies say 20 policies, 50 sets an account).
 */

/** Permission sets that Control Tower makes and looks after. Nobody else changes, adopts or removes them. */
export const CONTROL_TOWER_PERMISSION_SETS: ReadonlySet<string> = new Set([
  'AWSAdministratorAccess',
  'AWSOrganizationsFullAccess',
  'AWSPowerUserAccess',
  'AWSReadOnlyAccess',
  'AWSServiceCatalogAdminFullAccess',
  'AWSServiceCatalogEndUserAccess',
]);

/** Groups that Control Tower makes in the built-in directory. */
export const CONTROL_TOWER_GROUPS: ReadonlySet<string> = new Set([
  'AWSAccountFactory',
  'AWSServiceCatalogAdmins',
  'AWSControlTowerAdmins',
  'AWSSecurityAuditPowerUsers',
  'AWSSecurityAuditors',
  'AWSLogArchiveAdmins',
  'AWSLogArchiveViewers',
  'AWSAuditAccountAdmins',
]);

export const PERMISSION_SET_LIMITS = {
  /** AWS managed and customer managed policies together. */
  policies: 25,
  /** Managed policies a role takes unless the quota was raised in every target account: each set becomes a role there. */
  policiesOfARole: 10,
  /** Bytes of the inline policy as it is sent. */
  inlineBytes: 32_768,
  /** Bytes of the inline policy without white space. */
  inlineBytesWithoutSpace: 10_240,
  /** Permission sets provisioned in one account. */
  setsPerAccount: 500,
  /** Groups assigned to one permission set in one account. */
  groupsPerSetAndAccount: 100,
  permissionSets: 3_500,
  /** Calls of CreateAccountAssignment in progress. A hard limit. */
  outstandingAssignments: 15,
  /** Calls of ProvisionPermissionSet in progress. */
  concurrentProvisions: 3,
  /** Accounts that ALL_PROVISIONED_ACCOUNTS reaches; more are provisioned one by one. */
  provisionedAtOnce: 3_500,
} as const;

/** AWS managed policies whose name alone is not enough: they stand under `job-function/`. */
export const JOB_FUNCTIONS: ReadonlySet<string> = new Set([
  'Billing',
  'DatabaseAdministrator',
  'DataScientist',
  'NetworkAdministrator',
  'SupportUser',
  'SystemAdministrator',
  'ViewOnlyAccess',
]);
