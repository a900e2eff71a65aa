import type { Places } from '../places.js';
import { type Arns, all, type Narrowing, reference } from './row.js';

const governed =
  (type: string): Arns =>
  ({ partition, region, account }) => [`arn:${partition}:controltower:${region}:${account}:${type}/*`];

export const CONTROL_TOWER: readonly Narrowing[] = [
  {
    name: 'LandingZone',
    actions: ['controltower:UpdateLandingZone', 'controltower:ResetLandingZone'],
    resources: governed('landingzone'),
    source: reference('controltower'),
  },
  {
    name: 'Baselines',
    actions: [
      'controltower:UpdateEnabledBaseline',
      'controltower:ResetEnabledBaseline',
      'controltower:DisableBaseline',
    ],
    resources: governed('enabledbaseline'),
    source: reference('controltower'),
  },
  {
    name: 'Controls',
    actions: ['controltower:UpdateEnabledControl', 'controltower:ResetEnabledControl', 'controltower:DisableControl'],
    resources: governed('enabledcontrol'),
    source: reference('controltower'),
  },
  {
    name: 'Products',
    actions: ['servicecatalog:ProvisionProduct'],
    resources: ({ partition, region, account }) => [`arn:${partition}:catalog:${region}:${account}:product/*`],
    source: reference('servicecatalog'),
  },
];

const stacks =
  (...types: readonly string[]): Arns =>
  ({ partition, account }) =>
    types.map((type) => `arn:${partition}:cloudformation:*:${account}:${type}`);

export const CLOUDFORMATION: readonly Narrowing[] = [
  {
    name: 'Stacks',
    actions: ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
    resources: stacks('stack/*'),
    source: reference('awscloudformation'),
  },
  {
    name: 'Instances',
    actions: [
      'cloudformation:CreateStackInstances',
      'cloudformation:UpdateStackInstances',
      'cloudformation:DeleteStackInstances',
      'cloudformation:UpdateStackSet',
    ],
    // A type's ARN has the account of who registered it, and none where that is AWS.
    resources: all(stacks('stackset/*', 'stackset-target/*'), ({ partition }) => [
      `arn:${partition}:cloudformation:*:*:type/resource/*`,
    ]),
    source: reference('awscloudformation'),
  },
  {
    name: 'StackSets',
    actions: ['cloudformation:DeleteStackSet', 'cloudformation:DetectStackSetDrift'],
    resources: stacks('stackset/*'),
    source: reference('awscloudformation'),
  },
  {
    name: 'Parameters',
    actions: ['ssm:GetParameters'],
    resources: ({ partition, region, account }) => [`arn:${partition}:ssm:${region}:${account}:parameter/*`],
    source: reference('awssystemsmanager'),
  },
];

export const CONFIG: readonly Narrowing[] = [
  ['Rules', ['PutOrganizationConfigRule', 'DeleteOrganizationConfigRule'], 'organization-config-rule/*'] as const,
  [
    'Packs',
    ['PutOrganizationConformancePack', 'DeleteOrganizationConformancePack'],
    'organization-conformance-pack/*',
  ] as const,
  [
    'Aggregators',
    ['PutConfigurationAggregator', 'DeleteConfigurationAggregator', 'TagResource', 'UntagResource'],
    'config-aggregator/*',
  ] as const,
].map(([name, actions, path]) => ({
  name,
  actions: actions.map((action) => `config:${action}`),
  resources: ({ partition, account }: Places) => [`arn:${partition}:config:*:${account}:${path}`],
  source: reference('awsconfig'),
}));

export const DIRECTORY: readonly Narrowing[] = [
  {
    name: 'Groups',
    actions: [
      'identitystore:CreateGroup',
      'identitystore:UpdateGroup',
      'identitystore:DeleteGroup',
      'identitystore:CreateGroupMembership',
      'identitystore:DeleteGroupMembership',
    ],
    resources: ({ partition, account }) => [
      `arn:${partition}:identitystore::${account}:identitystore/*`,
      ...['group', 'membership', 'user'].map((type) => `arn:${partition}:identitystore:::${type}/*`),
    ],
    source: reference('awsidentitystore'),
  },
];
