import { describe, expect, it } from '@jest/globals';
import { type ScheduleOptions, schedule } from '../../src/apply/schedule.js';
import { VirtualClock } from '../../src/clock.js';
import type { EngineEvent } from '../../src/events.js';
import type { Address, Change, Outcome } from '../../src/model.js';
import { creation } from '../support/toy-kind.js';

const SECOND = 1_000;

/** Runs changes that take a second each; what is in `broken` fails. Answers who ran when, and how it ended. */
async function run(
  changes: readonly Change[],
  { broken = [], ...more }: Partial<ScheduleOptions> & { broken?: readonly Address[] } = {},
): Promise<{ started: string[]; ends: string[]; outcomes: Outcome[]; events: EngineEvent[] }> {
  const clock = new VirtualClock(0);
  const events: EngineEvent[] = [];
  const started: string[] = [];
  const outcomes = await schedule(changes, {
    clock,
    listener: (event) => events.push(event),
    lanes: () => [],
    weight: () => 0,
    drive: async ({ address, action }) => {
      started.push(`${address}@${clock.now() / SECOND}`);
      await clock.sleep(SECOND);
      return { address, action, state: broken.includes(address) ? 'failed' : 'done' };
    },
    ...more,
  });
  return { started, ends: outcomes.map(({ address, state }) => `${address} ${state}`), outcomes, events };
}

const numbered = (count: number): Change[] => Array.from({ length: count }, (_, index) => creation(`toy:${index}`));

describe('schedule', () => {
  it('starts everything that is ready at once, and the rest when what it needs is done', async () => {
    const { started } = await run([
      creation('toy:a'),
      creation('toy:b', {}, { needs: ['toy:a'] }),
      creation('toy:c', {}, { needs: ['toy:a', 'toy:b'] }),
      creation('toy:d', {}, { needs: ['toy:elsewhere'] }),
    ]);
    expect(started).toEqual(['toy:a@0', 'toy:d@0', 'toy:b@1', 'toy:c@2']);
  });

  it('starts the heaviest first, and keeps the order of the plan among equals', async () => {
    const weights: Record<string, number> = { 'toy:2': 5 };
    const { started } = await run(numbered(4), {
      weight: ({ address }) => weights[address] ?? 0,
      lanes: () => [{ lane: 'one', limit: 1 }],
    });
    expect(started).toEqual(['toy:2@0', 'toy:0@1', 'toy:1@2', 'toy:3@3']);
  });

  it('keeps to the limits of lanes, each lane for itself', async () => {
    const { started } = await run(numbered(6), {
      lanes: ({ address }) => (Number(address.slice(4)) % 2 === 0 ? [{ lane: 'even', limit: 2 }] : []),
    });
    expect(started).toEqual(['toy:0@0', 'toy:1@0', 'toy:2@0', 'toy:3@0', 'toy:5@0', 'toy:4@1']);
  });

  it('lets an exclusive change run alone in its lane, and nothing overtake it there', async () => {
    const { started } = await run(numbered(3), {
      lanes: ({ address }) => [{ lane: 'tower', limit: 5, exclusive: address === 'toy:1' }],
    });
    expect(started).toEqual(['toy:0@0', 'toy:1@1', 'toy:2@2']);
  });

  it('lets nothing join an exclusive change that runs', async () => {
    const { started } = await run(numbered(3), {
      lanes: ({ address }) => [{ lane: 'tower', limit: 5, exclusive: address === 'toy:0' }],
    });
    expect(started).toEqual(['toy:0@0', 'toy:1@1', 'toy:2@1']);
  });

  it('stops what needs a failed change, and nothing else; what only follows it goes on', async () => {
    const { ends, outcomes } = await run(
      [
        creation('toy:bad'),
        creation('toy:needy', {}, { needs: ['toy:bad'] }),
        creation('toy:needier', {}, { needs: ['toy:needy'] }),
        creation('toy:after', {}, { after: ['toy:bad'] }),
        creation('toy:after-skipped', {}, { after: ['toy:needier'] }),
        creation('toy:other'),
      ],
      { broken: ['toy:bad'] },
    );
    expect(ends).toEqual([
      'toy:bad failed',
      'toy:needy skipped',
      'toy:needier skipped',
      'toy:after done',
      'toy:after-skipped done',
      'toy:other done',
    ]);
    expect(outcomes[1]?.problem).toBe('waits for toy:bad, which was not done');
    expect(outcomes[2]?.problem).toBe('waits for toy:needy, which was not done');
  });

  it('finishes what is in flight when it is interrupted, and starts nothing more', async () => {
    const interruption = new AbortController();
    const { ends } = await run(
      [creation('toy:a'), creation('toy:b', {}, { needs: ['toy:a'] }), creation('toy:c', {}, { needs: ['toy:b'] })],
      {
        signal: interruption.signal,
        drive: async ({ address, action }) => {
          if (address === 'toy:b') interruption.abort();
          return { address, action, state: 'done' };
        },
      },
    );
    expect(ends).toEqual(['toy:a done', 'toy:b done', 'toy:c interrupted']);
  });

  it('starts nothing when it was interrupted before', async () => {
    const { started, ends } = await run(numbered(2), { signal: AbortSignal.abort() });
    expect({ started, ends }).toEqual({ started: [], ends: ['toy:0 interrupted', 'toy:1 interrupted'] });
  });

  it('tells how far it is', async () => {
    const { events } = await run([creation('toy:a'), creation('toy:b', {}, { needs: ['toy:a'] })], {
      broken: ['toy:a'],
    });
    const progress = events.flatMap((event) => (event.code === 'change-finished' ? [`${event.done}/${event.of}`] : []));
    expect(progress).toEqual(['1/2', '2/2']);
  });

  it('schedules five thousand changes in a moment', async () => {
    const changes = [
      creation('toy:first'),
      ...Array.from({ length: 5_000 }, (_, index) => creation(`toy:${index}`, {}, { needs: ['toy:first'] })),
    ];
    const startedAt = process.cpuUsage();
    const outcomes = await schedule(changes, {
      clock: new VirtualClock(),
      listener: () => {},
      lanes: () => [{ lane: 'one', limit: 4 }],
      weight: ({ address }) => Number(address.slice(4)) || 0,
      drive: async ({ address, action }) => ({ address, action, state: 'done' }),
    });
    expect(outcomes.every(({ state }) => state === 'done')).toBe(true);
    expect(process.cpuUsage(startedAt).user).toBeLessThan(2_000_000);
  });
});
