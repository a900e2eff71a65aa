import type { RunPlace } from '../runs/run.js';

/** The page of AWS's console that shows an object of the run bucket, in the partition of its Region. */
export function consoleLink({ bucket, region }: RunPlace, key: string): string {
  return `https://${consoleOf(region)}/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`;
}

function consoleOf(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  return `${region}.console.aws.amazon.com`;
}
