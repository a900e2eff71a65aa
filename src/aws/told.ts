import { TowerctlError } from '../errors.js';
import { describeFault, faultOf } from './faults.js';

/** One object, and where it is. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

/** What S3 refuses becomes an error that names the object, and says what is missing. Errors of our own pass. */
export async function told<T>(place: ObjectPlace, operation: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TowerctlError) throw error;
    const fault = faultOf(error);
    throw new TowerctlError(
      fault.class === 'denied' ? 'denied' : 'failed',
      `s3://${place.bucket}/${place.key}: ${describeFault(operation, fault)}${hintOf(fault, place)}`,
      [],
      { cause: error },
    );
  }
}

function hintOf({ class: what, code }: ReturnType<typeof faultOf>, { bucket, region }: ObjectPlace): string {
  if (code === 'NoSuchBucket')
    return `; there is no bucket ${bucket} in ${region}: \`--bucket\` or \`--region\` is wrong`;
  if (code === 'PermanentRedirect')
    return `; the bucket is in another Region than ${region}: give its own with \`--region\``;
  if (what !== 'denied') return '';
  return '; s3:GetObject and s3:PutObject are needed, and s3:ListBucket on the bucket, without which S3 calls a missing object denied';
}
