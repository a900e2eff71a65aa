import { table } from './record.js';

/** A sample of the controls that are checks of Security Hub. Their alias is `SH.` and the check. */
export const SECURITY_HUB = table(
  `
6196g072xsp96yeq3aa5ow15z | securityHub | SH.ACM.1 | MEDIUM | 2022-11-28 | ACM.1 | - | Renew certificates in time
936nas0vwjqfmaumywxecv4y0 | securityHub | SH.Account.1 | MEDIUM | 2023-06-12 | Account.1 | - | Have a security contact
435u8u4w5bsf02tkxga5jisbc | securityHub | SH.CloudTrail.1 | HIGH | 2022-11-28 | CloudTrail.1 | - | Have a trail in every Region
1v5utj327dwamxfg70eqkip3x | securityHub | SH.CloudTrail.2 | MEDIUM | 2022-11-28 | CloudTrail.2 | - | Encrypt trails
624yg0j9d8swiglwfc1m4kvnm | securityHub | SH.CloudTrail.4 | MEDIUM | 2022-11-28 | CloudTrail.4 | - | Validate trail logs
22ra7otpbud6h1na9af9jomzz | securityHub | SH.CloudTrail.5 | LOW | 2022-11-28 | CloudTrail.5 | - | Send trails to CloudWatch Logs
by6pw078riiooqt3mnpta72m1 | securityHub | SH.CloudTrail.6 | CRITICAL | 2023-11-27 | CloudTrail.6 | - | Keep the trail bucket private
c9p83s9lc7djp5olntwupfuse | securityHub | SH.EC2.1 | CRITICAL | 2022-11-28 | EC2.1 | - | Keep EBS snapshots private
dowsaumj3n874siszx3j94m9n | securityHub | SH.EC2.2 | HIGH | 2022-11-28 | EC2.2 | - | Close the default security group
31r5w4ftcd5o9tnlawbrbq3jj | securityHub | SH.EC2.3 | MEDIUM | 2022-11-28 | EC2.3 | - | Encrypt attached volumes
blnba8rkwuvh4lm6aczhfk3t6 | securityHub | SH.EC2.6 | MEDIUM | 2022-11-28 | EC2.6 | - | Log the flows of every VPC
bkgka7c3b9hdcd9p20oz9r3gl | securityHub | SH.EC2.7 | MEDIUM | 2022-11-28 | EC2.7 | - | Encrypt EBS volumes by default
10au7g2tdfmykh2cunfbpbam1 | securityHub | SH.EC2.8 | HIGH | 2022-11-28 | EC2.8 | - | Use IMDSv2
960bqg9vkfg0lxyzi4lpdaehp | securityHub | SH.EC2.9 | HIGH | 2022-11-28 | EC2.9 | - | Run instances without public addresses
5z82gribzptw1rdfcau8z9z7w | securityHub | SH.EC2.19 | CRITICAL | 2022-11-28 | EC2.19 | - | Close security groups on high-risk ports
b8xfedwee6zjr0bjrxdqvv08s | securityHub | SH.ECR.1 | HIGH | 2022-11-28 | ECR.1 | - | Scan images
7rrde1yjxvdp8hyfina89c07z | securityHub | SH.ECS.4 | HIGH | 2022-11-28 | ECS.4 | - | Run containers without privileges
61hje4oueps6qdxay3759xied | securityHub | SH.EKS.1 | HIGH | 2023-11-27 | EKS.1 | - | Keep EKS endpoints private
62smpoz33dsy0oa7u1iwa58lz | securityHub | SH.GuardDuty.1 | HIGH | 2022-11-28 | GuardDuty.1 | - | Switch GuardDuty on
a7ertnvgba7449o25l6s75nrj | securityHub | SH.IAM.1 | HIGH | 2022-11-28 | IAM.1 | - | Write policies without full access
bxh5ltpzbcr59zexx3llhg3l9 | securityHub | SH.IAM.3 | MEDIUM | 2022-11-28 | IAM.3 | - | Rotate access keys
ezfflnh8xgshxb78grtt5sjc5 | securityHub | SH.IAM.4 | CRITICAL | 2022-11-28 | IAM.4 | - | Have no root access key
6g3gbim493yofkc9eg6vvnahm | securityHub | SH.IAM.5 | MEDIUM | 2022-11-28 | IAM.5 | - | Use MFA for console users
6m7lp1leyojfbzer6q0qlf8n | securityHub | SH.IAM.6 | CRITICAL | 2022-11-28 | IAM.6 | - | Use hardware MFA for the root user
5iuddap2hogdop2zua6rhiwb1 | securityHub | SH.IAM.7 | MEDIUM | 2022-11-28 | IAM.7 | - | Have a strong password policy
37d0dcugjcf4g8srpy5m1ua28 | securityHub | SH.KMS.3 | CRITICAL | 2022-11-28 | KMS.3 | - | Keep KMS keys from deletion
esv514s4zvnxdunuijbgerpn3 | securityHub | SH.KMS.4 | MEDIUM | 2023-11-27 | KMS.4 | - | Rotate KMS keys
63j7m384h4zhhq64ecs02qfil | securityHub | SH.Lambda.1 | CRITICAL | 2022-11-28 | Lambda.1 | - | Keep functions private
183fofr1mzp1r3bdyj6li0gfr | securityHub | SH.RDS.1 | CRITICAL | 2022-11-28 | RDS.1 | - | Keep database snapshots private
bbns1svmi60sz11i658ot4amf | securityHub | SH.RDS.2 | CRITICAL | 2022-11-28 | RDS.2 | - | Keep database instances private
dsrtfqf4g9gvlguj5hqahozla | securityHub | SH.RDS.3 | MEDIUM | 2022-11-28 | RDS.3 | - | Encrypt database instances
alm61aw5oxpgfgh3bhmish87u | securityHub | SH.S3.1 | MEDIUM | 2022-11-28 | S3.1 | - | Block public access in the account
bf7tazquaqsbjnbc6048qsk5c | securityHub | SH.S3.2 | CRITICAL | 2022-11-28 | S3.2 | - | Keep buckets from public reads
4eew3kh2s4a5nz872k7m7iybz | securityHub | SH.S3.3 | CRITICAL | 2022-11-28 | S3.3 | - | Keep buckets from public writes
35hoe56okxxh2ujnsub92wkym | securityHub | SH.S3.5 | MEDIUM | 2022-11-28 | S3.5 | - | Require TLS for buckets
2xknmxmas18xrbvvexzq9k06g | securityHub | SH.S3.8 | HIGH | 2022-11-28 | S3.8 | - | Block public access of each bucket
7ssm1k3r6iltm4pb3n2qan4a9 | securityHub | SH.S3.9 | MEDIUM | 2022-11-28 | S3.9 | - | Log access to buckets
2lm11lwo7o2f9r319g2a03ks3 | securityHub | SH.SSM.4 | CRITICAL | 2022-11-28 | SSM.4 | - | Keep documents private
54a6rhgyml01y7vexkrn7bgd2 | securityHub | SH.SecretsManager.1 | MEDIUM | 2022-11-28 | SecretsManager.1 | - | Rotate secrets
40iswz80r8swd3ttlmib5w6q8 | securityHub | SH.SQS.1 | MEDIUM | 2022-11-28 | SQS.1 | - | Encrypt queues
`,
  'elective',
);
