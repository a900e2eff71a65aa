import { describe, expect, it } from '@jest/globals';
import { Settling } from '../../src/apply/settle.js';
import { VirtualClock } from '../../src/clock.js';
import type { Change } from '../../src/model.js';
import { creation } from '../support/toy-kind.js';

/** A change shows from a second on; Infinity: never. */
function settlingOf(showsAt: Readonly<Record<string, number>>) {
  const clock = new VirtualClock(0);
  let reads = 0;
  const asked: string[] = [];
  const settling = new Settling({
    clock,
    listener: () => {},
    forget: () => {
      reads += 1;
    },
    shows: async (change: Change) => {
      asked.push(`${change.address}@${clock.now() / 1_000}`);
      return clock.now() >= (showsAt[change.address] ?? 0) * 1_000;
    },
  });
  return { clock, settling, asked, reads: () => reads };
}

describe('Settling', () => {
  it('has nothing to do when nothing was done', async () => {
    const { settling, reads } = settlingOf({});
    expect([...(await settling.toEnd())]).toEqual([]);
    expect(reads()).toBe(0);
  });

  it('looks until everything shows, and asks only after what does not yet', async () => {
    const { clock, settling, asked } = settlingOf({ 'toy:b': 3 });
    settling.done(creation('toy:a'));
    settling.done(creation('toy:b'));
    expect([...(await settling.toEnd())]).toEqual([]);
    expect(asked.filter((one) => one.startsWith('toy:a'))).toEqual(['toy:a@0']);
    expect(clock.now()).toBeGreaterThanOrEqual(3_000);
    expect(clock.now()).toBeLessThan(6_000);
  });

  it('names at the deadline what does not show', async () => {
    const { clock, settling } = settlingOf({ 'toy:never': Number.POSITIVE_INFINITY });
    settling.done(creation('toy:never'));
    settling.done(creation('toy:a'));
    expect([...(await settling.toEnd())]).toEqual(['toy:never']);
    expect(clock.now()).toBeGreaterThanOrEqual(90_000);
    expect(clock.now()).toBeLessThan(110_000);
  });

  it('looks in passing while work goes on, for many at once', async () => {
    const { clock, settling, reads } = settlingOf({});
    for (let index = 0; index < 20; index += 1) {
      settling.done(creation(`toy:${index}`));
      await clock.sleep(1_000);
    }
    expect(reads()).toBeGreaterThanOrEqual(2);
    expect(reads()).toBeLessThanOrEqual(4);
    expect([...(await settling.toEnd())]).toEqual([]);
  });
});
