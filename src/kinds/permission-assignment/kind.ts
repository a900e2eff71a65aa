import type { Kind } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import { groupAddress } from '../directory-group/spec.js';
import { permissionSetAddress } from '../permission-set/spec.js';
import { READ_THE_LANDING_ZONE, READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { confirm, live } from './live.js';
import { assignments } from './section.js';
import { shows } from './shows.js';
import type { PermissionAssignmentSpec } from './spec.js';
import { steps } from './steps.js';

export const permissionAssignment: Kind<PermissionAssignmentSpec, Surroundings> = {
  name: 'permission-assignment',
  prefix: 'assignment',
  title: 'assignment of a permission set',
  about: `A group or a user that may enter one account through a permission set of IAM Identity Center. \`targets:\` is unfolded to accounts, since AWS knows no units: one address a grant, \`assignment:group/payments-dev->Developer@account:payments-prod\`, and reports fold them by principal and set. Accounts that join a unit later get it with the next apply; closed ones are left out, and said.

**Who decides** is the set's \`authority\`. \`exclusive\` (the default): the manifest is the whole truth, and an assignment of that set that it does not declare is **removed**, whoever made it, also that of a principal who is gone (\`deleted <id>\`). \`declared\`: assignments of others, just-in-time access for example, are reported as foreign and left alone; what the manifest no longer wants has to be ruled out with \`state: off\`. Sets with \`existing: true\` and Control Tower's own are never ours: only what is declared of them is made, and \`state: off\` takes it away again; who else has them is not asked. Without \`permissionSets:\` nothing says who decides, and the sets of this manifest are left alone too.

**Created** after the set, the account and a group that the manifest makes, and after StackSets that reach the account (a customer managed policy of the set may come from there). AWS accepts a duplicate without a word. Creations and removals are asynchronous: at most 15 are under way, one for each account, and a failure is told in AWS's own words. One that fails because a role is too new is begun again, three times at most. There is nothing to update and nothing to adopt: what is declared and there is satisfied.

**What a read costs**: for a set that is read whole, one call for each hundred accounts it stands in and one for each of these accounts (a set with \`authority: declared\` that stands in more than 100 accounts is looked into only where the principals named here do not explain it); else one call for each hundred assignments of a principal, or one for each account and set that is declared, whichever is less. Never accounts times sets. A plan with a scope asks each account in scope for its sets instead, and who is assigned there: nothing is asked of the others. People and groups are looked up by name, once each.

**The management account**: only its own credentials may assign there, and a set that is assigned to it is out of reach for a delegated administrator of Identity Center everywhere else too (guard \`management-account-access\`). Administrator rights there, in the log archive and in the audit account need an allowance (guard \`administrator-access\`).

Sources: [CreateAccountAssignment](https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreateAccountAssignment.html), [ListAccountAssignmentsForPrincipal](https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListAccountAssignmentsForPrincipal.html), [quotas](https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html), [delegated administration](https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html).`,
  sections: [assignments],
  readsSections: [assignments.key],
  looksAtLandingZone: (manifest) => (manifest.section(assignments) ?? []).length > 0,
  undeclared: 'remove',
  ownable: false,
  desired,
  needs,
  live,
  confirm,
  steps,
  lanes: (change) => {
    const { account } = specOf(change);
    return [
      { lane: 'assignments', limit: 15 },
      { lane: `access:${account}`, limit: 1 },
    ];
  },
  waitsFor,
  shows,
  targets: ({ account }) => [account],
  actions: {
    read: [
      ...READ_THE_ORGANIZATION,
      ...READ_THE_LANDING_ZONE,
      'sso:ListInstances',
      'sso:ListPermissionSets',
      'sso:DescribePermissionSet',
      'sso:ListTagsForResource',
      'sso:ListAccountsForProvisionedPermissionSet',
      'sso:ListPermissionSetsProvisionedToAccount',
      'sso:ListAccountAssignments',
      'sso:ListAccountAssignmentsForPrincipal',
      'sso:DescribeAccountAssignmentCreationStatus',
      'sso:DescribeAccountAssignmentDeletionStatus',
      'identitystore:GetGroupId',
      'identitystore:GetUserId',
      'identitystore:DescribeGroup',
      'identitystore:DescribeUser',
      'identitystore:ListGroups',
      'identitystore:ListUsers',
      'organizations:ListDelegatedAdministrators',
      'organizations:ListAWSServiceAccessForOrganization',
    ],
    write: [
      'sso:CreateAccountAssignment',
      'sso:DeleteAccountAssignment',
      // Into the management account Identity Center writes with the permissions of the caller.
      'iam:CreateRole',
      'iam:AttachRolePolicy',
      'iam:PutRolePolicy',
      'iam:ListRolePolicies',
      'iam:GetSAMLProvider',
      'iam:CreateSAMLProvider',
    ],
  },
};

function needs({ principal, permissionSet, account }: PermissionAssignmentSpec): Address[] {
  const group = principal.type === 'group' ? [groupAddress(principal.name)] : [];
  return [permissionSetAddress(permissionSet), account as Address, ...group];
}

function specOf(change: Change<PermissionAssignmentSpec>): Partial<PermissionAssignmentSpec> {
  if ('to' in change) return change.to;
  return change.from ?? {};
}

/** A policy that a set takes from the account itself may come with a StackSet, or the management account's own stack. */
function waitsFor(
  change: Change<PermissionAssignmentSpec>,
  others: ReadonlyMap<string, readonly Change[]>,
): readonly Address[] {
  if (change.action !== 'create') return [];
  const { account } = change.to;
  const sets = (others.get('stack-baseline') ?? []).filter((other) => laysIn(other, account));
  const stacks = (others.get('management-stack') ?? []).filter(
    (other) => 'to' in other && other.to?.['account'] === account,
  );
  return [...sets, ...stacks].map(({ address }) => address);
}

function laysIn(change: Change, account: string): boolean {
  const instances = 'to' in change ? change.to?.['instances'] : undefined;
  return typeof instances === 'object' && instances !== null && Object.hasOwn(instances, account);
}
