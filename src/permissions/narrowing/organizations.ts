import { type Arns, all, type Narrowing, reference } from './row.js';

const inOrganization =
  (...paths: readonly string[]): Arns =>
  ({ partition, account, organization }) =>
    paths.map((path) => `arn:${partition}:organizations::${account}:${path.replace('ORG', organization)}`);

const accounts = inOrganization('account/ORG/*');
const units = inOrganization('ou/ORG/ou-*');
const roots = inOrganization('root/ORG/r-*');
const policies = inOrganization('policy/ORG/*');
/** FullAWSAccess and its like are nobody's: they may be attached and detached, and never changed. */
const policiesOfAws: Arns = ({ partition }) => [`arn:${partition}:organizations::aws:policy/*`];

export const ORGANIZATIONS: readonly Narrowing[] = [
  {
    name: 'Attach',
    actions: ['organizations:AttachPolicy', 'organizations:DetachPolicy'],
    resources: all(accounts, units, roots, policies, policiesOfAws),
    source: reference('awsorganizations'),
  },
  {
    name: 'Policies',
    actions: ['organizations:UpdatePolicy', 'organizations:DeletePolicy'],
    resources: policies,
    source: reference('awsorganizations'),
  },
  {
    name: 'Move',
    actions: ['organizations:MoveAccount'],
    resources: all(accounts, units, roots),
    source: reference('awsorganizations'),
  },
  {
    name: 'Accounts',
    actions: [
      'organizations:CloseAccount',
      'organizations:RegisterDelegatedAdministrator',
      'organizations:DeregisterDelegatedAdministrator',
    ],
    resources: accounts,
    source: reference('awsorganizations'),
  },
  {
    name: 'NewUnits',
    actions: ['organizations:CreateOrganizationalUnit'],
    resources: all(units, roots),
    source: reference('awsorganizations'),
  },
  {
    name: 'Units',
    actions: ['organizations:UpdateOrganizationalUnit', 'organizations:DeleteOrganizationalUnit'],
    resources: units,
    source: reference('awsorganizations'),
  },
  {
    name: 'PolicyTypes',
    actions: ['organizations:EnablePolicyType', 'organizations:DisablePolicyType'],
    resources: roots,
    source: reference('awsorganizations'),
  },
  {
    name: 'Untag',
    actions: ['organizations:UntagResource'],
    resources: all(accounts, units, roots, policies),
    source: reference('awsorganizations'),
  },
  {
    name: 'Settings',
    actions: [
      'account:PutAccountName',
      'account:PutAlternateContact',
      'account:DeleteAlternateContact',
      'account:EnableRegion',
      'account:DisableRegion',
    ],
    resources: ({ partition, account, organization }) => [
      `arn:${partition}:account::${account}:account`,
      `arn:${partition}:account::${account}:account/${organization}/*`,
    ],
    source: reference('awsaccountmanagement'),
  },
];
