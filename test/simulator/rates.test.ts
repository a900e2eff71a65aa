import { VirtualClock } from '../../src/clock.js';
import { type RateSettings, Rates } from '../../src/simulator/rates.js';

function allowed(rates: Rates, operation: string, times: number): number {
  return Array.from({ length: times }, () => rates.allows('organizations', operation)).filter(Boolean).length;
}

function rates(settings: Partial<RateSettings>, clock = new VirtualClock()): Rates {
  return new Rates(clock, settings);
}

test('nothing is throttled unless told', () => {
  expect(allowed(rates({}), 'CloseAccount', 500)).toBe(500);
});

test('an idle bucket holds its burst and fills at its rate: ListAccounts 12, then 8 a second', () => {
  const clock = new VirtualClock();
  const limited = rates({ speed: 1 }, clock);
  expect(allowed(limited, 'ListAccounts', 50)).toBe(12);
  clock.advance(1_000);
  expect(allowed(limited, 'ListAccounts', 50)).toBe(8);
  clock.advance(3_600_000);
  expect(allowed(limited, 'ListAccounts', 50)).toBe(12);
});

test('speed multiplies rate and burst', () => {
  const clock = new VirtualClock();
  const limited = rates({ speed: 10 }, clock);
  expect(allowed(limited, 'ListRoots', 50)).toBe(20);
  clock.advance(100);
  expect(allowed(limited, 'ListRoots', 50)).toBe(1);
});

test('a speed below the smallest burst still lets a call pass now and then', () => {
  const clock = new VirtualClock();
  const limited = rates({ speed: 0.1 }, clock);
  expect(allowed(limited, 'ListRoots', 5)).toBe(1);
  clock.advance(10_000);
  expect(allowed(limited, 'ListRoots', 5)).toBe(1);
});

test.each([
  ['per-row', 3],
  ['per-operation', 6],
] as const)('buckets %s: AttachPolicy and DetachPolicy together pass %i at once', (buckets, expected) => {
  const limited = rates({ speed: 1, buckets });
  expect(allowed(limited, 'AttachPolicy', 5) + allowed(limited, 'DetachPolicy', 5)).toBe(expected);
});

test('operations that no row names do not share the bucket of the row for all others', () => {
  const limited = rates({ speed: 1 });
  expect(allowed(limited, 'DescribeEffectivePolicy', 9) + allowed(limited, 'ListHandshakesForAccount', 9)).toBe(6);
});

test('an overall limit counts every API of the service, without speed', () => {
  const clock = new VirtualClock();
  const limited = rates({ overall: { perSecond: 20, burst: 20 } }, clock);
  expect(allowed(limited, 'ListAccounts', 15) + allowed(limited, 'ListParents', 15)).toBe(20);
  clock.advance(500);
  expect(allowed(limited, 'ListParents', 15)).toBe(10);
});

test('a call that one bucket refuses takes nothing from the other', () => {
  const clock = new VirtualClock();
  const limited = rates({ speed: 1, overall: { perSecond: 0.001, burst: 5 } }, clock);
  expect(allowed(limited, 'ListRoots', 10)).toBe(2);
  expect(allowed(limited, 'ListAccounts', 10)).toBe(3);
});

test('every fifth call is throttled, counted anew after a reset', () => {
  const limited = rates({ everyNth: 5 });
  const pattern = (): boolean[] => Array.from({ length: 6 }, () => limited.allows('sts', 'GetCallerIdentity'));
  expect(pattern()).toEqual([true, true, true, true, false, true]);
  limited.reset();
  expect(pattern()).toEqual([true, true, true, true, false, true]);
});
