import { EXECUTION, prefixed, stringsOf, type Write } from './build.js';

/**
 * What a Region deny leaves alone: global services, and single actions of others. Source: controltower control reference,
 * primary-region-deny-policy and ou-region-deny.
 */
const SERVICES =
  'a4b access-analyzer account acm activate artifact aws-marketplace-management aws-marketplace aws-portal billing ' +
  'billingconductor budgets ce chatbot chime cloudfront compute-optimizer config consoleapp consolidatedbilling cur ' +
  'devicefarm directconnect ecr-public fms freetier globalaccelerator health iam importexport invoicing iq kms ' +
  'mobileanalytics networkmanager notifications-contacts notifications organizations payments pricing ' +
  'resource-explorer-2 route53-recovery-cluster route53-recovery-control-config route53-recovery-readiness route53 ' +
  'route53domains savingsplans shield sso sts support supportapp supportplans sustainability tax trustedadvisor ' +
  'waf-regional waf wafv2';

const ACTIONS = [
  'cloudtrail:LookupEvents',
  'datapipeline:GetAccountLimits',
  ...prefixed('ec2', 'DescribeRegions DescribeTransitGateways DescribeVpnGateways'),
  'license-manager:ListReceivedLicenses',
  'lightsail:Get*',
  'quicksight:DescribeAccountSubscription',
  'tag:GetResources',
  'vendor-insights:ListEntitledSecurityProfiles',
  ...prefixed(
    's3',
    'CreateMultiRegionAccessPoint DeleteMultiRegionAccessPoint DescribeMultiRegionAccessPointOperation',
  ),
  ...prefixed('s3', 'GetAccountPublicAccessBlock GetBucketLocation GetBucketPolicyStatus GetBucketPublicAccessBlock'),
  ...prefixed('s3', 'GetMultiRegionAccessPoint GetMultiRegionAccessPointPolicy GetMultiRegionAccessPointPolicyStatus'),
  ...prefixed('s3', 'GetStorageLensConfiguration GetStorageLensDashboard ListAllMyBuckets ListMultiRegionAccessPoints'),
  ...prefixed('s3', 'ListStorageLensConfigurations PutAccountPublicAccessBlock PutMultiRegionAccessPointPolicy'),
];

const EXEMPT = [
  EXECUTION,
  ...['aws-controltower-ConfigRecorderRole', 'aws-controltower-ForwardSnsNotificationRole'].map(
    (role) => `arn:*:iam::*:role/${role}`,
  ),
  'arn:*:iam::*:role/AWSControlTower_VPCFlowLogsRole',
];

/** The Region deny of a unit: it may allow Regions that the landing zone does not govern. */
export const unitRegionDeny: Write = ({ parameters }) => ({
  Condition: {
    StringNotEquals: { 'aws:RequestedRegion': [...stringsOf(parameters, 'AllowedRegions')] },
    ArnNotLike: { 'aws:PrincipalARN': [...EXEMPT, ...stringsOf(parameters, 'ExemptedPrincipalArns')] },
  },
  NotAction: [
    ...SERVICES.split(' ').map((service) => `${service}:*`),
    ...ACTIONS,
    ...stringsOf(parameters, 'ExemptedActions'),
  ],
  Resource: '*',
  Effect: 'Deny',
  Sid: 'CTMULTISERVICEPV1',
});
