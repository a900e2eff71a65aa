import { describe, expect, it } from '@jest/globals';
import type { LandingZoneRecord } from '../../src/aws/controltower-records.js';
import { VirtualClock } from '../../src/clock.js';
import { LandingZoneGate, writesToControlTower } from '../../src/engine/landing-zone.js';
import type { EngineEvent } from '../../src/events.js';
import type { Surroundings } from '../../src/kinds/surroundings.js';
import { creation, stepOf, toyKind } from '../support/toy-kind.js';

/** A landing zone whose operation ends at this moment (milliseconds); asked for anew after `forget`. */
function busyUntil(end: number, clock: VirtualClock): { aws: Pick<Surroundings, 'controlTower'>; asked: () => number } {
  let asked = 0;
  const controlTower = {
    forget: () => {},
    landingZone: async (): Promise<Partial<LandingZoneRecord>> => {
      asked += 1;
      return { status: clock.now() < end ? 'PROCESSING' : 'ACTIVE' };
    },
    landingZoneOperation: async () => ({ id: 'op', type: 'UPDATE', status: 'IN_PROGRESS' }),
  };
  return { aws: { controlTower } as object as Pick<Surroundings, 'controlTower'>, asked: () => asked };
}

describe('the landing zone goes first', () => {
  it('holds the first change, says why, and lets all others pass after it', async () => {
    const clock = new VirtualClock(0);
    const events: EngineEvent[] = [];
    const { aws, asked } = busyUntil(1_200_000, clock);
    const gate = new LandingZoneGate(aws, clock, (event) => events.push(event));
    await Promise.all([gate.pass(creation('toy:a')), gate.pass(creation('toy:b'))]);
    expect(clock.now()).toBe(1_200_000);
    expect(
      new Set(events.map((event) => event.code === 'step-waiting' && `${event.address}: ${event.detail}`)),
    ).toEqual(new Set(['toy:a: UPDATE of the landing zone runs']));
    const before = asked();
    await gate.pass(creation('toy:c'));
    expect(asked()).toBe(before);
  });

  it('does not wait for ever', async () => {
    const clock = new VirtualClock(0);
    const { aws } = busyUntil(Number.POSITIVE_INFINITY, clock);
    const gate = new LandingZoneGate(aws, clock, () => {});
    await expect(gate.pass(creation('toy:a'))).rejects.toThrow('still busy (UPDATE) after 6 hours');
  });

  it('is for what writes to Control Tower alone', () => {
    const kind = (call: string) => toyKind('toy', { steps: () => [stepOf(call) as never] });
    expect(writesToControlTower(creation('toy:a'), kind('controltower:EnableBaseline'))).toBe(true);
    expect(writesToControlTower(creation('toy:a'), kind('organizations:AttachPolicy'))).toBe(false);
  });
});
