import { rolesIn } from '../places.js';
import type { Narrowing } from './row.js';

/** Roles that Identity Center lays, and those that Control Tower works with: no other role is written. */
const WRITTEN_ROLES = ['aws-reserved/sso.amazonaws.com/*', 'service-role/AWSControlTower*'];
const LINKED_ROLES = ['aws-service-role/*'];
const PATHS =
  'https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html (path of its roles); https://docs.aws.amazon.com/controltower/latest/userguide/access-control-managing-permissions.html (names of Control Tower’s)';

export const IAM: readonly Narrowing[] = [
  {
    name: 'Roles',
    actions: [
      'iam:AttachRolePolicy',
      'iam:CreateRole',
      'iam:DeleteRole',
      'iam:DeleteRolePolicy',
      'iam:DetachRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'iam:PutRolePolicy',
      'iam:UpdateRole',
      'iam:UpdateRoleDescription',
    ],
    resources: (places) => rolesIn(places, WRITTEN_ROLES),
    source: PATHS,
  },
  {
    name: 'ReadRoles',
    actions: ['iam:GetRole'],
    resources: (places) => rolesIn(places, [...LINKED_ROLES, ...WRITTEN_ROLES]),
    source: PATHS,
  },
  {
    name: 'LinkedRoles',
    actions: ['iam:CreateServiceLinkedRole'],
    resources: (places) => rolesIn(places, LINKED_ROLES),
    condition: {
      StringEquals: {
        'iam:AWSServiceName': [
          'cloudtrail.amazonaws.com',
          'config-multiaccountsetup.amazonaws.com',
          'config.amazonaws.com',
          'controltower.amazonaws.com',
          'member.org.stacksets.cloudformation.amazonaws.com',
          'sso.amazonaws.com',
          'stacksets.cloudformation.amazonaws.com',
        ],
      },
    },
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html',
  },
  {
    name: 'Federation',
    actions: ['iam:CreateSAMLProvider', 'iam:GetSAMLProvider'],
    resources: ({ partition, account }) => [`arn:${partition}:iam::${account}:saml-provider/AWSSSO_*`],
    source: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/slrconcept.html',
  },
];
