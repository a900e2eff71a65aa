import { table } from './record.js';

/** The preventive `CT.*.PV.*` controls that can be enabled: service control, resource control and declarative policies. */
export const PREVENTIVE = table(
  `
ka8e3pkqefnjsxuyc26ji580 | scp | CT.MULTISERVICE.PV.1 | MEDIUM | 2023-11-27 | - | regions | Deny Regions that are not on the list of the unit
1pnj54r660pkvmhplwda4dwzx | rcp | CT.S3.PV.2 | HIGH | 2024-11-13 | - | exemptions | Require the Authorization header for S3
17t3ueuzcrkzdmm2zj6lvmmy5 | rcp | CT.S3.PV.3 | HIGH | 2024-11-13 | - | exemptions | Require TLS 1.3 for S3
7oo9e9bcs8ilm6ekoxu322yb3 | rcp | CT.S3.PV.4 | MEDIUM | 2024-11-13 | - | exemptions | Keep S3 to principals of the organization
7mo7a2h2ebsq71l8k6uzr96ou | rcp | CT.S3.PV.5 | HIGH | 2024-11-13 | - | exemptions | Require encryption in transit for S3
bpnmuwwmpvn362b2l34xxrqfx | rcp | CT.S3.PV.6 | HIGH | 2024-11-13 | - | resource-exemptions | Require SSE-KMS for uploads to S3
eolw7feyvr8b4l2lfhp3bneou | rcp | CT.KMS.PV.7 | MEDIUM | 2024-11-13 | - | exemptions | Keep KMS keys to principals of the organization
dvhe47fxg5o6lryqrq9g6sxg4 | rcp | CT.SECRETSMANAGER.PV.1 | MEDIUM | 2024-11-13 | - | exemptions | Keep secrets to principals of the organization
54ih5t4iifupgyf22zo3kw45m | rcp | CT.SQS.PV.1 | MEDIUM | 2024-11-13 | - | exemptions | Keep queues to principals of the organization
aqnqv7jjgi2dtl6r1v12xglio | rcp | CT.STS.PV.1 | MEDIUM | 2024-11-13 | - | exemptions | Keep role assumption to principals of the organization
97hes2glndlye96adkdcdeef4 | scp | CT.EC2.PV.1 | HIGH | 2023-11-27 | - | exemptions | Require snapshots to come from encrypted volumes
dkjyeuczqj3rnyhn9116p16pw | scp | CT.EC2.PV.2 | HIGH | 2023-11-27 | - | exemptions | Require encryption of volumes when they are attached
chlzfpsllhs3knp1ixr773wa6 | scp | CT.EC2.PV.3 | HIGH | 2023-11-27 | - | exemptions | Deny snapshots that anybody can restore
5gujd7bqfq2uuprvwxrr7xgae | scp | CT.EC2.PV.4 | HIGH | 2023-11-27 | - | exemptions | Deny the EBS direct APIs
53u8m2z255npa7rldrk77vm5z | scp | CT.EC2.PV.5 | MEDIUM | 2023-11-27 | - | exemptions | Deny import and export of virtual machines
9sqqct2tcfsnr10yl4f2av1mq | scp | CT.EC2.PV.6 | LOW | 2023-11-27 | - | exemptions | Deny the deprecated spot request APIs
ek6wc2bmgzmho1kk6bn236mqt | declarative | CT.EC2.PV.7 | MEDIUM | 2024-12-01 | - | - | Block public sharing of EBS snapshots
acfp8qjz7eggnursu5pfw7q2w | declarative | CT.EC2.PV.8 | MEDIUM | 2024-12-01 | - | - | Block internet gateways of VPCs
4omjmqewmrxe3m827ttnlkft0 | declarative | CT.EC2.PV.9 | MEDIUM | 2024-12-01 | - | - | Block the EC2 serial console
clmlaa2in1wkntwekh7uw2jyx | declarative | CT.EC2.PV.11 | MEDIUM | 2024-12-01 | - | - | Block public sharing of AMIs
8tq2qsio9o9nliasf359rvnso | scp | CT.KMS.PV.1 | HIGH | 2023-11-27 | - | exemptions | Keep KMS grants to AWS services
7u843eisp117t8mfucyul9whq | scp | CT.KMS.PV.2 | HIGH | 2023-11-27 | - | exemptions | Deny RSA 2048 keys for encryption
beyhbq47poryf052dlel7oig5 | scp | CT.KMS.PV.3 | HIGH | 2023-11-27 | - | exemptions | Deny bypassing the key policy lockout check
71n7llai8iqaexpegculrycus | scp | CT.KMS.PV.4 | HIGH | 2023-11-27 | - | exemptions | Require key material from CloudHSM
6thin9envwltcgee4f3f2yukv | scp | CT.KMS.PV.5 | HIGH | 2023-11-27 | - | exemptions | Require imported key material
d0dnxm99zg7gfsow9ei70qhea | scp | CT.KMS.PV.6 | HIGH | 2023-11-27 | - | exemptions | Require key material from an external key store
3qpnxfs5vtzd2v2ql2f2mu7tq | scp | CT.LAMBDA.PV.1 | HIGH | 2023-11-27 | - | exemptions | Require IAM authentication of function URLs
aksh80tizisat4i4ou8qg1hdy | scp | CT.LAMBDA.PV.2 | HIGH | 2023-11-27 | - | exemptions | Keep functions to principals of the account
br8o4lzgtvz3he7f8sxg76k7q | scp | CT.APPSYNC.PV.1 | HIGH | 2023-11-27 | - | exemptions | Require private GraphQL APIs
`,
  'elective',
);
