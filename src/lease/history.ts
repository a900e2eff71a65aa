import { faultOf } from '../aws/faults.js';
import { told } from '../aws/told.js';
import type { LeasePlace, LockStore } from './lease.js';
import type { Lock } from './lock.js';

/** `leases/FENCE.json`: who took the lease from whom, and why. */
export const historyKey = (fence: number): string => `leases/${fence}.json`;

/** Written once for each take-over, and never over anything. */
export async function recordTakeOver(s3: LockStore, { bucket, region }: LeasePlace, lock: Lock): Promise<void> {
  const { fence, runId, source, by, acquiredAt, takenFrom } = lock;
  if (!takenFrom) return;
  const { reason, expired, ...from } = takenFrom;
  const entry = {
    format: 1,
    fence,
    runId,
    source,
    ...(by !== undefined && { by }),
    at: acquiredAt,
    reason,
    expired,
    from,
  };
  const key = historyKey(fence);
  await told({ bucket, region, key }, 'PutObject', async () => {
    try {
      await s3.swapObject(bucket, key, `${JSON.stringify(entry, undefined, 2)}\n`, 'new');
    } catch (error) {
      // The answer to the write before was lost: it is there.
      if (faultOf(error).code !== 'PreconditionFailed') throw error;
    }
  });
}
