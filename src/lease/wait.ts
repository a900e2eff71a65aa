import { EXPIRES_MS, type LeaseOptions, POLL_MS, WAIT_SECONDS } from './lease.js';
import { readLock } from './lock.js';
import { stillHeld, Watch } from './watch.js';

/**
 * Waits until nobody has the lease, and does not take it: for a run that only reads, and whose plan would be stale before
 * anybody has read it while another one writes.
 *
 * @throws TowerctlError `failed` when it is still held after `wait` seconds; the signal's reason when that is aborted.
 */
export async function waitUntilFree(
  options: Pick<LeaseOptions, 's3' | 'clock' | 'place' | 'wait' | 'listener' | 'signal'>,
): Promise<void> {
  const { clock, signal, wait = WAIT_SECONDS } = options;
  const until = clock.now() + wait * 1_000;
  const watch = new Watch(options);
  for (;;) {
    signal?.throwIfAborted();
    const there = await readLock(options.s3, options.place);
    if (there?.lock.state !== 'held' || watch.silentFor(there) >= EXPIRES_MS) return;
    watch.tell(there);
    const left = until - clock.now();
    if (left <= 0) throw stillHeld(options, there, wait);
    await clock.sleep(Math.min(POLL_MS, left), signal);
  }
}
