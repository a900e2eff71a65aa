/**
 * Which policies of one's own hold the same knob as a control of Control Tower: how each is recognised. One line a
 * control. Source: Control Tower controls reference (October 2026), the policy that each preventive control writes.
 */
export type Mark =
  /** A Deny that names this action. */
  | { readonly type: 'scp' | 'rcp'; readonly denies: string }
  /** A Deny under a condition on this key, for a service where one is named. */
  | { readonly type: 'scp' | 'rcp'; readonly key: string; readonly service?: string }
  /** A Deny that is about root, of everything or of one action. */
  | { readonly type: 'scp'; readonly root: string }
  /** A setting of EC2. */
  | { readonly type: 'declarative-ec2'; readonly setting: string };

const denies = (action: string): Mark => ({ type: 'scp', denies: action });
const ours = (service: string): Mark => ({ type: 'rcp', key: 'aws:PrincipalOrgID', service });
const s3 = (key: string): Mark => ({ type: 'rcp', key, service: 's3' });
const setting = (name: string): Mark => ({ type: 'declarative-ec2', setting: name });
const region: Mark = { type: 'scp', key: 'aws:RequestedRegion' };

export const TWINS: Readonly<Record<string, Mark>> = {
  'AWS-GR_RESTRICT_ROOT_USER': { type: 'scp', root: '*' },
  'AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS': { type: 'scp', root: 'iam:CreateAccessKey' },
  'AWS-GR_REGION_DENY': region,
  'CT.MULTISERVICE.PV.1': region,
  'AWS-GR_AUDIT_BUCKET_ENCRYPTION_ENABLED': denies('s3:PutEncryptionConfiguration'),
  'AWS-GR_AUDIT_BUCKET_LOGGING_ENABLED': denies('s3:PutBucketLogging'),
  'AWS-GR_AUDIT_BUCKET_POLICY_CHANGES_PROHIBITED': denies('s3:PutBucketPolicy'),
  'AWS-GR_AUDIT_BUCKET_RETENTION_POLICY': denies('s3:PutLifecycleConfiguration'),
  'AWS-GR_DISALLOW_CROSS_REGION_NETWORKING': denies('ec2:CreateVpcPeeringConnection'),
  'AWS-GR_DISALLOW_VPC_INTERNET_ACCESS': denies('ec2:AttachInternetGateway'),
  'AWS-GR_DISALLOW_VPN_CONNECTIONS': denies('ec2:CreateVpnConnection'),
  'AWS-GR_RESTRICT_S3_CROSS_REGION_REPLICATION': denies('s3:PutReplicationConfiguration'),
  'AWS-GR_RESTRICT_S3_DELETE_WITHOUT_MFA': { type: 'scp', key: 'aws:MultiFactorAuthPresent', service: 's3' },
  'CT.CLOUDFORMATION.PR.1': denies('cloudformation:RegisterType'),
  'CT.EC2.PV.1': { type: 'scp', key: 'ec2:Encrypted', service: 'ec2' },
  'CT.EC2.PV.2': { type: 'scp', key: 'ec2:Encrypted', service: 'ec2' },
  'CT.EC2.PV.3': denies('ec2:ModifySnapshotAttribute'),
  'CT.EC2.PV.4': denies('ebs:StartSnapshot'),
  'CT.EC2.PV.5': denies('ec2:ImportImage'),
  'CT.EC2.PV.6': denies('ec2:RequestSpotInstances'),
  'CT.KMS.PV.1': { type: 'scp', key: 'kms:GrantIsForAWSResource' },
  'CT.KMS.PV.3': { type: 'scp', key: 'kms:BypassPolicyLockoutSafetyCheck' },
  'CT.LAMBDA.PV.1': { type: 'scp', key: 'lambda:FunctionUrlAuthType' },
  'CT.S3.PV.2': s3('s3:authType'),
  'CT.S3.PV.3': s3('s3:TlsVersion'),
  'CT.S3.PV.4': ours('s3'),
  'CT.S3.PV.5': s3('aws:SecureTransport'),
  'CT.S3.PV.6': s3('s3:x-amz-server-side-encryption-aws-kms-key-id'),
  'CT.KMS.PV.7': ours('kms'),
  'CT.SECRETSMANAGER.PV.1': ours('secretsmanager'),
  'CT.SQS.PV.1': ours('sqs'),
  'CT.STS.PV.1': ours('sts'),
  'CT.EC2.PV.7': setting('snapshot_block_public_access'),
  'CT.EC2.PV.8': setting('vpc_block_public_access'),
  'CT.EC2.PV.9': setting('serial_console_access'),
  'CT.EC2.PV.11': setting('image_block_public_access'),
};
