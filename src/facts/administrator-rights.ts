/**
 * AWS managed policies whose holder can give himself every right in the account, and the actions that amount to it.
 *
 * Sources: AWS managed policy reference (AdministratorAccess, IAMFullAccess, AWSSSOMasterAccountAdministrator,
 * AWSSSOMemberAccountAdministrator); IAM user guide, "Security best practices" and "Permissions boundaries" (who may
 * write policies of roles may grant anything).
 */
export const ADMINISTRATOR_POLICIES: ReadonlyMap<string, string> = new Map([
  ['AdministratorAccess', 'AdministratorAccess'],
  ['IAMFullAccess', 'IAMFullAccess, which can grant itself everything'],
  ['AWSSSOMasterAccountAdministrator', 'AWSSSOMasterAccountAdministrator, which assigns any permission set'],
  ['AWSSSOMemberAccountAdministrator', 'AWSSSOMemberAccountAdministrator, which assigns any permission set'],
]);

/** Whoever may do all actions of one row on every role (or user, or policy) may do anything. */
export const ESCALATIONS: readonly (readonly string[])[] = [
  ['iam:CreateRole', 'iam:AttachRolePolicy'],
  ['iam:CreateRole', 'iam:PutRolePolicy'],
  ['iam:CreateUser', 'iam:AttachUserPolicy'],
  ['iam:CreateUser', 'iam:PutUserPolicy'],
  ['iam:AttachRolePolicy'],
  ['iam:PutRolePolicy'],
  ['iam:AttachUserPolicy'],
  ['iam:PutUserPolicy'],
  ['iam:UpdateAssumeRolePolicy'],
  ['iam:CreatePolicyVersion'],
];

/** Condition keys that say which policies may be given: with one of them a statement grants no more than those. */
export const LIMITING_KEYS: ReadonlySet<string> = new Set(['iam:permissionsboundary', 'iam:policyarn']);

/** What Control Tower's own permission sets hold, whose content is not read. */
export const CONTROL_TOWER_SET_POLICIES: ReadonlyMap<string, string> = new Map([
  ['AWSAdministratorAccess', 'AdministratorAccess'],
  ['AWSOrganizationsFullAccess', 'AWSOrganizationsFullAccess'],
  ['AWSPowerUserAccess', 'PowerUserAccess'],
  ['AWSReadOnlyAccess', 'ReadOnlyAccess'],
  ['AWSServiceCatalogAdminFullAccess', 'AWSServiceCatalogAdminFullAccess'],
  ['AWSServiceCatalogEndUserAccess', 'AWSServiceCatalogEndUserFullAccess'],
]);
