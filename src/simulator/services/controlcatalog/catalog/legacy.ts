import { table } from './record.js';

/** The optional controls with readable identifiers (`AWS-GR_...`), the oldest that Control Tower has. */
export const STRONGLY_RECOMMENDED = table(
  `
503uicglhjkokaajywfpt6ros | configRule | AWS-GR_ENCRYPTED_VOLUMES | HIGH | 2018-11-15 | ENCRYPTED_VOLUMES | - | Find attached EBS volumes without encryption
2j9gjxqfo040xtx8kd1jf4ni6 | configRule | AWS-GR_EBS_OPTIMIZED_INSTANCE | HIGH | 2019-07-30 | EBS_OPTIMIZED_INSTANCE | - | Find instances without EBS optimization
8c3i4catfgmyy1e19476v06rr | configRule | AWS-GR_EC2_VOLUME_INUSE_CHECK | HIGH | 2019-07-30 | EC2_VOLUME_INUSE_CHECK | - | Find EBS volumes that nothing uses
4jc77cq1lcr7g64xywwypykv8 | configRule | AWS-GR_RDS_INSTANCE_PUBLIC_ACCESS_CHECK | HIGH | 2019-07-30 | RDS_INSTANCE_PUBLIC_ACCESS_CHECK | - | Find database instances open to the internet
1h4eyqyyonp19dlrreqf1i3w0 | configRule | AWS-GR_RDS_SNAPSHOTS_PUBLIC_PROHIBITED | HIGH | 2019-07-30 | RDS_SNAPSHOTS_PUBLIC_PROHIBITED | - | Find database snapshots open to everybody
e34kieahgkm0lggs5g0s412jt | configRule | AWS-GR_RDS_STORAGE_ENCRYPTED | HIGH | 2019-07-30 | RDS_STORAGE_ENCRYPTED | - | Find database instances without storage encryption
df2ta5ytg2zatj1q7y5e09u32 | configRule | AWS-GR_RESTRICTED_COMMON_PORTS | HIGH | 2018-11-15 | RESTRICTED_INCOMING_TRAFFIC | - | Find security groups that open common TCP ports
6rilu41n0gb9w6mxrkyewoer4 | configRule | AWS-GR_RESTRICTED_SSH | HIGH | 2018-11-15 | INCOMING_SSH_DISABLED | - | Find security groups that open SSH to the internet
5kvme4m5d2b4d7if2fs5yg2ui | scp | AWS-GR_RESTRICT_ROOT_USER | HIGH | 2019-07-30 | - | root-user | Deny everything to the root user
8ui9y3oace2513xarz8aqojl7 | scp | AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS | HIGH | 2019-07-30 | - | exemptions | Deny access keys for the root user
24izmu4k16gv9tvd7sexnyrfy | configRule | AWS-GR_ROOT_ACCOUNT_MFA_ENABLED | HIGH | 2018-11-15 | ROOT_ACCOUNT_MFA_ENABLED | - | Find root users without MFA
8sw3pbid15t9cbww8d2w2qwgf | configRule | AWS-GR_S3_BUCKET_PUBLIC_READ_PROHIBITED | HIGH | 2018-11-15 | S3_BUCKET_PUBLIC_READ_PROHIBITED | - | Find buckets that anybody can read
9j9nwxj789d82sypnukhyyowy | configRule | AWS-GR_S3_BUCKET_PUBLIC_WRITE_PROHIBITED | HIGH | 2018-11-15 | S3_BUCKET_PUBLIC_WRITE_PROHIBITED | - | Find buckets that anybody can write
8sdhbqfe2fsmh3b1i2b24xaic | configRule | AWS-GR_DETECT_CLOUDTRAIL_ENABLED_ON_MEMBER_ACCOUNTS | HIGH | 2022-07-12 | CLOUD_TRAIL_ENABLED | - | Find accounts without CloudTrail
`,
  'strongly-recommended',
);

/** From `SUBNET_AUTO_ASSIGN...` on they are the ones for data residency. */
export const ELECTIVE = table(
  `
k4izcjxhukijhajp6ks5mjxk | scp | AWS-GR_AUDIT_BUCKET_ENCRYPTION_ENABLED | MEDIUM | 2019-04-30 | - | exemptions | Deny changes of bucket encryption
kr15xvw9oltta064g3o80ppk | scp | AWS-GR_AUDIT_BUCKET_LOGGING_ENABLED | MEDIUM | 2019-04-30 | - | exemptions | Deny changes of bucket access logging
4wtwsih93j7vct3k0pyvrs3e2 | scp | AWS-GR_AUDIT_BUCKET_POLICY_CHANGES_PROHIBITED | MEDIUM | 2019-04-30 | - | exemptions | Deny changes of bucket policies
ew9b99j144ugzye49kokym66c | scp | AWS-GR_AUDIT_BUCKET_RETENTION_POLICY | MEDIUM | 2019-04-30 | - | exemptions | Deny changes of bucket lifecycle rules
7z1uzm6s8qk7ym7m0sm56cq0u | configRule | AWS-GR_IAM_USER_MFA_ENABLED | MEDIUM | 2019-07-30 | IAM_USER_MFA_ENABLED | - | Find IAM users without MFA
1fvktjhpo9wdpt3pjb2wsz7nt | configRule | AWS-GR_MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS | MEDIUM | 2019-07-30 | MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS | - | Find console users without MFA
3zbcht7oxkzts9r1z20nz5lcw | scp | AWS-GR_RESTRICT_S3_CROSS_REGION_REPLICATION | MEDIUM | 2019-07-30 | - | exemptions | Deny replication of buckets to other Regions
69wj8mo0sfw7gbz9lklsu9u51 | scp | AWS-GR_RESTRICT_S3_DELETE_WITHOUT_MFA | MEDIUM | 2019-07-30 | - | exemptions | Deny deletion in S3 without MFA
e7pjiyz7qwijz4hvngvnsa61g | configRule | AWS-GR_S3_VERSIONING_ENABLED | MEDIUM | 2019-07-30 | S3_BUCKET_VERSIONING_ENABLED | - | Find buckets without versioning
50z1ot237wl8u1lv5ufau6qqo | configRule | AWS-GR_SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED | MEDIUM | 2021-11-30 | SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED | - | Find subnets that hand out public addresses
aemn4s3hxv9erree434pvjboi | configRule | AWS-GR_AUTOSCALING_LAUNCH_CONFIG_PUBLIC_IP_DISABLED | MEDIUM | 2021-11-30 | AUTOSCALING_LAUNCH_CONFIG_PUBLIC_IP_DISABLED | - | Find launch configurations with public addresses
dvuaav61i5cnfazfelmvn9m6k | scp | AWS-GR_DISALLOW_CROSS_REGION_NETWORKING | MEDIUM | 2021-11-30 | - | exemptions | Deny networking between Regions
41ngl8m5c4eb1myoz0t707n7h | scp | AWS-GR_DISALLOW_VPC_INTERNET_ACCESS | MEDIUM | 2021-11-30 | - | exemptions | Deny internet access to customer VPCs
5rlqt6yj6u0v0gb62pqdy4ae | scp | AWS-GR_DISALLOW_VPN_CONNECTIONS | MEDIUM | 2021-11-30 | - | exemptions | Deny VPN connections
dekrrxbiux86m6jdowdsbamze | configRule | AWS-GR_DMS_REPLICATION_NOT_PUBLIC | MEDIUM | 2021-11-30 | DMS_REPLICATION_NOT_PUBLIC | - | Find DMS replication instances open to the internet
87qo8rsoettjrxjevmjqcw1tu | configRule | AWS-GR_EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK | MEDIUM | 2021-12-01 | EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK | - | Find EBS snapshots that anybody can restore
4v7xtm83uvvyulk1wwpm4qm3s | configRule | AWS-GR_EC2_INSTANCE_NO_PUBLIC_IP | MEDIUM | 2021-11-30 | EC2_INSTANCE_NO_PUBLIC_IP | - | Find instances with a public address
aeellyghb27pbehyzua1nyena | configRule | AWS-GR_EKS_ENDPOINT_NO_PUBLIC_ACCESS | MEDIUM | 2021-12-01 | EKS_ENDPOINT_NO_PUBLIC_ACCESS | - | Find EKS endpoints open to the internet
2civrte1w8tqff4vbtzdl4abq | configRule | AWS-GR_ELASTICSEARCH_IN_VPC_ONLY | MEDIUM | 2021-11-30 | ELASTICSEARCH_IN_VPC_ONLY | - | Find search domains outside a VPC
5cnql6so7p7bs0khdjodjr9e2 | configRule | AWS-GR_EMR_MASTER_NO_PUBLIC_IP | MEDIUM | 2021-11-30 | EMR_MASTER_NO_PUBLIC_IP | - | Find EMR primary nodes with a public address
b2gzofz99eb7nsuj5g8wcimse | configRule | AWS-GR_LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED | MEDIUM | 2021-11-30 | LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED | - | Find functions that anybody can call
b8pjfqosgkgknznstduvel4rh | configRule | AWS-GR_NO_UNRESTRICTED_ROUTE_TO_IGW | MEDIUM | 2021-11-30 | NO_UNRESTRICTED_ROUTE_TO_IGW | - | Find unrestricted routes to an internet gateway
1oxkwnc4hwhi2ndv6ekwy7np7 | configRule | AWS-GR_REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK | MEDIUM | 2021-11-30 | REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK | - | Find Redshift clusters open to the internet
6wmutsohbkwhfw6sf7cbt5e81 | configRule | AWS-GR_S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC | MEDIUM | 2021-11-30 | S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC | - | Find accounts without the S3 public access block
66gfl06uj1v999z53szvu0exa | configRule | AWS-GR_SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS | MEDIUM | 2021-11-30 | SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS | - | Find notebooks with direct internet access
dfanrd8y5p7oj8fjyugqnakfr | configRule | AWS-GR_SSM_DOCUMENT_NOT_PUBLIC | MEDIUM | 2021-11-30 | SSM_DOCUMENT_NOT_PUBLIC | - | Find Systems Manager documents open to everybody
`,
  'elective',
);
