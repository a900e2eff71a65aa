/**
 * The policy types of AWS Organizations, as dated data. Quotas change (service control policies doubled on
 * 2026-05-15), so nothing here is a constant in code: a manifest can override a number (`guards.quotas`), and a
 * number without a source is marked, warns and never blocks.
 *
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html and the syntax page of
 * each type, as read in September to November 2026.
 */
export const AS_OF = '2026-11-24';

export interface PolicyTypeFacts {
  /** The word in a manifest: `type: scp`. */
  readonly name: string;
  /** The wire's PolicyType. */
  readonly wire: string;
  readonly title: string;
  /** Largest document, in characters of the text as it is sent. */
  readonly size: number;
  /** Policies of this type in one organization. */
  readonly perOrganization: number;
  /** Policies of this type attached directly to one root, unit or account; AWS's own count too. */
  readonly perTarget: number;
  /** True where no source confirms size or counts: they warn only. */
  readonly unconfirmed?: boolean;
  /** The only key at the top of a document, for types whose language is a tree of settings. */
  readonly topLevelKey?: string;
  /** AWS attaches this policy to every root, unit and account while the type is enabled. */
  readonly awsDefault?: { readonly id: string; readonly name: string; readonly detachable: boolean };
  /** The service that must have trusted access before the type is enabled. */
  readonly trustedAccess?: string;
  /** IAM policy language (Statement) or a tree with @@ operators, merged along the organization's tree. */
  readonly language: 'iam' | 'tree';
}

const tree = (
  name: string,
  wire: string,
  title: string,
  topLevelKey: string,
  more: Partial<PolicyTypeFacts> = {},
): PolicyTypeFacts => ({
  name,
  wire,
  title,
  topLevelKey,
  size: 10_000,
  perOrganization: 1_000,
  perTarget: 10,
  language: 'tree',
  ...more,
});

const unconfirmed = { unconfirmed: true } as const;

export const POLICY_TYPES: readonly PolicyTypeFacts[] = [
  {
    name: 'scp',
    wire: 'SERVICE_CONTROL_POLICY',
    title: 'service control policy',
    size: 10_240,
    perOrganization: 10_000,
    perTarget: 10,
    awsDefault: { id: 'p-FullAWSAccess', name: 'FullAWSAccess', detachable: true },
    language: 'iam',
  },
  {
    name: 'rcp',
    wire: 'RESOURCE_CONTROL_POLICY',
    title: 'resource control policy',
    size: 5_120,
    perOrganization: 2_000,
    perTarget: 5,
    awsDefault: { id: 'p-RCPFullAWSAccess', name: 'RCPFullAWSAccess', detachable: false },
    language: 'iam',
  },
  tree('declarative-ec2', 'DECLARATIVE_POLICY_EC2', 'declarative policy for EC2', 'ec2_attributes', {
    trustedAccess: 'ec2.amazonaws.com',
  }),
  tree('tag', 'TAG_POLICY', 'tag policy', 'tags'),
  tree('backup', 'BACKUP_POLICY', 'backup policy', 'plans'),
  tree('ai-opt-out', 'AISERVICES_OPT_OUT_POLICY', 'AI services opt-out policy', 'services', {
    size: 2_500,
    perTarget: 5,
  }),
  tree('chatbot', 'CHATBOT_POLICY', 'chat applications policy', 'chatbot', { perTarget: 5 }),
  tree('security-hub', 'SECURITYHUB_POLICY', 'Security Hub policy', 'securityhub', {
    trustedAccess: 'securityhub.amazonaws.com',
  }),
  tree('inspector', 'INSPECTOR_POLICY', 'Inspector policy', 'inspector', {
    trustedAccess: 'inspector2.amazonaws.com',
    ...unconfirmed,
  }),
  tree('bedrock', 'BEDROCK_POLICY', 'Bedrock policy', 'bedrock', unconfirmed),
  tree('s3', 'S3_POLICY', 'S3 policy', 's3_attributes', unconfirmed),
  tree('upgrade-rollout', 'UPGRADE_ROLLOUT_POLICY', 'upgrade rollout policy', 'upgrade_rollout', {
    size: 5_120,
    ...unconfirmed,
  }),
  tree(
    'network-security-director',
    'NETWORK_SECURITY_DIRECTOR_POLICY',
    'network security director policy',
    'network_security_director',
    unconfirmed,
  ),
  tree('guardduty', 'GUARDDUTY_POLICY', 'GuardDuty policy', 'guardduty', {
    trustedAccess: 'guardduty.amazonaws.com',
    ...unconfirmed,
  }),
];

/**
 * A type this version does not know yet still works: `type: securityhub-cspm` is sent as SECURITYHUB_CSPM_POLICY,
 * its document is checked as JSON and by size only, and the plan says so.
 */
export function policyType(name: string): PolicyTypeFacts & { readonly known: boolean } {
  const known = POLICY_TYPES.find((type) => type.name === name);
  if (known) return { ...known, known: true };
  const wire = `${name.replaceAll('-', '_').toUpperCase()}_POLICY`;
  return {
    name,
    wire,
    title: `${wire} policy`,
    size: 10_000,
    perOrganization: 1_000,
    perTarget: 10,
    unconfirmed: true,
    language: 'tree',
    known: false,
  };
}

export function policyTypeOfWire(wire: string): string {
  return (
    POLICY_TYPES.find((type) => type.wire === wire)?.name ??
    wire
      .replace(/_POLICY$/, '')
      .replaceAll('_', '-')
      .toLowerCase()
  );
}
