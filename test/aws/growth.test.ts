import { describe, expect, it } from '@jest/globals';
import { Throttle } from '../../src/aws/throttle.js';
import { VirtualClock } from '../../src/clock.js';

class Throttled extends Error {
  override readonly name = 'Throttling';
  readonly $metadata = { httpStatusCode: 400 };
}

/** An API that lets so many calls a second pass, with as large a burst. */
function limited(clock: VirtualClock, perSecond: number): () => Promise<void> {
  let tokens = perSecond;
  let filledAt = clock.now();
  return async () => {
    tokens = Math.min(perSecond, tokens + ((clock.now() - filledAt) / 1_000) * perSecond);
    filledAt = clock.now();
    if (tokens < 1) throw new Throttled('Rate exceeded');
    tokens -= 1;
  };
}

function pages(throttle: Throttle, operation: string, count: number, send: () => Promise<unknown>) {
  return Promise.all(
    Array.from({ length: count }, () =>
      throttle.call('cloudformation', operation, send, { place: '111111111111/ap-northeast-1' }),
    ),
  );
}

describe('a rate that is only assumed', () => {
  it('is raised while AWS lets calls pass: 3,200 pages take minutes, not a quarter of an hour and more', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 50, random: () => 0.5 });
    await pages(throttle, 'ListStackInstances', 3_200, async () => undefined);
    // 2.5 a second from beginning to end would be 1,280 seconds; the ceiling of 25 a second alone 128.
    expect(clock.now() / 1_000).toBeLessThan(240);
    expect(clock.now() / 1_000).toBeGreaterThan(128);
  });

  it('settles at what AWS really lets pass', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 100, random: () => 0.5 });
    await pages(throttle, 'ListStackInstances', 1_000, limited(clock, 10));
    const [count] = throttle.counts();
    expect(clock.now() / 1_000).toBeLessThan(130);
    expect(count?.throttled ?? 0).toBeGreaterThan(0);
    expect(count?.throttled ?? 0).toBeLessThan(100);
  });

  it('is kept where no row says how far it may go', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 50, random: () => 0.5 });
    await pages(throttle, 'CreateStackInstances', 60, async () => undefined);
    // 1 a second after a burst of 2.
    expect(clock.now() / 1_000).toBeGreaterThanOrEqual(58);
  });

  it('is not raised by calls that nobody waits for', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 50, random: () => 0.5 });
    for (let index = 0; index < 40; index += 1) {
      await throttle.call('cloudformation', 'DescribeStackSet', async () => undefined, { place: 'here' });
      await clock.sleep(1_000);
    }
    const before = clock.now();
    await Promise.all(
      Array.from({ length: 30 }, () =>
        throttle.call('cloudformation', 'DescribeStackSet', async () => undefined, { place: 'here' }),
      ),
    );
    // A burst of 5, then not yet much more than 2.5 a second.
    expect((clock.now() - before) / 1_000).toBeGreaterThan(4);
  });
});

describe('where AWS counts for each account and Region by itself', () => {
  it('each has its own bucket', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 100, random: () => 0.5 });
    const at = new Map<string, number>();
    const places = ['1/us-east-1', '1/eu-west-1', '2/us-east-1'];
    await Promise.all(
      places.flatMap((place) =>
        Array.from({ length: 4 }, () =>
          throttle.call('cloudformation', 'CreateStack', async () => at.set(place, clock.now()), { place }),
        ),
      ),
    );
    expect([...at.values()]).toEqual([0, 0, 0]);
  });
});
