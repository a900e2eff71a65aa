import { table } from './record.js';

/** A sample of the proactive controls: CloudFormation hooks that check a template before anything is made. */
export const PROACTIVE = table(
  `
8uk3vrotlr08jfb0cbxp5klbs | hook | CT.S3.PR.1 | HIGH | 2022-11-28 | - | - | Require the public access block on buckets
bldrbdi7z89soc6a4jmwahe13 | hook | CT.S3.PR.2 | MEDIUM | 2022-11-28 | - | - | Require access logging on buckets
ennuq33rpjxv01mb4zkmnssvh | hook | CT.S3.PR.3 | HIGH | 2022-11-28 | - | - | Require versioning and a lifecycle rule on buckets
41tk5dewlofcsudoey8zn5suw | hook | CT.S3.PR.5 | MEDIUM | 2022-11-28 | - | - | Require buckets without access control lists
2wsx5sll20kxurworrzvjn7by | hook | CT.EC2.PR.1 | HIGH | 2022-11-28 | - | - | Require IMDSv2 in launch templates
aha0vx4wj2i7ckaa8ffykfz3f | hook | CT.EC2.PR.2 | HIGH | 2022-11-28 | - | - | Require a hop limit of one in launch templates
6b0cmdhjrkgioo253ccycy4oz | hook | CT.EC2.PR.3 | HIGH | 2022-11-28 | - | - | Require security groups closed to the world
39o509cq5imkyls30q7qc6ynd | hook | CT.EC2.PR.4 | CRITICAL | 2022-11-28 | - | - | Require security groups closed on high-risk ports
cdn8m939ffm43gw43z7fzlmoj | hook | CT.EC2.PR.5 | MEDIUM | 2022-11-28 | - | - | Require network ACLs closed on SSH and RDP
ev4nb47hdhfom2ic1k0ljc7am | hook | CT.EC2.PR.9 | HIGH | 2022-11-28 | - | - | Require launch templates without public addresses
dqr0y5wiori5frkzvn07uqe84 | hook | CT.EC2.PR.11 | MEDIUM | 2022-11-28 | - | - | Require subnets without automatic public addresses
4jsy379fd0q0gtab42c8elvci | hook | CT.RDS.PR.4 | MEDIUM | 2022-11-28 | - | - | Require IAM authentication of database clusters
59y47gfli6wgzxe5osd0odkqu | hook | CT.RDS.PR.16 | HIGH | 2022-11-28 | - | - | Require encryption of database clusters
9aj5vlxkdk2omkauvx0gg52w8 | hook | CT.RDS.PR.23 | CRITICAL | 2022-11-28 | - | - | Require private database instances
47j0mbl42qhyollch0c07aawc | hook | CT.RDS.PR.24 | MEDIUM | 2022-11-28 | - | - | Require encryption of database instances
1paru4wpdnqadarlqxnt1q0xy | hook | CT.CLOUDTRAIL.PR.1 | HIGH | 2022-11-28 | - | - | Require encryption of trails
cok7rgoujcdjcy6bjzgpvnq8w | hook | CT.CLOUDTRAIL.PR.2 | HIGH | 2022-11-28 | - | - | Require log validation of trails
d04qbloib2yczb2tx05rdva68 | hook | CT.CODEBUILD.PR.2 | CRITICAL | 2022-11-28 | - | - | Require build variables without credentials
4b0nsxnd47747up54ytdqesxi | hook | CT.CODEBUILD.PR.3 | MEDIUM | 2022-11-28 | - | - | Require logging of build projects
2revak523sghuta5v2e4tg2np | hook | CT.KMS.PR.1 | MEDIUM | 2022-11-28 | - | - | Require rotation of KMS keys
9yksb96puyx3sy9rpmpvxa9np | hook | CT.LAMBDA.PR.2 | CRITICAL | 2022-11-28 | - | - | Require functions that are not public
4docid6lj7n5tstdmm7btegt1 | hook | CT.DYNAMODB.PR.1 | MEDIUM | 2022-11-28 | - | - | Require point-in-time recovery of tables
t9o3qsxqw22ioiativ7dcuzo | hook | CT.ECR.PR.2 | HIGH | 2022-11-28 | - | - | Require image scanning of repositories
7h3w6x1qz33e0swgny0r74ddl | hook | CT.ECS.PR.11 | HIGH | 2022-11-28 | - | - | Require containers without privileges
c8gsegqwv11rna94vbgowk3ju | hook | CT.IAM.PR.1 | HIGH | 2022-11-28 | - | - | Require inline policies without full access
aha5r73xm13gvf65wsbeeaqb4 | hook | CT.IAM.PR.2 | HIGH | 2022-11-28 | - | - | Require customer policies without full access
eqy4pbwtj21ji8uqbkyg33qp8 | hook | CT.SQS.PR.2 | MEDIUM | 2022-11-28 | - | - | Require encryption of queues
7r038sl1gpvi5b8v6v860yi6 | hook | CT.GUARDDUTY.PR.1 | HIGH | 2022-11-28 | - | - | Require S3 protection in GuardDuty detectors
7tr6sea4ltehzuwlez45kdaqy | hook | CT.REDSHIFT.PR.1 | CRITICAL | 2022-11-28 | - | - | Require private Redshift clusters
9qewfxm4wco89fq9q4ahpslmm | hook | CT.ELASTICLOADBALANCING.PR.9 | MEDIUM | 2022-11-28 | - | - | Require TLS listeners on load balancers
`,
  'elective',
);
