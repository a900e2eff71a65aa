/**
 * The ontology above the controls: domains, their objectives, and the common controls of an objective. A sample of our own, with
 * made-up ids of the right form: nothing in the product depends on which there are.
 */
export interface Domain {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}
export interface Objective extends Domain {
  /** Id of its domain. */
  readonly domain: string;
}
export interface CommonControl extends Domain {
  /** Id of its objective. */
  readonly objective: string;
  /** Aliases of the controls that implement it. */
  readonly controls: readonly string[];
}

/** When all of it was made and last changed: AWS gives such times, ours means nothing. */
export const WRITTEN_AT = new Date('2024-04-08T00:00:00Z');

const domain = (id: string, name: string): Domain => ({
  id,
  name,
  description: `Everything about ${name.toLowerCase()}.`,
});
const objective = (id: string, of: string, name: string): Objective => ({
  id,
  name,
  description: `${name}, wherever that is needed.`,
  domain: of,
});
const common = (id: string, of: string, name: string, ...controls: string[]): CommonControl => ({
  id,
  name,
  description: `${name}.`,
  objective: of,
  controls,
});

export const DOMAINS: readonly Domain[] = [
  domain('simdataprotection', 'Data protection'),
  domain('simidentity', 'Identity and access management'),
  domain('simlogging', 'Logging and monitoring'),
  domain('simnetwork', 'Network security'),
];

export const OBJECTIVES: readonly Objective[] = [
  objective('simencryption', 'simdataprotection', 'Encrypt data'),
  objective('simresidency', 'simdataprotection', 'Keep data where it belongs'),
  objective('simleastprivilege', 'simidentity', 'Grant the least privilege'),
  objective('simauthentication', 'simidentity', 'Authenticate strongly'),
  objective('simactivity', 'simlogging', 'Log what happens'),
  objective('simexposure', 'simnetwork', 'Limit exposure to the internet'),
];

export const COMMON_CONTROLS: readonly CommonControl[] = [
  common(
    'simatrest00',
    'simencryption',
    'Encryption at rest',
    ...['AWS-GR_ENCRYPTED_VOLUMES', 'CT.EC2.PV.2'],
    'SH.EC2.7',
  ),
  common('simintransit', 'simencryption', 'Encryption in transit', 'CT.S3.PV.3', 'CT.S3.PV.5', 'SH.S3.5'),
  common('simregions00', 'simresidency', 'Allowed Regions', 'AWS-GR_REGION_DENY', 'CT.MULTISERVICE.PV.1'),
  common(
    'simperimeter',
    'simleastprivilege',
    'Data perimeter',
    ...['CT.S3.PV.4', 'CT.KMS.PV.7', 'CT.SQS.PV.1', 'CT.STS.PV.1'],
  ),
  common('simrootuser0', 'simleastprivilege', 'Root user', ...['AWS-GR_RESTRICT_ROOT_USER', 'SH.IAM.4']),
  common(
    'simmfa000000',
    'simauthentication',
    'Multi-factor authentication',
    'AWS-GR_ROOT_ACCOUNT_MFA_ENABLED',
    'SH.IAM.6',
  ),
  common('simtrails000', 'simactivity', 'API activity', 'SH.CloudTrail.1', 'CT.CLOUDTRAIL.PR.2'),
  common('simpublics30', 'simexposure', 'Public buckets', ...['SH.S3.1', 'SH.S3.2', 'CT.S3.PR.1']),
];

/** Requirement of a framework -> alias. CIS AWS Foundations Benchmark 1.4, as Security Hub's own pages pair them. */
export const FRAMEWORK = 'CIS AWS Foundations Benchmark v1.4.0';
export const FRAMEWORK_ITEMS: readonly (readonly [item: string, alias: string])[] = [
  ['CIS 1.4', 'SH.IAM.4'],
  ['CIS 1.6', 'SH.IAM.6'],
  ['CIS 1.10', 'SH.IAM.5'],
  ['CIS 2.1.2', 'SH.S3.5'],
  ['CIS 2.2.1', 'SH.EC2.7'],
  ['CIS 2.3.1', 'SH.RDS.3'],
  ['CIS 3.1', 'SH.CloudTrail.1'],
  ['CIS 3.2', 'SH.CloudTrail.4'],
  ['CIS 3.7', 'SH.CloudTrail.2'],
  ['CIS 3.8', 'SH.KMS.4'],
  ['CIS 3.9', 'SH.EC2.6'],
];

/** Controls that stand in a relation, by alias. */
export const RELATED: readonly (readonly [one: string, other: string, relation: 'COMPLEMENTARY' | 'ALTERNATIVE'])[] = [
  ['SH.S3.1', 'CT.S3.PR.1', 'COMPLEMENTARY'],
  ['AWS-GR_S3_BUCKET_PUBLIC_READ_PROHIBITED', 'SH.S3.2', 'ALTERNATIVE'],
  ['AWS-GR_S3_BUCKET_PUBLIC_WRITE_PROHIBITED', 'SH.S3.3', 'ALTERNATIVE'],
  ['AWS-GR_RDS_STORAGE_ENCRYPTED', 'SH.RDS.3', 'ALTERNATIVE'],
  ['AWS-GR_ENCRYPTED_VOLUMES', 'SH.EC2.3', 'ALTERNATIVE'],
  ['AWS-GR_EC2_INSTANCE_NO_PUBLIC_IP', 'SH.EC2.9', 'ALTERNATIVE'],
];
