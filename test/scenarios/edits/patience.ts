import type { Bench } from '../../support/organization.js';

const BUSY = [
  'TooManyRequestsException',
  'ConcurrentModificationException',
  'PolicyChangesInProgressException',
  'ThrottlingException',
  'ConflictException',
  'SlowDown',
  'Throttling',
];

/** Until AWS is not busy any more. */
export async function patiently<T>(bench: Bench, send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Error) || !BUSY.includes(error.name)) throw error;
      await bench.clock.sleep(1_000);
    }
  }
}
