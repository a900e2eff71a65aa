/** The baselines that there are: ids are the same in every Region. Source: AWS CLI examples, user guide types-of-baselines. */
export interface Baseline {
  readonly name: string;
  readonly id: string;
  /** Units have theirs enabled by EnableBaseline; the landing zone's come and go with its settings. */
  readonly level: 'unit' | 'landing-zone';
  readonly description: string;
}

export const BASELINES: readonly Baseline[] = [
  {
    name: 'AWSControlTowerBaseline',
    id: '17BSJV3IGJ2QSGA2',
    level: 'unit',
    description: 'Governs a unit: resources and mandatory controls in its member accounts.',
  },
  {
    name: 'ConfigBaseline',
    id: '1QBGH2G48YVGDQ3Y',
    level: 'unit',
    description: 'AWS Config recording in the member accounts of a unit, which detective controls need.',
  },
  {
    name: 'BackupBaseline',
    id: 'APO9ATVPBKFRRGLK',
    level: 'unit',
    description: 'A local backup vault and backup plans in the member accounts of a unit.',
  },
  {
    name: 'IdentityCenterBaseline',
    id: 'LN25R72TTG6IGPTQ',
    level: 'landing-zone',
    description: 'What IAM Identity Center access needs, shared by the organization.',
  },
  {
    name: 'AuditBaseline',
    id: '4T4HA1KMO10S6311',
    level: 'landing-zone',
    description: 'Monitoring of the security and compliance of all accounts.',
  },
  {
    name: 'CentralSecurityRolesBaseline',
    id: 'A6EEAE10F08193F2',
    level: 'landing-zone',
    description: 'Central resources for security monitoring.',
  },
  {
    name: 'CentralConfigBaseline',
    id: 'YX7VMZML5IG8EJUD',
    level: 'landing-zone',
    description: 'Central resources for compliance monitoring with AWS Config.',
  },
  {
    name: 'LogArchiveBaseline',
    id: 'J8HX46AHS5MIKQPD',
    level: 'landing-zone',
    description: 'The central place of logs and resource configurations.',
  },
  {
    name: 'BackupCentralVaultBaseline',
    id: '3WPD0NA6TJ9AOMU2',
    level: 'landing-zone',
    description: 'The central backup vault of the organization.',
  },
  {
    name: 'BackupAdminBaseline',
    id: 'H6C5JFCJJ3CPU3J5',
    level: 'landing-zone',
    description: 'AWS Backup Audit Manager.',
  },
];

export const baselineNamed = (name: string): Baseline | undefined => BASELINES.find((each) => each.name === name);
export const baselineWithId = (id: string): Baseline | undefined => BASELINES.find((each) => each.id === id);

/** ConfigBaseline and the central ones came with 4.0, which has no AuditBaseline of its own but still lists it. */
const FROM_4: readonly string[] = ['ConfigBaseline', 'CentralSecurityRolesBaseline', 'CentralConfigBaseline'];

export const listedOn = (isFrom4: boolean): readonly Baseline[] =>
  BASELINES.filter(({ name }) => isFrom4 || !FROM_4.includes(name));
