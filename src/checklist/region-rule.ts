/**
 * A Region rule to begin with: global services and the reads that consoles make are left alone, and so are Control
 * Tower's roles. Source: Control Tower control reference, "Region deny control applied to the OU"; IAM and Organizations
 * user guides on services that answer from one Region.
 */
const GLOBAL_SERVICES = [
  ...['access-analyzer', 'account', 'acm', 'artifact', 'aws-marketplace', 'billing', 'budgets', 'ce', 'chatbot'],
  ...['cloudfront', 'config', 'consolidatedbilling', 'cur', 'directconnect', 'ecr-public', 'fms', 'freetier'],
  ...['globalaccelerator', 'health', 'iam', 'invoicing', 'kms', 'networkmanager', 'notifications', 'organizations'],
  ...[
    'payments',
    'pricing',
    'resource-explorer-2',
    'route53',
    'route53domains',
    'savingsplans',
    'shield',
    'sso',
    'sts',
  ],
  ...['support', 'supportplans', 'sustainability', 'tax', 'trustedadvisor', 'waf', 'waf-regional', 'wafv2'],
];

const READS = ['ec2:DescribeRegions', 's3:GetBucketLocation', 's3:ListAllMyBuckets', 's3:*AccountPublicAccessBlock'];

const PLATFORM_ROLES = ['AWSControlTowerExecution', 'aws-controltower-*', 'stacksets-exec-*'];

/** A service control policy that denies what is asked of any Region but these. */
export function regionRule(regions: readonly string[]): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DenyOutsideApprovedRegions',
        Effect: 'Deny',
        NotAction: [...GLOBAL_SERVICES.map((service) => `${service}:*`), ...READS],
        Resource: '*',
        Condition: {
          StringNotEquals: { 'aws:RequestedRegion': regions },
          ArnNotLike: { 'aws:PrincipalArn': PLATFORM_ROLES.map((role) => `arn:*:iam::*:role/${role}`) },
        },
      },
    ],
  };
}
