/**
 * Request rates of the AWS APIs that towerctl calls: token buckets, per account. A row's APIs share one bucket here,
 * since the source does not say whether they do; the simulator can be told to keep them apart.
 *
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (October 2026),
 * https://docs.aws.amazon.com/general/latest/gr/arg.html (Resource Groups Tagging),
 * https://docs.aws.amazon.com/accounts/latest/reference/quotas.html (Account Management),
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html (Identity Center and its store). `assumed` rows have no source.
 */
export interface Rate {
  readonly service: string;
  readonly operations: readonly string[];
  /** Tokens a second. */
  readonly perSecond: number;
  /** Tokens that an idle bucket holds. */
  readonly burst: number;
  readonly assumed?: boolean;
  /** Said of all these APIs as one: they share a bucket for certain. */
  readonly together?: boolean;
  /** Tokens a second up to which an assumed rate is raised while calls wait and AWS does not ask to slow down. */
  readonly growsTo?: number;
}

const organizations = (perSecond: number, burst: number, ...operations: string[]): Rate => ({
  service: 'organizations',
  operations,
  perSecond,
  burst,
});

export const RATES: readonly Rate[] = [
  organizations(0.05, 1, 'CloseAccount'),
  organizations(0.1, 3, 'CreateAccount', 'CreateGovCloudAccount'),
  organizations(20, 30, 'DescribeAccount'),
  organizations(2, 2, 'DescribeCreateAccountStatus'),
  organizations(5, 8, 'ListCreateAccountStatus'),
  organizations(1, 2, 'CreateOrganizationalUnit', 'DescribeOrganization'),
  organizations(2, 3, 'MoveAccount', 'UpdateOrganizationalUnit', 'DeleteOrganizationalUnit'),
  organizations(2, 2, 'DescribeOrganizationalUnit'),
  organizations(8, 12, 'ListAccounts'),
  organizations(6, 10, 'ListChildren'),
  organizations(5, 8, 'ListParents', 'ListAccountsForParent', 'ListOrganizationalUnitsForParent'),
  organizations(1, 2, 'ListRoots'),
  organizations(10, 15, 'ListTagsForResource'),
  organizations(4, 6, 'TagResource', 'UntagResource'),
  organizations(2, 3, 'CreatePolicy', 'DeletePolicy', 'AttachPolicy', 'DetachPolicy', 'UpdatePolicy'),
  organizations(2, 2, 'DescribePolicy'),
  organizations(1, 1, 'EnablePolicyType', 'DisablePolicyType'),
  organizations(5, 8, 'ListPolicies', 'ListPoliciesForTarget', 'ListTargetsForPolicy'),
  organizations(1, 2, 'EnableAWSServiceAccess', 'DisableAWSServiceAccess'),
  organizations(1, 3, 'ListAWSServiceAccessForOrganization', 'ListDelegatedServicesForAccount'),
  organizations(5, 8, 'ListDelegatedAdministrators'),
  organizations(1, 2, 'RegisterDelegatedAdministrator', 'DeregisterDelegatedAdministrator'),
  organizations(2, 2, 'RemoveAccountFromOrganization'),
  { service: 'organizations', operations: ['*'], perSecond: 2, burst: 3, assumed: true },
  { service: 'tagging', operations: ['GetResources'], perSecond: 15, burst: 15 },
  {
    service: 'controltower',
    operations: [
      'CreateLandingZone',
      'UpdateLandingZone',
      'ResetLandingZone',
      'DeleteLandingZone',
      'EnableBaseline',
      'UpdateEnabledBaseline',
      'ResetEnabledBaseline',
      'DisableBaseline',
      'EnableControl',
      'UpdateEnabledControl',
      'ResetEnabledControl',
      'DisableControl',
      'TagResource',
      'UntagResource',
    ],
    perSecond: 2,
    burst: 4,
    assumed: true,
  },
  { service: 'controltower', operations: ['*'], perSecond: 5, burst: 10, assumed: true },
  { service: 'controlcatalog', operations: ['*'], perSecond: 5, burst: 10, assumed: true },
  {
    service: 'cloudformation',
    operations: [
      'CreateStackSet',
      'UpdateStackSet',
      'DeleteStackSet',
      'CreateStackInstances',
      'UpdateStackInstances',
      'DeleteStackInstances',
      'DetectStackSetDrift',
      'StopStackSetOperation',
      'CreateStack',
      'UpdateStack',
      'DeleteStack',
      'ActivateOrganizationsAccess',
      'DeactivateOrganizationsAccess',
    ],
    perSecond: 2,
    burst: 4,
    assumed: true,
  },
  { service: 'cloudformation', operations: ['*'], perSecond: 5, burst: 10, assumed: true, growsTo: 50 },
  { service: 'ssm', operations: ['*'], perSecond: 5, burst: 10, assumed: true, growsTo: 40 },
  { service: 's3', operations: ['*'], perSecond: 5, burst: 10, assumed: true },
  { service: 'account', operations: ['PutAlternateContact'], perSecond: 5, burst: 8 },
  { service: 'account', operations: ['GetAlternateContact'], perSecond: 10, burst: 15 },
  { service: 'account', operations: ['DeleteAlternateContact'], perSecond: 1, burst: 6 },
  { service: 'account', operations: ['EnableRegion', 'DisableRegion'], perSecond: 1, burst: 1 },
  { service: 'account', operations: ['ListRegions', 'GetRegionOptStatus'], perSecond: 5, burst: 5 },
  { service: 'account', operations: ['*'], perSecond: 2, burst: 2, assumed: true },
  { service: 'servicecatalog', operations: ['*'], perSecond: 2, burst: 4, assumed: true },
  {
    service: 'config',
    operations: [
      'PutOrganizationConfigRule',
      'DeleteOrganizationConfigRule',
      'PutOrganizationConformancePack',
      'DeleteOrganizationConformancePack',
      'PutConfigurationAggregator',
      'DeleteConfigurationAggregator',
    ],
    perSecond: 2,
    burst: 4,
    assumed: true,
    growsTo: 10,
  },
  { service: 'config', operations: ['*'], perSecond: 5, burst: 10, assumed: true, growsTo: 50 },
  { service: 'sso', operations: ['*'], perSecond: 20, burst: 20, together: true },
  { service: 'identitystore', operations: ['*'], perSecond: 20, burst: 20 },
  { service: 'iam', operations: ['*'], perSecond: 5, burst: 10, assumed: true },
  { service: 'sns', operations: ['*'], perSecond: 20, burst: 20, assumed: true },
  { service: 'codepipeline', operations: ['*'], perSecond: 2, burst: 5, assumed: true },
  { service: 'sqs', operations: ['*'], perSecond: 20, burst: 20, assumed: true },
  { service: 'sts', operations: ['*'], perSecond: 20, burst: 20, assumed: true },
];

const ASSUMED: Rate = { service: '*', operations: ['*'], perSecond: 5, burst: 5, assumed: true };

/** The bucket that an API draws from: the row that names it, else the service's `*` row, else a stated assumption. */
export function rateOf(service: string, operation: string): Rate {
  const rows = RATES.filter((rate) => rate.service === service);
  return (
    rows.find((rate) => rate.operations.includes(operation)) ??
    rows.find((rate) => rate.operations.includes('*')) ??
    ASSUMED
  );
}
