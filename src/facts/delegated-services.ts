/**
 * Services whose administration can be given to a member account through AWS Organizations.
 *
 * Sources: the services' own guides (StackSets: orgs-delegated-admin; Config: PutOrganizationConfigRule, PutConfigurationAggregator;
 * IAM: id_root-enable-root-access; Identity Center: delegated-admin; Account Management: using-orgs-trusted-access).
 */
export interface DelegatedService {
  /** What a manifest calls it. */
  readonly key: string;
  /** What an account is registered for; several where one word means several registrations. */
  readonly principals: readonly string[];
  readonly title: string;
  /** Accounts that may be registered at a time; absent = no source gives a number. */
  readonly most?: number;
  /** The number itself could not be confirmed. */
  readonly unconfirmed?: true;
  /** What changing hands breaks, for the reviewer. */
  readonly loses: string;
}

export const DELEGATED_SERVICES: readonly DelegatedService[] = [
  {
    key: 'iam',
    principals: ['iam.amazonaws.com'],
    title: 'root access management',
    loses: 'the account that leaves can no longer audit, unlock or delete what root users of members have',
  },
  {
    key: 'identityCenter',
    principals: ['sso.amazonaws.com'],
    title: 'IAM Identity Center',
    most: 1,
    unconfirmed: true,
    loses:
      'whoever manages permission sets and assignments from the old account is locked out at once; the instance itself stays in the management account',
  },
  {
    key: 'config',
    principals: ['config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com'],
    title: 'AWS Config',
    most: 3,
    loses:
      'an aggregator of the old account stops being filled and has to be made anew; rules and packs that it laid stay, and only it could change them',
  },
  {
    key: 'stackSets',
    principals: ['member.org.stacksets.cloudformation.amazonaws.com'],
    title: 'CloudFormation StackSets',
    most: 5,
    loses: 'StackSets are the management account’s either way; the old account’s pipelines can no longer change them',
  },
  {
    key: 'accountManagement',
    principals: ['account.amazonaws.com'],
    title: 'Account Management',
    most: 1,
    unconfirmed: true,
    loses: 'contacts and Regions of members can no longer be changed from the old account',
  },
  {
    key: 'accessAnalyzer',
    principals: ['access-analyzer.amazonaws.com'],
    title: 'IAM Access Analyzer',
    most: 1,
    unconfirmed: true,
    loses: 'analyzers of the whole organization in the old account are disabled',
  },
];

export function delegatedService(principal: string): DelegatedService | undefined {
  return DELEGATED_SERVICES.find(({ principals }) => principals.includes(principal));
}
