/**
 * IAM actions that AWS asks for beside the action of a call: older names of the same thing, or what a service does with
 * the permissions of its caller. Each row has its source; what no source names is not here.
 *
 * As of November 2026.
 */
export interface Companion {
  /** The actions of the calls. */
  readonly of: readonly string[];
  /** What has to be allowed too. */
  readonly actions: readonly string[];
  readonly source: string;
}

const reference = (service: string): string =>
  `https://docs.aws.amazon.com/service-authorization/latest/reference/list_${service}.html`;
const CONTROL_TOWER = reference('controltower');
const CONTROL_CATALOG = reference('controlcatalog');
const schema = (type: string, handlers: string): string =>
  `CloudFormation’s schema of ${type}: permissions of the handlers ${handlers}`;

const prefixed = (service: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `${service}:${name}`);
const controlTower = (...names: readonly string[]): readonly string[] => prefixed('controltower', ...names);
const organizations = (...names: readonly string[]): readonly string[] => prefixed('organizations', ...names);
const serviceCatalog = (...names: readonly string[]): readonly string[] => prefixed('servicecatalog', ...names);
const iam = (...names: readonly string[]): readonly string[] => prefixed('iam', ...names);

/** Control Tower mends the portfolio of Account Factory, and lets who calls it in. */
const ACCOUNT_FACTORY = serviceCatalog(
  'AssociatePrincipalWithPortfolio',
  'AssociateProductWithPortfolio',
  'CreatePortfolio',
  'CreateProduct',
  'CreateProvisioningArtifact',
  'ListPortfolios',
  'ListPrincipalsForPortfolio',
  'ListProvisioningArtifacts',
  'SearchProductsAsAdmin',
  'UpdatePortfolio',
  'UpdateProvisioningArtifact',
);
/** It writes its policies and its units in the caller's name. CreateOrganization stands there too: there is an organization already. */
const GUARDRAILS_AND_UNITS = organizations(
  'AttachPolicy',
  'CreateOrganizationalUnit',
  'CreatePolicy',
  'DeletePolicy',
  'DetachPolicy',
  'EnableAWSServiceAccess',
  'EnablePolicyType',
  'ListRoots',
  'UpdatePolicy',
);
const BASELINES = controlTower('EnableBaseline', 'UpdateEnabledBaseline', 'ResetEnabledBaseline', 'DisableBaseline');
const CONTROLS = controlTower('EnableControl', 'UpdateEnabledControl', 'ResetEnabledControl', 'DisableControl');
const LANDING_ZONE = controlTower('UpdateLandingZone', 'ResetLandingZone');

const READING: readonly Companion[] = [
  {
    of: controlTower('GetLandingZone'),
    actions: controlTower(
      'DescribeLandingZoneConfiguration',
      'GetAvailableUpdates',
      'GetLandingZoneDriftStatus',
      'GetLandingZoneStatus',
    ),
    source: CONTROL_TOWER,
  },
  {
    of: controlTower('GetLandingZoneOperation', 'ListLandingZoneOperations'),
    actions: controlTower('GetLandingZoneStatus'),
    source: CONTROL_TOWER,
  },
  { of: controlTower('ListLandingZones'), actions: controlTower('GetHomeRegion'), source: CONTROL_TOWER },
  {
    of: controlTower('ListEnabledBaselines'),
    actions: controlTower('ListManagedAccounts', 'ListManagedOrganizationalUnits'),
    source: CONTROL_TOWER,
  },
  {
    of: controlTower('GetEnabledBaseline'),
    actions: controlTower('DescribeManagedAccount', 'DescribeManagedOrganizationalUnit'),
    source: CONTROL_TOWER,
  },
  {
    of: controlTower('GetBaselineOperation'),
    actions: controlTower('DescribeRegisterOrganizationalUnitOperation'),
    source: CONTROL_TOWER,
  },
  { of: controlTower('ListEnabledControls'), actions: controlTower('ListGuardrailsForTarget'), source: CONTROL_TOWER },
  { of: controlTower('GetEnabledControl'), actions: controlTower('DescribeGuardrailForTarget'), source: CONTROL_TOWER },
  { of: ['controlcatalog:GetControl'], actions: controlTower('DescribeGuardrail'), source: CONTROL_CATALOG },
  { of: ['controlcatalog:ListControls'], actions: controlTower('ListGuardrails'), source: CONTROL_CATALOG },
];

const GOVERNING: readonly Companion[] = [
  { of: LANDING_ZONE, actions: controlTower('SetupLandingZone'), source: CONTROL_TOWER },
  {
    of: LANDING_ZONE,
    actions: [
      ...ACCOUNT_FACTORY,
      ...GUARDRAILS_AND_UNITS,
      'cloudformation:DescribeOrganizationsAccess',
      ...prefixed('sso', 'GetPeregrineStatus', 'ListDirectoryAssociations', 'RegisterRegion', 'StartPeregrine'),
    ],
    source: schema('AWS::ControlTower::LandingZone', 'update'),
  },
  {
    // The page allows six services altogether beside these; the schema names what is used of them.
    of: LANDING_ZONE,
    actions: [
      'backup:UpdateGlobalSettings',
      ...organizations(
        'DeregisterDelegatedAdministrator',
        'ListDelegatedAdministrators',
        'RegisterDelegatedAdministrator',
      ),
      ...iam(
        'AttachRolePolicy',
        'CreateRole',
        'CreateSAMLProvider',
        'CreateServiceLinkedRole',
        'DeleteRole',
        'DeleteRolePolicy',
        'DetachRolePolicy',
        'GetRole',
        'GetSAMLProvider',
        'ListAttachedRolePolicies',
        'ListRolePolicies',
        'PutRolePolicy',
      ),
    ],
    source: 'https://docs.aws.amazon.com/controltower/latest/userguide/lz-api-prereques.html',
  },
  {
    of: controlTower('EnableBaseline', 'UpdateEnabledBaseline', 'ResetEnabledBaseline'),
    actions: controlTower('ManageOrganizationalUnit'),
    source: CONTROL_TOWER,
  },
  { of: controlTower('DisableBaseline'), actions: controlTower('DeregisterOrganizationalUnit'), source: CONTROL_TOWER },
  {
    of: controlTower('EnableBaseline', 'EnableControl'),
    actions: controlTower('TagResource'),
    source: CONTROL_TOWER,
  },
  {
    of: BASELINES,
    actions: [...ACCOUNT_FACTORY, 'servicecatalog:DeleteProvisioningArtifact', ...GUARDRAILS_AND_UNITS],
    source: schema('AWS::ControlTower::EnabledBaseline', 'create, update and delete'),
  },
  { of: controlTower('EnableControl'), actions: controlTower('EnableGuardrail'), source: CONTROL_TOWER },
  { of: controlTower('DisableControl'), actions: controlTower('DisableGuardrail'), source: CONTROL_TOWER },
  {
    of: CONTROLS,
    actions: organizations(
      'AttachPolicy',
      'CreatePolicy',
      'DescribePolicy',
      'DetachPolicy',
      'ListPoliciesForTarget',
      'ListTargetsForPolicy',
      'UpdatePolicy',
    ),
    source: schema('AWS::ControlTower::EnabledControl', 'create, update and delete'),
  },
  {
    of: serviceCatalog('ProvisionProduct', 'UpdateProvisionedProduct'),
    actions: controlTower('CreateManagedAccount'),
    source: 'https://docs.aws.amazon.com/controltower/latest/userguide/automated-provisioning-walkthrough.html',
  },
];

const OTHERS: readonly Companion[] = [
  {
    of: organizations('CreateAccount'),
    actions: organizations('TagResource'),
    source: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html',
  },
  {
    of: prefixed('config', 'PutOrganizationConfigRule', 'PutOrganizationConformancePack'),
    actions: [...organizations('EnableAWSServiceAccess'), ...iam('CreateServiceLinkedRole', 'GetRole')],
    source: 'https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html',
  },
  {
    of: ['config:PutConfigurationAggregator'],
    actions: [...organizations('EnableAWSServiceAccess'), ...iam('PassRole')],
    source: 'https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationAggregator.html',
  },
  {
    of: ['cloudformation:ActivateOrganizationsAccess'],
    actions: [...organizations('EnableAWSServiceAccess'), ...iam('CreateServiceLinkedRole')],
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html',
  },
  {
    of: prefixed('cloudformation', 'CreateStackSet', 'UpdateStackSet'),
    actions: iam('PassRole'),
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html',
  },
  {
    of: prefixed('cloudformation', 'CreateStack', 'UpdateStack', 'CreateStackSet', 'UpdateStackSet'),
    actions: prefixed('cloudformation', 'TagResource'),
    source: reference('awscloudformation'),
  },
  {
    // CloudFormation fetches a template with the permissions of who names its address.
    of: prefixed('cloudformation', 'CreateStack', 'UpdateStack', 'CreateStackSet', 'UpdateStackSet'),
    actions: ['s3:GetObject'],
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-overview.html',
  },
  {
    of: ['sso:CreatePermissionSet'],
    actions: ['sso:TagResource'],
    source: 'https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html',
  },
  {
    of: prefixed('sso', 'CreateAccountAssignment', 'DeleteAccountAssignment', 'ProvisionPermissionSet'),
    actions: iam(
      'AttachRolePolicy',
      'CreateRole',
      'CreateSAMLProvider',
      'DeleteRolePolicy',
      'DetachRolePolicy',
      'GetRole',
      'GetSAMLProvider',
      'ListAttachedRolePolicies',
      'ListRolePolicies',
      'PutRolePolicy',
      'UpdateRole',
      'UpdateRoleDescription',
    ),
    source:
      'https://docs.aws.amazon.com/singlesignon/latest/userguide/iam-auth-access-using-id-policies.html (the role in the management account)',
  },
];

export const COMPANIONS: readonly Companion[] = [...READING, ...GOVERNING, ...OTHERS];

/** What has to be allowed beside these actions, sorted; those of `actions` themselves are left out. */
export function companionsOf(actions: readonly string[]): readonly string[] {
  const asked = new Set(actions);
  const beside = COMPANIONS.filter(({ of }) => of.some((action) => asked.has(action))).flatMap((row) => row.actions);
  return [...new Set(beside)].filter((action) => !asked.has(action)).sort();
}
