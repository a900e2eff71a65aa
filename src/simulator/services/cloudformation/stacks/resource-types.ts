/**
 * What is known of a resource type: what its name and ARN look like, who else may not have that name, and which IAM
 * actions make, change and remove it. Types without a row get a name and an ARN of the common form.
 *
 * Source: the return values in the CloudFormation template reference; actions from the service authorization reference.
 */
export interface ResourceType {
  /** The property that names it; without one, or without a value, CloudFormation makes up a name. */
  readonly named?: string;
  /** What Ref gives; the name unless told. */
  readonly ref?: 'name' | 'arn';
  /** `{account}`, `{region}`, `{path}` and `{name}` are filled in. */
  readonly arn?: string;
  /** A made-up id instead of a made-up name: `vpc-` and 17 hexadecimal digits. */
  readonly idPrefix?: string;
  /** Within what a name is unique. `one`: there can be only one in an account and Region, whatever its name. */
  readonly unique?: 'region' | 'account' | 'world' | 'one';
  readonly lowerCase?: boolean;
  /** Longest name. */
  readonly length?: number;
  /** Attributes beside Arn: with the same places to fill in. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Create, update, delete. */
  readonly actions: readonly [string, string, string];
}

const actions = (service: string, create: string, update: string, remove: string): Pick<ResourceType, 'actions'> => ({
  actions: [`${service}:${create}`, `${service}:${update}`, `${service}:${remove}`],
});

const iam = (thing: string, kind: string, more: Partial<ResourceType> = {}): ResourceType => ({
  named: `${thing}Name`,
  arn: `arn:aws:iam::{account}:${kind}{path}{name}`,
  unique: 'account',
  length: 64,
  ...actions('iam', `Create${thing}`, `Update${thing}`, `Delete${thing}`),
  ...more,
});
const ec2 = (thing: string, idPrefix: string, attributes: ResourceType['attributes'] = {}): ResourceType => ({
  idPrefix,
  arn: `arn:aws:ec2:{region}:{account}:${thing.toLowerCase()}/{name}`,
  attributes,
  ...actions('ec2', `Create${thing}`, `Modify${thing}Attribute`, `Delete${thing}`),
});

export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': iam('Role', 'role', { attributes: { RoleId: 'AROA{random}' } }),
  'AWS::IAM::User': iam('User', 'user'),
  'AWS::IAM::Group': iam('Group', 'group'),
  'AWS::IAM::InstanceProfile': iam('InstanceProfile', 'instance-profile'),
  'AWS::IAM::ManagedPolicy': iam('ManagedPolicy', 'policy', {
    ref: 'arn',
    length: 128,
    attributes: { PolicyArn: 'arn:aws:iam::{account}:policy{path}{name}', PolicyId: 'ANPA{random}' },
    ...actions('iam', 'CreatePolicy', 'CreatePolicyVersion', 'DeletePolicy'),
  }),
  'AWS::IAM::Policy': { ...actions('iam', 'PutRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy') },
  'AWS::IAM::OIDCProvider': {
    ref: 'arn',
    named: 'Url',
    unique: 'account',
    arn: 'arn:aws:iam::{account}:oidc-provider/{host}',
    ...actions(
      'iam',
      'CreateOpenIDConnectProvider',
      'UpdateOpenIDConnectProviderThumbprint',
      'DeleteOpenIDConnectProvider',
    ),
  },
  'AWS::IAM::ServiceLinkedRole': {
    named: 'AWSServiceName',
    unique: 'account',
    ...actions('iam', 'CreateServiceLinkedRole', 'UpdateRole', 'DeleteServiceLinkedRole'),
  },
  'AWS::S3::Bucket': {
    named: 'BucketName',
    arn: 'arn:aws:s3:::{name}',
    unique: 'world',
    lowerCase: true,
    length: 63,
    attributes: {
      DomainName: '{name}.s3.amazonaws.com',
      RegionalDomainName: '{name}.s3.{region}.amazonaws.com',
      DualStackDomainName: '{name}.s3.dualstack.{region}.amazonaws.com',
      WebsiteURL: 'http://{name}.s3-website-{region}.amazonaws.com',
    },
    ...actions('s3', 'CreateBucket', 'PutBucketTagging', 'DeleteBucket'),
  },
  'AWS::S3::BucketPolicy': {
    named: 'Bucket',
    ...actions('s3', 'PutBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy'),
  },
  'AWS::Config::ConfigurationRecorder': {
    named: 'Name',
    unique: 'one',
    ...actions('config', 'PutConfigurationRecorder', 'PutConfigurationRecorder', 'DeleteConfigurationRecorder'),
  },
  'AWS::Config::DeliveryChannel': {
    named: 'Name',
    unique: 'one',
    ...actions('config', 'PutDeliveryChannel', 'PutDeliveryChannel', 'DeleteDeliveryChannel'),
  },
  'AWS::Config::ConfigRule': {
    named: 'ConfigRuleName',
    unique: 'region',
    arn: 'arn:aws:config:{region}:{account}:config-rule/config-rule-{random}',
    attributes: { ConfigRuleId: 'config-rule-{random}', 'Compliance.Type': 'INSUFFICIENT_DATA' },
    ...actions('config', 'PutConfigRule', 'PutConfigRule', 'DeleteConfigRule'),
  },
  'AWS::Config::AggregationAuthorization': actions(
    'config',
    'PutAggregationAuthorization',
    'PutAggregationAuthorization',
    'DeleteAggregationAuthorization',
  ),
  'AWS::Config::ConfigurationAggregator': {
    named: 'ConfigurationAggregatorName',
    unique: 'region',
    ...actions('config', 'PutConfigurationAggregator', 'PutConfigurationAggregator', 'DeleteConfigurationAggregator'),
  },
  'AWS::Budgets::Budget': { ...actions('budgets', 'ModifyBudget', 'ModifyBudget', 'ModifyBudget') },
  'AWS::SNS::Topic': {
    named: 'TopicName',
    ref: 'arn',
    arn: 'arn:aws:sns:{region}:{account}:{name}',
    attributes: { TopicArn: 'arn:aws:sns:{region}:{account}:{name}', TopicName: '{name}' },
    unique: 'region',
    ...actions('sns', 'CreateTopic', 'SetTopicAttributes', 'DeleteTopic'),
  },
  'AWS::SNS::TopicPolicy': actions('sns', 'SetTopicAttributes', 'SetTopicAttributes', 'SetTopicAttributes'),
  'AWS::SNS::Subscription': {
    ref: 'arn',
    arn: 'arn:aws:sns:{region}:{account}:{name}',
    ...actions('sns', 'Subscribe', 'SetSubscriptionAttributes', 'Unsubscribe'),
  },
  'AWS::SQS::Queue': {
    named: 'QueueName',
    arn: 'arn:aws:sqs:{region}:{account}:{name}',
    unique: 'region',
    attributes: { QueueName: '{name}', QueueUrl: 'https://sqs.{region}.amazonaws.com/{account}/{name}' },
    ...actions('sqs', 'CreateQueue', 'SetQueueAttributes', 'DeleteQueue'),
  },
  'AWS::Lambda::Function': {
    named: 'FunctionName',
    arn: 'arn:aws:lambda:{region}:{account}:function:{name}',
    unique: 'region',
    length: 64,
    ...actions('lambda', 'CreateFunction', 'UpdateFunctionCode', 'DeleteFunction'),
  },
  'AWS::Lambda::Permission': actions('lambda', 'AddPermission', 'AddPermission', 'RemovePermission'),
  'AWS::Logs::LogGroup': {
    named: 'LogGroupName',
    arn: 'arn:aws:logs:{region}:{account}:log-group:{name}:*',
    unique: 'region',
    ...actions('logs', 'CreateLogGroup', 'PutRetentionPolicy', 'DeleteLogGroup'),
  },
  'AWS::Events::Rule': {
    named: 'Name',
    arn: 'arn:aws:events:{region}:{account}:rule/{name}',
    unique: 'region',
    length: 64,
    ...actions('events', 'PutRule', 'PutRule', 'DeleteRule'),
  },
  'AWS::Events::EventBus': {
    named: 'Name',
    arn: 'arn:aws:events:{region}:{account}:event-bus/{name}',
    unique: 'region',
    attributes: { Name: '{name}' },
    ...actions('events', 'CreateEventBus', 'UpdateEventBus', 'DeleteEventBus'),
  },
  'AWS::Events::EventBusPolicy': actions('events', 'PutPermission', 'PutPermission', 'RemovePermission'),
  'AWS::AccessAnalyzer::Analyzer': {
    named: 'AnalyzerName',
    ref: 'arn',
    arn: 'arn:aws:access-analyzer:{region}:{account}:analyzer/{name}',
    unique: 'region',
    ...actions('access-analyzer', 'CreateAnalyzer', 'UpdateAnalyzer', 'DeleteAnalyzer'),
  },
  'AWS::SSM::Parameter': {
    named: 'Name',
    unique: 'region',
    attributes: { Type: '{Type}', Value: '{Value}' },
    ...actions('ssm', 'PutParameter', 'PutParameter', 'DeleteParameter'),
  },
  'AWS::KMS::Key': {
    idPrefix: '',
    arn: 'arn:aws:kms:{region}:{account}:key/{name}',
    attributes: { KeyId: '{name}' },
    ...actions('kms', 'CreateKey', 'PutKeyPolicy', 'ScheduleKeyDeletion'),
  },
  'AWS::KMS::Alias': {
    named: 'AliasName',
    unique: 'region',
    ...actions('kms', 'CreateAlias', 'UpdateAlias', 'DeleteAlias'),
  },
  'AWS::EC2::VPC': ec2('Vpc', 'vpc-', { VpcId: '{name}', CidrBlock: '{CidrBlock}' }),
  'AWS::EC2::Subnet': ec2('Subnet', 'subnet-', { SubnetId: '{name}', VpcId: '{VpcId}' }),
  'AWS::EC2::SecurityGroup': ec2('SecurityGroup', 'sg-', { GroupId: '{name}', VpcId: '{VpcId}' }),
  'AWS::GuardDuty::Detector': {
    idPrefix: '',
    unique: 'one',
    ...actions('guardduty', 'CreateDetector', 'UpdateDetector', 'DeleteDetector'),
  },
  'AWS::SecurityHub::Hub': {
    ref: 'arn',
    named: 'Hub',
    unique: 'one',
    arn: 'arn:aws:securityhub:{region}:{account}:hub/default',
    ...actions('securityhub', 'EnableSecurityHub', 'UpdateSecurityHubConfiguration', 'DisableSecurityHub'),
  },
};

/** `AWS::CloudWatch::Alarm` is made by `cloudwatch:CreateAlarm`: close enough for policies that deny by service. */
export function typeOf(type: string): ResourceType {
  const known = Object.hasOwn(RESOURCE_TYPES, type) ? RESOURCE_TYPES[type] : undefined;
  if (known) return known;
  // What stands behind a custom resource is called with its own rights; only that it is called is seen here.
  if (isCustom(type)) return actions('lambda', 'InvokeFunction', 'InvokeFunction', 'InvokeFunction');
  const [, service = 'unknown', thing = 'Thing'] = type.split('::');
  const prefix = service.toLowerCase();
  return {
    arn: `arn:aws:${prefix}:{region}:{account}:{name}`,
    ...actions(prefix, `Create${thing}`, `Update${thing}`, `Delete${thing}`),
  };
}

export function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** Types that are parts of CloudFormation and make nothing in the account. */
export function isInert(type: string): boolean {
  return type === 'AWS::CloudFormation::WaitConditionHandle' || type === 'AWS::CloudFormation::WaitCondition';
}
