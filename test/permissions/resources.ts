import type { RequestContext } from '../../src/iam/condition.js';
import type { Caller, ServiceDefinition } from '../../src/simulator/service.js';
import { organizationOf, targetArnOf } from '../../src/simulator/services/organizations/for-services.js';
import type { World } from '../../src/simulator/world.js';

type Input = Readonly<Record<string, unknown>>;
type Arns = (input: Input, caller: Caller, world: World) => readonly string[];

/** What a call that names nothing is judged by: only `*` covers it. */
const NOTHING = 'arn:aws:none:::none';

/** ARNs by which AWS judges a call, all of which have to be allowed: https://docs.aws.amazon.com/service-authorization/. */
export function resourcesOf(
  service: ServiceDefinition<World>,
  operation: string,
  input: Input,
  caller: Caller,
  world: World,
): readonly string[] {
  const own = ARNS[`${service.name}:${operation}`];
  if (own) return own(input, caller, world);
  const resource = service.resource?.(input, caller);
  return [resource ?? NOTHING];
}

export function contextOf(input: Input): RequestContext {
  const task = (input['TaskPolicyArn'] as { arn?: string } | undefined)?.arn;
  return { 'sts:taskpolicyarn': task ?? null, 'iam:passedtoservice': null, 'kms:viaservice': null };
}

const target =
  (...members: readonly string[]): Arns =>
  (input, _caller, world) =>
    members.map((member) => targetArnOf(world, String(input[member])));
/** Its type is a part of the ARN that no call gives. */
const policy: Arns = ({ PolicyId }, { accountId }, world) => [
  String(PolicyId) === 'p-FullAWSAccess' || String(PolicyId).startsWith('p-RCPFull')
    ? `arn:aws:organizations::aws:policy/service_control_policy/${String(PolicyId)}`
    : `arn:aws:organizations::${accountId}:policy/${organizationOf(world)?.id}/service_control_policy/${String(PolicyId)}`,
];
const both =
  (...parts: readonly Arns[]): Arns =>
  (...given) =>
    parts.flatMap((part) => part(...given));
const inAccount: Arns = ({ AccountId }, { accountId }, world) => [
  AccountId === undefined
    ? `arn:aws:account::${accountId}:account`
    : `arn:aws:account::${accountId}:account/${organizationOf(world)?.id}/${String(AccountId)}`,
];
const given =
  (member: string, otherwise: string): Arns =>
  (input, { accountId, region }) => [
    String(input[member] ?? '').startsWith('arn:')
      ? String(input[member])
      : `arn:aws:${otherwise.replace('R:A', `${region}:${accountId}`)}`,
  ];
const stackSet: Arns = ({ StackSetName }, { accountId, region }) => [
  `arn:aws:cloudformation:${region}:${accountId}:stackset/${String(StackSetName)}:0f0f`,
];
const instances: Arns = (input, caller, world) => [
  ...stackSet(input, caller, world),
  `arn:aws:cloudformation:${caller.region}:${caller.accountId}:stackset-target/${String(input['StackSetName'])}`,
  `arn:aws:cloudformation:${caller.region}::type/resource/AWS-IAM-Role`,
];
const config =
  (path: string): Arns =>
  (_input, { accountId, region }) => [`arn:aws:config:${region}:${accountId}:${path}/name-x1x1`];
const directory =
  (...types: readonly string[]): Arns =>
  ({ IdentityStoreId }, { accountId }) => [
    `arn:aws:identitystore::${accountId}:identitystore/${String(IdentityStoreId)}`,
    ...types.map((type) => `arn:aws:identitystore:::${type}/90670d1b`),
  ];

const ARNS: Readonly<Record<string, Arns>> = {
  'organizations:AttachPolicy': both(policy, target('TargetId')),
  'organizations:DetachPolicy': both(policy, target('TargetId')),
  'organizations:UpdatePolicy': policy,
  'organizations:DeletePolicy': policy,
  'organizations:MoveAccount': target('AccountId', 'SourceParentId', 'DestinationParentId'),
  'organizations:CloseAccount': target('AccountId'),
  'organizations:RegisterDelegatedAdministrator': target('AccountId'),
  'organizations:DeregisterDelegatedAdministrator': target('AccountId'),
  'organizations:CreateOrganizationalUnit': target('ParentId'),
  'organizations:UpdateOrganizationalUnit': target('OrganizationalUnitId'),
  'organizations:DeleteOrganizationalUnit': target('OrganizationalUnitId'),
  'organizations:EnablePolicyType': target('RootId'),
  'organizations:DisablePolicyType': target('RootId'),
  'organizations:UntagResource': (input, caller, world) =>
    String(input['ResourceId']).startsWith('p-')
      ? policy({ PolicyId: input['ResourceId'] }, caller, world)
      : target('ResourceId')(input, caller, world),
  'account:PutAccountName': inAccount,
  'account:PutAlternateContact': inAccount,
  'account:DeleteAlternateContact': inAccount,
  'account:EnableRegion': inAccount,
  'account:DisableRegion': inAccount,
  'controltower:UpdateLandingZone': given('landingZoneIdentifier', 'controltower:R:A:landingzone/X'),
  'controltower:ResetLandingZone': given('landingZoneIdentifier', 'controltower:R:A:landingzone/X'),
  'controltower:UpdateEnabledBaseline': given('enabledBaselineIdentifier', 'controltower:R:A:enabledbaseline/X'),
  'controltower:ResetEnabledBaseline': given('enabledBaselineIdentifier', 'controltower:R:A:enabledbaseline/X'),
  'controltower:DisableBaseline': given('enabledBaselineIdentifier', 'controltower:R:A:enabledbaseline/X'),
  'controltower:UpdateEnabledControl': given('enabledControlIdentifier', 'controltower:R:A:enabledcontrol/X'),
  'controltower:ResetEnabledControl': given('enabledControlIdentifier', 'controltower:R:A:enabledcontrol/X'),
  'controltower:DisableControl': given('enabledControlIdentifier', 'controltower:R:A:enabledcontrol/X'),
  'servicecatalog:ProvisionProduct': (input, { accountId, region }) => [
    `arn:aws:catalog:${region}:${accountId}:product/${String(input['ProductId'])}`,
  ],
  'cloudformation:CreateStackInstances': instances,
  'cloudformation:UpdateStackInstances': instances,
  'cloudformation:DeleteStackInstances': instances,
  'cloudformation:UpdateStackSet': instances,
  'cloudformation:DeleteStackSet': stackSet,
  'cloudformation:DetectStackSetDrift': stackSet,
  'cloudformation:CreateStackSet': () => [NOTHING],
  'ssm:GetParameters': ({ Names }, { accountId, region }) =>
    (Names as readonly string[]).map(
      (name) => `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, '')}`,
    ),
  'config:PutOrganizationConfigRule': config('organization-config-rule'),
  'config:DeleteOrganizationConfigRule': config('organization-config-rule'),
  'config:PutOrganizationConformancePack': config('organization-conformance-pack'),
  'config:DeleteOrganizationConformancePack': config('organization-conformance-pack'),
  'config:PutConfigurationAggregator': config('config-aggregator'),
  'config:DeleteConfigurationAggregator': config('config-aggregator'),
  'config:TagResource': given('ResourceArn', 'config:R:A:config-aggregator/x'),
  'config:UntagResource': given('ResourceArn', 'config:R:A:config-aggregator/x'),
  'identitystore:CreateGroup': directory(),
  'identitystore:UpdateGroup': directory('group'),
  'identitystore:DeleteGroup': directory('group'),
  'identitystore:CreateGroupMembership': directory('group', 'user'),
  'identitystore:DeleteGroupMembership': directory('group', 'membership', 'user'),
};
