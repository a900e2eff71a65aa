import { CallLog } from '../../src/simulator/calls.js';

test('counts are complete, the order is bounded to the newest', () => {
  const log = new CallLog();
  for (let at = 0; at < 45_000; at++) log.finish(log.start('toy:Read', at, false), 'ok');
  expect(log.of('toy:Read')).toBe(45_000);
  expect(log.order.length).toBeGreaterThanOrEqual(20_000);
  expect(log.order.length).toBeLessThanOrEqual(40_000);
  expect(log.order.at(-1)?.at).toBe(44_999);
});

test('errors leave throttles out, and what was never called counts nothing', () => {
  const log = new CallLog();
  const outcomes = ['ok', 'throttled', 'dropped', 'PolicyNotFoundException'];
  for (const outcome of outcomes) log.finish(log.start('toy:Write', 0, true), outcome);
  expect(log.counts()).toEqual([{ api: 'toy:Write', calls: 4, throttled: 1, errors: 2, isWrite: true }]);
  expect([log.writes, log.of('toy:Read'), log.of('constructor')]).toEqual([4, 0, 0]);
  log.clear();
  expect([log.total, log.order.length]).toEqual([0, 0]);
});
