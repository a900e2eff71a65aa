/**
 * The services that Organizations knows for trusted access, and how many delegated administrators each takes where a
 * source says so. `stacksets.cloudformation` is missing on purpose: AWS does not recognize it, only the member form.
 * Sources: organizations user guide, orgs_integrate_services_list; StackSets, Config and CloudTrail guides.
 */
const SERVICES = [
  ...['access-analyzer', 'account', 'auditmanager', 'aws-artifact-account-sync', 'backup', 'bedrock', 'chatbot'],
  ...['cloudtrail', 'compute-optimizer', 'config', 'config-multiaccountsetup', 'controltower', 'detective'],
  ...['devops-guru', 'ds', 'ec2', 'fms', 'guardduty', 'health', 'iam', 'inspector2', 'ipam', 'license-manager'],
  ...['license-manager.member-account', 'license-manager-linux-subscriptions', 'license-management.marketplace'],
  ...['macie', 'malware-protection.guardduty', 'member.org.stacksets.cloudformation', 'mgn'],
  ...['network-security-director', 'ram', 'reachabilityanalyzer.networkinsights', 'reporting.trustedadvisor'],
  ...['securityhub', 'securitylake', 'servicecatalog', 'servicequotas', 'ssm', 'sso', 'storage-lens.s3'],
  ...['tagpolicies.tag', 'wellarchitected'],
];

const RECOGNIZED: ReadonlySet<string> = new Set(SERVICES.map((service) => `${service}.amazonaws.com`));

const ADMINISTRATORS: Readonly<Record<string, number>> = {
  'member.org.stacksets.cloudformation.amazonaws.com': 5,
  'config-multiaccountsetup.amazonaws.com': 3,
  'cloudtrail.amazonaws.com': 3,
  'guardduty.amazonaws.com': 1,
  'securityhub.amazonaws.com': 1,
  'sso.amazonaws.com': 1,
};

export function isRecognized(principal: string): boolean {
  return RECOGNIZED.has(principal);
}

/** Infinity where no source gives a number. */
export function administratorsOf(principal: string): number {
  return ADMINISTRATORS[principal] ?? Number.POSITIVE_INFINITY;
}
