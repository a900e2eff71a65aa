import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../src/clock.js';

describe('VirtualClock', () => {
  it('jumps from timer to timer, in order of time and then of asking', async () => {
    const clock = new VirtualClock(0);
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name}@${clock.now()}`);
    };
    await Promise.all([sleeper('hour', 3_600_000), sleeper('second', 1_000), sleeper('also second', 1_000)]);
    expect(woken).toEqual(['second@1000', 'also second@1000', 'hour@3600000']);
  });

  it('stands still while something is held', async () => {
    const clock = new VirtualClock(0);
    const sleeping = clock.sleep(5_000);
    await clock.hold(async () => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(clock.now()).toBe(0);
    });
    await sleeping;
    expect(clock.now()).toBe(5_000);
  });

  it('rejects a sleep whose signal is aborted, and forgets its timer', async () => {
    const clock = new VirtualClock(0);
    const stop = new AbortController();
    const sleeping = clock.sleep(1_000, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(sleeping).rejects.toThrow('stopped');
    await clock.sleep(10);
    expect(clock.now()).toBe(10);
  });

  it('can be advanced by hand', async () => {
    const clock = new VirtualClock(0);
    let woken = 0;
    const sleeping = clock.sleep(50).then(() => {
      woken = clock.now();
    });
    clock.advance(100);
    await sleeping;
    expect([woken, clock.now()]).toEqual([100, 100]);
  });
});
