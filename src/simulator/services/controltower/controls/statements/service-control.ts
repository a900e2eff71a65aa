import type { Json, JsonObject } from '../../../../../model.js';
import { EXECUTION, exempting, parameterNamed, prefixed, statement, type Write } from './build.js';
import { unitRegionDeny } from './region-deny.js';

/**
 * What each optional service control policy control denies, by alias. Source: controltower control reference,
 * strongly-recommended, elective and data-residency preventive controls, and the page of each CT.*.PV.* control.
 */
type Exempt = 'execution role' | 'nobody';

function deny(sid: string, action: Json, exempt: Exempt, condition: JsonObject = {}, resource = '*'): Write {
  return (wanted) =>
    statement(
      { ...condition, ...exempting(wanted, exempt === 'execution role' ? [EXECUTION] : []) },
      { Action: action, Resource: resource, Effect: 'Deny', Sid: sid },
    );
}

const ROOT: JsonObject = { ArnLike: { 'aws:PrincipalArn': ['arn:*:iam::*:root'] } };

/** With ExemptAssumeRoot only a real sign-in as root is denied: sessions of AssumeRoot carry the key. */
const rootUser: Write = (wanted) => {
  const exemptsSessions = parameterNamed(wanted.parameters, 'ExemptAssumeRoot') === true;
  const condition = {
    ...ROOT,
    ...exempting(wanted),
    ...(exemptsSessions ? { Null: { 'aws:AssumedRoot': 'true' } } : {}),
  };
  return statement(condition, { Action: '*', Resource: '*', Effect: 'Deny', Sid: 'GRRESTRICTROOTUSER' });
};

const origin = (sid: string, keyOrigin: string): Write =>
  deny(sid, 'kms:CreateKey', 'nobody', { StringNotEquals: { 'kms:KeyOrigin': keyOrigin } });
const unencrypted: JsonObject = { Bool: { 'ec2:Encrypted': 'false' } };

const LEGACY: Readonly<Record<string, Write>> = {
  'AWS-GR_RESTRICT_ROOT_USER': rootUser,
  'AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS': deny('GRRESTRICTROOTUSERACCESSKEYS', 'iam:CreateAccessKey', 'nobody', ROOT),
  'AWS-GR_AUDIT_BUCKET_ENCRYPTION_ENABLED': deny(
    'GRAUDITBUCKETENCRYPTIONENABLED',
    ['s3:PutEncryptionConfiguration'],
    'execution role',
  ),
  'AWS-GR_AUDIT_BUCKET_LOGGING_ENABLED': deny('GRAUDITBUCKETLOGGINGENABLED', ['s3:PutBucketLogging'], 'execution role'),
  'AWS-GR_AUDIT_BUCKET_POLICY_CHANGES_PROHIBITED': deny(
    'GRAUDITBUCKETPOLICYCHANGESPROHIBITED',
    ['s3:PutBucketPolicy'],
    'execution role',
  ),
  'AWS-GR_AUDIT_BUCKET_RETENTION_POLICY': deny(
    'GRAUDITBUCKETRETENTIONPOLICY',
    ['s3:PutLifecycleConfiguration'],
    'execution role',
  ),
  'AWS-GR_DISALLOW_CROSS_REGION_NETWORKING': deny(
    'GRDISALLOWCROSSREGIONNETWORKING',
    [
      ...prefixed('cloudfront', 'CreateDistribution UpdateDistribution'),
      ...prefixed('ec2', 'AcceptTransitGatewayPeeringAttachment AcceptVpcPeeringConnection'),
      ...prefixed('ec2', 'CreateTransitGatewayPeeringAttachment CreateVpcPeeringConnection'),
      ...prefixed('globalaccelerator', 'Create* Update*'),
    ],
    'nobody',
  ),
  'AWS-GR_DISALLOW_VPC_INTERNET_ACCESS': deny(
    'GRDISALLOWVPCINTERNETACCESS',
    [
      ...prefixed('ec2', 'AttachEgressOnlyInternetGateway AttachInternetGateway CreateCarrierGateway'),
      ...prefixed('ec2', 'CreateDefaultSubnet CreateDefaultVpc CreateEgressOnlyInternetGateway CreateInternetGateway'),
    ],
    'execution role',
  ),
  'AWS-GR_DISALLOW_VPN_CONNECTIONS': deny(
    'GRDISALLOWVPNCONNECTIONS',
    [
      ...prefixed('ec2', 'AssociateClientVpnTargetNetwork AttachVPNGateway AuthorizeClientVpnIngress'),
      ...prefixed('ec2', 'CreateClientVpnEndpoint CreateCustomerGateway CreateVPNGateway CreateVpnConnection'),
      ...prefixed('ec2', 'ModifyClientVpnEndpoint ModifyVpnConnection'),
    ],
    'nobody',
  ),
  'AWS-GR_RESTRICT_S3_CROSS_REGION_REPLICATION': deny(
    'GRRESTRICTS3CROSSREGIONREPLICATION',
    ['s3:PutReplicationConfiguration'],
    'nobody',
  ),
  'AWS-GR_RESTRICT_S3_DELETE_WITHOUT_MFA': deny(
    'GRRESTRICTS3DELETEWITHOUTMFA',
    ['s3:DeleteObject', 's3:DeleteBucket'],
    'nobody',
    { BoolIfExists: { 'aws:MultiFactorAuthPresent': ['false'] } },
  ),
};

const MODERN: Readonly<Record<string, Write>> = {
  'CT.MULTISERVICE.PV.1': unitRegionDeny,
  'CT.EC2.PV.1': deny(
    'CTEC2PV1',
    prefixed('ec2', 'CreateSnapshot CreateSnapshots'),
    'nobody',
    unencrypted,
    'arn:*:ec2:*:*:volume/*',
  ),
  'CT.EC2.PV.2': deny('CTEC2PV2', 'ec2:AttachVolume', 'nobody', unencrypted, 'arn:*:ec2:*:*:volume/*'),
  'CT.EC2.PV.3': deny(
    'CTEC2PV3',
    'ec2:ModifySnapshotAttribute',
    'nobody',
    { StringEquals: { 'ec2:Add/group': 'all' } },
    'arn:*:ec2:*::snapshot/*',
  ),
  'CT.EC2.PV.4': deny('CTEC2PV4', 'ebs:*', 'nobody'),
  'CT.EC2.PV.5': deny(
    'CTEC2PV5',
    prefixed('ec2', 'CreateInstanceExportTask ExportImage ImportImage ImportInstance ImportSnapshot ImportVolume'),
    'nobody',
  ),
  'CT.EC2.PV.6': deny('CTEC2PV6', prefixed('ec2', 'RequestSpotFleet RequestSpotInstances'), 'nobody'),
  'CT.KMS.PV.1': deny('CTKMSPV1', 'kms:CreateGrant', 'nobody', {
    BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' },
  }),
  'CT.KMS.PV.2': deny('CTKMSPV2', 'kms:CreateKey', 'nobody', {
    StringEquals: { 'kms:KeyUsage': 'ENCRYPT_DECRYPT', 'kms:KeySpec': 'RSA_2048' },
  }),
  'CT.KMS.PV.3': deny('CTKMSPV3', prefixed('kms', 'CreateKey PutKeyPolicy'), 'nobody', {
    Bool: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' },
  }),
  'CT.KMS.PV.4': origin('CTKMSPV4', 'AWS_CLOUDHSM'),
  'CT.KMS.PV.5': origin('CTKMSPV5', 'EXTERNAL'),
  'CT.KMS.PV.6': origin('CTKMSPV6', 'EXTERNAL_KEY_STORE'),
  'CT.LAMBDA.PV.1': deny(
    'CTLAMBDAPV1',
    prefixed('lambda', 'CreateFunctionUrlConfig UpdateFunctionUrlConfig'),
    'nobody',
    { StringNotEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
    'arn:*:lambda:*:*:function:*',
  ),
  'CT.LAMBDA.PV.2': deny(
    'CTLAMBDAPV2',
    'lambda:AddPermission',
    'execution role',
    // Policy variables of IAM, written out by AWS when a request comes.
    {
      StringNotLike: {
        'lambda:Principal': ['arn:*:iam::$' + '{aws:PrincipalAccount}:*', '$' + '{aws:PrincipalAccount}'],
      },
    },
    'arn:*:lambda:*:*:function:*',
  ),
  'CT.APPSYNC.PV.1': deny('CTAPPSYNCPV1', 'appsync:CreateGraphqlApi', 'nobody', {
    StringNotEquals: { 'appsync:Visibility': 'PRIVATE' },
  }),
};

export const SERVICE_CONTROL: Readonly<Record<string, Write>> = { ...LEGACY, ...MODERN };
