/**
 * Who must be able to act in member accounts after every change, and what each needs: the lockout rule's data.
 * An account number is `*`, as is a region. Service-linked roles are absent: neither SCPs nor RCPs bind them.
 */
export interface Need {
  readonly actions: readonly string[];
  /** ARN pattern of what it acts on. */
  readonly resource: string;
  /** Why it needs them, for the reference. */
  readonly why: string;
}

export interface BuiltInPrincipal {
  readonly name: string;
  /** Pattern of its ARN, as a policy would except it. */
  readonly arn: string;
  /**
   * Where the pattern stands for many roles: any one of them, which no exception made for another one lets pass; more
   * than one spelling where the path depends on the home Region. It is stopped when no spelling is excepted.
   */
  readonly anyOne?: readonly string[];
  readonly needs: readonly Need[];
  /** Must be excepted outright: a deny that may stop it, depending on what only the request tells, is warned about. */
  readonly strict: boolean;
  /** Not a machine of the platform: people may be meant to be kept out of an account for a time. */
  readonly people?: true;
}

const STACK_OPERATIONS = [
  'cloudformation:CreateStack',
  'cloudformation:UpdateStack',
  'cloudformation:DeleteStack',
  'cloudformation:DescribeStacks',
  'cloudformation:DescribeStackEvents',
  'cloudformation:ListStackResources',
];

/** What an administrator needs to see that something is wrong and to put it right. */
const REPAIR: Need = {
  actions: ['cloudformation:DescribeStacks', 'cloudtrail:LookupEvents', 'iam:GetRole', 'iam:ListRoles'],
  resource: '*',
  why: 'people must be able to look at an account and mend it',
};

export const BUILT_IN_PRINCIPALS: readonly BuiltInPrincipal[] = [
  {
    name: 'AWSControlTowerExecution',
    arn: 'arn:aws:iam::*:role/AWSControlTowerExecution',
    strict: true,
    needs: [
      {
        actions: STACK_OPERATIONS,
        resource: '*',
        why: 'Control Tower deploys its baselines as stacks through this role',
      },
      {
        actions: [
          'config:PutConfigurationRecorder',
          'config:StartConfigurationRecorder',
          'config:StopConfigurationRecorder',
          'config:DeleteConfigurationRecorder',
          'config:PutDeliveryChannel',
          'config:DeleteDeliveryChannel',
          'config:PutConfigRule',
          'config:DeleteConfigRule',
        ],
        resource: '*',
        why: "it sets up the recorder and the detective controls; Control Tower's own policy excepts nobody else",
      },
      {
        actions: [
          'iam:AttachRolePolicy',
          'iam:CreateRole',
          'iam:DeleteRole',
          'iam:DeleteRolePolicy',
          'iam:DetachRolePolicy',
          'iam:GetRole',
          'iam:PassRole',
          'iam:PutRolePolicy',
          'iam:UpdateAssumeRolePolicy',
        ],
        resource: 'arn:aws:iam::*:role/aws-controltower-*',
        why: 'its stacks make the aws-controltower-* roles',
      },
      {
        actions: ['events:PutRule', 'events:PutTargets', 'events:RemoveTargets', 'events:DeleteRule'],
        resource: 'arn:aws:events:*:*:rule/aws-controltower-*',
        why: 'its stacks make the rules that forward events',
      },
      {
        actions: [
          'lambda:CreateFunction',
          'lambda:UpdateFunctionCode',
          'lambda:DeleteFunction',
          'lambda:AddPermission',
        ],
        resource: 'arn:aws:lambda:*:*:function:aws-controltower-*',
        why: 'its stacks make the function that forwards notifications',
      },
      {
        actions: ['sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:Subscribe', 'sns:DeleteTopic'],
        resource: 'arn:aws:sns:*:*:aws-controltower-*',
        why: 'its stacks make the notification topics',
      },
      {
        actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogGroup'],
        resource: 'arn:aws:logs:*:*:log-group:/aws/lambda/aws-controltower-*',
        why: 'its stacks make the log groups of that function',
      },
    ],
  },
  {
    name: 'stacksets-exec-*',
    arn: 'arn:aws:iam::*:role/stacksets-exec-*',
    strict: true,
    needs: [
      { actions: STACK_OPERATIONS, resource: '*', why: 'service-managed StackSets deploy through this role' },
      {
        actions: ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:DetachRolePolicy', 'iam:DeleteRole', 'iam:GetRole'],
        resource: 'arn:aws:iam::*:role/AWSControlTowerExecution',
        why: 'enrolling an account lays AWSControlTowerExecution through it',
      },
    ],
  },
  {
    name: 'aws-controltower-ConfigRecorderRole',
    arn: 'arn:aws:iam::*:role/aws-controltower-ConfigRecorderRole',
    strict: true,
    needs: [
      {
        actions: ['ec2:DescribeInstances', 'iam:GetAccountAuthorizationDetails', 's3:ListAllMyBuckets'],
        resource: '*',
        why: 'AWS Config reads the configuration of every resource through it',
      },
      {
        actions: ['s3:PutObject', 's3:GetBucketAcl'],
        resource: 'arn:aws:s3:::aws-controltower-*',
        why: 'AWS Config delivers to the log archive through it',
      },
    ],
  },
  {
    name: 'aws-controltower-ForwardSnsNotificationRole',
    arn: 'arn:aws:iam::*:role/aws-controltower-ForwardSnsNotificationRole',
    strict: true,
    needs: [
      {
        actions: ['sns:Publish'],
        resource: 'arn:aws:sns:*:*:aws-controltower-*',
        why: 'security notifications reach the audit account through it',
      },
      {
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resource: 'arn:aws:logs:*:*:log-group:/aws/lambda/aws-controltower-*',
        why: 'the forwarding function writes its log',
      },
    ],
  },
  {
    name: 'aws-controltower-*',
    arn: 'arn:aws:iam::*:role/aws-controltower-*',
    anyOne: ['arn:aws:iam::*:role/aws-controltower-AdministratorExecutionRole'],
    strict: false,
    needs: [
      {
        actions: ['cloudformation:DescribeStacks', 'config:DescribeConfigurationRecorders', 'iam:GetRole'],
        resource: '*',
        why: "the audit account's security team reaches every account through Control Tower's execution roles",
      },
    ],
  },
  {
    name: 'AWSReservedSSO_*',
    arn: 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_*',
    anyOne: [
      'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AnyPermissionSet_0123456789abcdef',
      'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_AnyPermissionSet_0123456789abcdef',
    ],
    strict: false,
    people: true,
    needs: [REPAIR],
  },
];

/** A way into a member account's resources that a resource control policy can shut. */
export interface ResourceNeed {
  readonly name: string;
  readonly action: string;
  readonly resource: string;
  readonly caller: 'landing-zone-role' | 'federated' | 'service';
  readonly why: string;
}

export const RESOURCE_NEEDS: readonly ResourceNeed[] = [
  {
    name: 'AWSControlTowerStackSetRole',
    action: 'sts:AssumeRole',
    resource: 'arn:aws:iam::*:role/AWSControlTowerExecution',
    caller: 'landing-zone-role',
    why: 'Control Tower enters every account by assuming AWSControlTowerExecution from the management account',
  },
  {
    name: 'sign-in through IAM Identity Center',
    action: 'sts:AssumeRoleWithSAML',
    resource: 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*',
    caller: 'federated',
    why: 'the call is made before there is a principal: it carries no aws:PrincipalOrgID and no aws:PrincipalIsAWSService',
  },
  {
    name: 'log delivery by AWS services',
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::aws-controltower-*',
    caller: 'service',
    why: 'CloudTrail and AWS Config write to the log archive as services: aws:PrincipalIsAWSService is true, aws:PrincipalOrgID is absent',
  },
];
