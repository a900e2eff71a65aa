import type { Kind } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import { identityCenter } from '../identity-center.js';
import { assignedAccounts } from '../permission-assignment/spec.js';
import { READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { about } from './about.js';
import { begun, canonical, narrow, rightsOf } from './canonical.js';
import { describe } from './describe.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { permissionSets } from './section.js';
import { shows } from './shows.js';
import type { PermissionSetSpec } from './spec.js';
import { provisions, steps } from './steps.js';

export const permissionSet: Kind<PermissionSetSpec, Surroundings> = {
  name: 'permission-set',
  prefix: 'permission-set',
  title: 'permission set',
  about,
  sections: [permissionSets, identityCenter],
  readsSections: [permissionSets.key],
  undeclared: 'remove',
  ownable: true,
  desired,
  needs: () => [],
  live,
  narrow,
  canonical,
  reliedOn: rightsOf,
  steps,
  begun,
  lanes: (change) => (provisions(change) ? [{ lane: 'identity-center-provision', limit: 3 }] : []),
  follows: (_change, others) => (others.get('landing-zone') ?? []).map(({ address }) => address),
  waitsFor,
  shows,
  describe,
  // Where it is assigned in this picture, and where it stands although the manifest does not speak of assignments.
  targets: ({ name, provisionedIn = [] }, _address, specs) => [
    ...new Set([...assignedAccounts(specs, ({ permissionSet: set }) => set === name), ...provisionedIn]),
  ],
  actions: {
    read: [
      ...READ_THE_ORGANIZATION,
      'sso:ListInstances',
      'sso:ListPermissionSets',
      'sso:DescribePermissionSet',
      'sso:ListTagsForResource',
      'sso:ListManagedPoliciesInPermissionSet',
      'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
      'sso:GetInlinePolicyForPermissionSet',
      'sso:GetPermissionsBoundaryForPermissionSet',
      'sso:ListAccountsForProvisionedPermissionSet',
      'sso:DescribePermissionSetProvisioningStatus',
    ],
    write: [
      'sso:CreatePermissionSet',
      'sso:UpdatePermissionSet',
      'sso:DeletePermissionSet',
      'sso:AttachManagedPolicyToPermissionSet',
      'sso:DetachManagedPolicyFromPermissionSet',
      'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
      'sso:DetachCustomerManagedPolicyReferenceFromPermissionSet',
      'sso:PutInlinePolicyToPermissionSet',
      'sso:DeleteInlinePolicyFromPermissionSet',
      'sso:PutPermissionsBoundaryToPermissionSet',
      'sso:DeletePermissionsBoundaryFromPermissionSet',
      'sso:TagResource',
      'sso:UntagResource',
      'sso:ProvisionPermissionSet',
      // The role in the management account is written with the permissions of the caller.
      'iam:AttachRolePolicy',
      'iam:DetachRolePolicy',
      'iam:GetRole',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'iam:PutRolePolicy',
      'iam:DeleteRolePolicy',
      'iam:UpdateRole',
      'iam:UpdateRoleDescription',
    ],
  },
};

/** A policy of one's own must be in the accounts before a role there is given it: baselines may bring it. */
function waitsFor(
  change: Change<PermissionSetSpec>,
  others: ReadonlyMap<string, readonly Change[]>,
): readonly Address[] {
  if (!('to' in change) || !provisions(change)) return [];
  const { customer, boundary } = change.to;
  if (customer.length === 0 && !(boundary && 'customer' in boundary)) return [];
  return ['stack-baseline', 'management-stack'].flatMap((kind) =>
    (others.get(kind) ?? []).map(({ address }) => address),
  );
}
