import { InvalidArgumentError } from 'commander';
import { parsePace, parsePort, parseSandboxPace, parseScope } from '../../src/cli/options.js';

test.each([
  ['off', 'off'],
  ['50', 50],
  ['12.5%', 12.5],
  ['100', 100],
])('parsePace(%s)', (text, pace) => expect(parsePace(text)).toBe(pace));

test.each(['', '0', '-1', '101', 'fast', '5o', 'NaN', 'Infinity'])('parsePace refuses %j', (text) => {
  expect(() => parsePace(text)).toThrow(InvalidArgumentError);
});

test.each([
  ['immediate', { kind: 'immediate' }],
  ['polls:3', { kind: 'polls', polls: 3 }],
  ['time:1500', { kind: 'time', ms: 1_500 }],
])('parseSandboxPace(%s)', (text, pace) => expect(parseSandboxPace(text)).toEqual(pace));

test.each(['polls', 'polls:', 'polls:x', 'time:1.5', 'time:9999999999'])('parseSandboxPace refuses %j', (text) => {
  expect(() => parseSandboxPace(text)).toThrow(InvalidArgumentError);
});

test('scopes are gathered', () => {
  expect(parseScope('account:x', parseScope('unit:A/B', []))).toEqual(['unit:A/B', 'account:x']);
  expect(() => parseScope('unit:', [])).toThrow(InvalidArgumentError);
});

test('port 0 is any free one', () => {
  expect(parsePort('0')).toBe(0);
  expect(() => parsePort('0x10')).toThrow(InvalidArgumentError);
});
