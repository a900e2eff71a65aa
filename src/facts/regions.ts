/**
 * The Regions of the commercial partition. An account has those of the first list from its first day; those of the second
 * it must opt in to, one by one (`account:EnableRegion`), and can opt out of again.
 *
 * Sources: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html (Regions launched before 20 March
 * 2019 are on from the start, all later ones are opted in to); which there are: the endpoint data of botocore, 34 Regions,
 * the same as Control Tower's endpoints (November 2026).
 */
export const DEFAULT_REGIONS: readonly string[] = [
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  ...['ca-central-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
];

export const OPT_IN_REGIONS: readonly string[] = [
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5'],
  ...['ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1'],
  ...['me-central-1', 'me-south-1', 'mx-central-1'],
];

/** The partition that a Region belongs to, as ARNs name it: `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
}
