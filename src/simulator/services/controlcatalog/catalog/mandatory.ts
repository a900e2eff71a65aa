import { table } from './record.js';

/**
 * What Control Tower enables by itself and the API refuses to enable or disable. CT.BACKUP.PV.1-3, CT.IAM.PV.1 and CT.S3.PV.1 are
 * paired with their ids by title; of CT.S3.PV.7, CT.S3.PV.8 and CT.SNS.PV.1 no id was ever published: these three are made up.
 * Columns: see `table`; the seventh says where the control applies.
 */
export const MANDATORY = table(
  `
3cerasw3dhjqcwatjqo2gk3wj | scp | AWS-GR_AUDIT_BUCKET_DELETION_PROHIBITED | CRITICAL | 2019-10-14 | - | security-3 | Keep the log archive bucket
9jzlkwys54gzgsx3pmkqnx8l1 | configRule | AWS-GR_AUDIT_BUCKET_PUBLIC_READ_PROHIBITED | CRITICAL | 2018-11-15 | S3_BUCKET_PUBLIC_READ_PROHIBITED | security-3 | Find a log archive bucket that anybody can read
ci9ov6vzjoi6vzkajgademvvo | configRule | AWS-GR_AUDIT_BUCKET_PUBLIC_WRITE_PROHIBITED | CRITICAL | 2018-11-15 | S3_BUCKET_PUBLIC_WRITE_PROHIBITED | security-3 | Find a log archive bucket that anybody can write
1iskvg0qcxofs1t78ittjbnr5 | scp | AWS-GR_CLOUDTRAIL_CHANGE_PROHIBITED | CRITICAL | 2019-05-21 | - | all-3 | Leave Control Tower trails as they are
9kckk934zwozk5koykyc8w2t2 | scp | AWS-GR_CLOUDTRAIL_CLOUDWATCH_LOGS_ENABLED | CRITICAL | 2019-05-21 | - | all-3 | Leave Control Tower trails connected to CloudWatch Logs
3y0z7ziftmm28vdnlzjwe9410 | scp | AWS-GR_CLOUDTRAIL_ENABLED | CRITICAL | 2019-05-21 | - | all-3 | Leave Control Tower trails switched on
wa2yjrj2zlenc1y71rim6z49 | scp | AWS-GR_CLOUDTRAIL_VALIDATION_ENABLED | CRITICAL | 2019-05-21 | - | all-3 | Leave trail log validation switched on
aoa66btqlvrz0ztealide8ll7 | scp | AWS-GR_CLOUDWATCH_EVENTS_CHANGE_PROHIBITED | CRITICAL | 2019-04-24 | - | all | Leave Control Tower event rules as they are
742lj0swg82u6ql8zgt51s7ji | scp | AWS-GR_CONFIG_AGGREGATION_AUTHORIZATION_POLICY | CRITICAL | 2019-10-14 | - | all-3 | Keep Control Tower aggregation authorizations
3ksucrmpxrisrr73zuw5jxry8 | scp | AWS-GR_CONFIG_AGGREGATION_CHANGE_PROHIBITED | CRITICAL | 2019-04-24 | - | all-3 | Leave tags of Control Tower Config resources as they are
e2saoisw5u8xe40acfetio41w | scp | AWS-GR_CONFIG_CHANGE_PROHIBITED | CRITICAL | 2019-04-30 | - | all | Leave the Config recorder and delivery channel as they are
4t6npb1xfud01v5ihhj9ldfax | scp | AWS-GR_CONFIG_ENABLED | CRITICAL | 2019-04-30 | - | all | Leave Config switched on
5lwgwp498974xwygy5ge7pxfz | scp | AWS-GR_CONFIG_RULE_CHANGE_PROHIBITED | CRITICAL | 2019-04-24 | - | all | Leave Control Tower Config rules as they are
1hgbgne5nxz2xtw51snbmli9b | scp | AWS-GR_CT_AUDIT_BUCKET_ENCRYPTION_CHANGES_PROHIBITED | CRITICAL | 2021-04-07 | - | security-3 | Leave encryption of Control Tower log buckets as it is
68y2k0smdsw3luca7s2fzoqhn | scp | AWS-GR_CT_AUDIT_BUCKET_LIFECYCLE_CONFIGURATION_CHANGES_PROHIBITED | CRITICAL | 2021-04-07 | - | security-3 | Leave lifecycle rules of Control Tower log buckets as they are
5sms9yvx9k7iawusagao3bx8u | scp | AWS-GR_CT_AUDIT_BUCKET_LOGGING_CONFIGURATION_CHANGES_PROHIBITED | CRITICAL | 2021-04-07 | - | security-3 | Leave access logging of Control Tower log buckets as it is
dmvclaluiuvtsmivvw5t7an1x | scp | AWS-GR_CT_AUDIT_BUCKET_POLICY_CHANGES_PROHIBITED | CRITICAL | 2021-04-07 | - | security-3 | Leave bucket policies of Control Tower log buckets as they are
1ln29qglgkigm9ajfka6u2p2u | configRule | AWS-GR_ENSURE_CLOUDTRAIL_ENABLED_ON_SHARED_ACCOUNTS | CRITICAL | 2022-07-12 | CLOUD_TRAIL_ENABLED | security-3 | Find a shared account without CloudTrail
e8m8q8hlntzfkjhhf99yk84jl | scp | AWS-GR_IAM_ROLE_CHANGE_PROHIBITED | CRITICAL | 2020-09-09 | - | all | Leave Control Tower and StackSets roles as they are
6g1vku0mw1b12o9jhuouxj8ia | scp | AWS-GR_LAMBDA_CHANGE_PROHIBITED | CRITICAL | 2019-04-24 | - | all | Leave Control Tower functions as they are
8cclsjiy1o81kfsmzpt85nbjk | scp | AWS-GR_LOG_GROUP_POLICY | CRITICAL | 2019-10-14 | - | all | Leave Control Tower log groups as they are
8axz4m7a5i0p6djlcszljt4v1 | scp | AWS-GR_SNS_CHANGE_PROHIBITED | CRITICAL | 2019-04-24 | - | all | Leave Control Tower topics as they are
4nsca5yf5oz41tr6r6bs5mmte | scp | AWS-GR_SNS_SUBSCRIPTION_CHANGE_PROHIBITED | CRITICAL | 2019-04-24 | - | all | Leave Control Tower topic subscriptions as they are
bi6bvy6txcckzf9tjfvths75v | scp | CT.BACKUP.PV.1 | CRITICAL | 2024-11-22 | - | backup | Leave Control Tower tags on backup resources as they are
44zz3wluwabpur8wz51oaq9qq | scp | CT.BACKUP.PV.2 | CRITICAL | 2024-11-22 | - | backup | Leave Control Tower backup report plans as they are
671slktn22aofmruidoa6a5s2 | scp | CT.BACKUP.PV.3 | CRITICAL | 2024-11-22 | - | backup | Leave Control Tower backup plans and vaults as they are
5wr6tg426ujkzansqoipzg6v3 | scp | CT.IAM.PV.1 | CRITICAL | 2024-11-22 | - | backup | Leave the Control Tower backup role as it is
d42rizgeen0rt6olmlwc3nox0 | scp | CT.S3.PV.1 | CRITICAL | 2024-11-22 | - | backup | Leave the buckets of backup reports as they are
0ct0s30pv070configbuckets | scp | CT.S3.PV.7 | CRITICAL | 2025-11-19 | - | security-4 | Leave the central Config bucket as it is
0ct0s30pv080loggingbucket | scp | CT.S3.PV.8 | CRITICAL | 2025-11-19 | - | security-4 | Leave the central trail and log buckets as they are
0ct0sns0pv010loggingtopic | scp | CT.SNS.PV.1 | CRITICAL | 2025-11-19 | - | security-4 | Leave the central notification topics as they are
`,
  'mandatory',
);

/** The landing zone's own Region deny, which only the console switches. */
export const CONSOLE_ONLY = table(
  `
cwlixshc8c8mw9qiwdw2z0zav | scp | AWS-GR_REGION_DENY | MEDIUM | 2022-07-26 | - | - | Deny Regions that the landing zone does not govern
`,
  'console-only',
);
