import { waitUntilFree } from '../lease/wait.js';
import type { StageContext } from './stage.js';

/**
 * What is read while somebody writes is neither how it was nor how it will be: waits for the lease to be free, and does not
 * take it.
 *
 * @param wait seconds; absent = 3,600.
 * @throws TowerctlError where it is still held by then.
 */
export function untilNobodyWrites(
  { engine: { clock, listener, signal }, runner, place }: StageContext,
  wait: number | undefined,
): Promise<void> {
  return waitUntilFree({
    ...{ s3: runner.s3, clock, place },
    ...(wait !== undefined && { wait }),
    ...(listener && { listener }),
    ...(signal && { signal }),
  });
}
