import { table } from './record.js';

/** A sample of the controls that AWS Config owns. Most of the many hundreds have an alias that is not known here: those go by their id. */
export const CONFIG = table(
  `
1m3wi9y66gi199vwyqmu4lm4l | configRule | CONFIG.CLOUDTRAIL.DT.5 | MEDIUM | 2019-06-13 | CLOUDTRAIL_S3_DATAEVENTS_ENABLED | - | Find trails without S3 data events
8k65jh499ji8qa5tb3it7tdi5 | configRule | CONFIG.CODEPIPELINE.DT.1 | MEDIUM | 2018-11-01 | CODEPIPELINE_DEPLOYMENT_COUNT_CHECK | - | Find pipelines whose first stage deploys twice
aqh482zxh1libhd8e5pff5r1w | configRule | CONFIG.EC2.DT.10 | MEDIUM | 2021-07-23 | EC2_RESOURCES_PROTECTED_BY_BACKUP_PLAN | - | Find instances without a backup plan
1d908j9c0qtyr5vq7mora1ht2 | configRule | CONFIG.EC2.DT.17 | HIGH | 2019-05-20 | INTERNET_GATEWAY_AUTHORIZED_VPC_ONLY | - | Find internet gateways on VPCs that may not have one
bi738zni6ovf9d6dagobqtk6g | configRule | CONFIG.IAM.DT.5 | LOW | 2020-07-08 | IAM_NO_INLINE_POLICY_CHECK | - | Find inline policies
3jw8po9x95lr2nob65iaqhqir | configRule | CONFIG.IAM.DT.6 | LOW | 2018-01-05 | IAM_GROUP_HAS_USERS_CHECK | - | Find groups without users
497wrm2xnk1wxlf4obrdo7mej | configRule | CONFIG.LOGS.DT.1 | MEDIUM | 2019-07-18 | CLOUDWATCH_LOG_GROUP_ENCRYPTED | - | Find log groups without encryption
3b7ib9mi87kcw90atgx2nboax | configRule | CONFIG.SAGEMAKER.DT.3 | MEDIUM | 2019-07-25 | SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED | - | Find notebooks without a KMS key
1klk5z4sby5l0cfx65dmq2dsk | configRule | CONFIG.SECURITYHUB.DT.1 | HIGH | 2020-05-25 | SECURITYHUB_ENABLED | - | Find accounts without Security Hub
bgk0hcnypiq0nfsxdel2qtcbg | configRule | - | LOW | 2024-10-01 | APPMESH_VIRTUAL_NODE_TAGGED | - | Find App Mesh nodes without tags
1z76hhxafud38awzp3c5tdqmi | configRule | - | HIGH | 2024-01-03 | SERVICE_CATALOG_SHARED_WITHIN_ORGANIZATION | - | Find portfolios shared outside the organization
3z2onlhosjrmgoh6i0a1kvqze | configRule | - | MEDIUM | 2023-08-17 | RDS_AURORA_MYSQL_AUDIT_LOGGING_ENABLED | - | Find Aurora MySQL clusters without audit logs
dk29asxlgsndiettlx36hhyw | configRule | - | HIGH | 2022-02-03 | CLOUDWATCH_ALARM_ACTION_ENABLED_CHECK | - | Find alarms without actions
kzgddlkjzudxwosju830z1r3 | configRule | - | MEDIUM | 2021-07-23 | RDS_RESOURCES_PROTECTED_BY_BACKUP_PLAN | - | Find databases without a backup plan
5a655lmpvd9unwbmprdnsfqfp | configRule | - | HIGH | 2024-03-11 | GUARDDUTY_EKS_PROTECTION_AUDIT_ENABLED | - | Find GuardDuty without EKS audit logs
a6g2i7ofxtvube2uu3z46lkls | configRule | - | MEDIUM | 2023-10-12 | S3_BUCKET_MFA_DELETE_ENABLED | - | Find buckets without MFA delete
65l0pkpmktv0d9qw0c7gdhv5d | configRule | - | MEDIUM | 2024-03-28 | CLOUDTRAIL_ALL_READ_S3_DATA_EVENT_CHECK | - | Find trails without S3 read events
br8f3rbgtez3tn85jjem3nom | configRule | - | MEDIUM | 2020-07-08 | CW_LOGGROUP_RETENTION_PERIOD_CHECK | - | Find log groups with a short retention
n761ztipe2x0pp5mgaid4dnn | configRule | - | MEDIUM | 2023-01-23 | EKS_CLUSTER_LOGGING_ENABLED | - | Find EKS clusters without logs
m210ps7tw47wjifrjjvagrrs | configRule | - | CRITICAL | 2024-04-10 | CLOUDTRAIL_S3_BUCKET_PUBLIC_ACCESS_PROHIBITED | - | Find trail buckets open to everybody
`,
  'elective',
);
