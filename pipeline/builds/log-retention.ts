import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** CloudWatch Logs keeps logs for some numbers of days only: the next one that is not less, or the largest. */
export function retentionOf(days: number): RetentionDays {
  const possible = Object.values(RetentionDays)
    .filter((value): value is RetentionDays => typeof value === 'number')
    .filter((value) => value !== RetentionDays.INFINITE)
    .sort((one, other) => one - other);
  return possible.find((value) => value >= days) ?? RetentionDays.TEN_YEARS;
}
