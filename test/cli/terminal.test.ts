import { isLive, styleOf } from '../../src/cli/terminal.js';
import { FakeHost } from './fake-host.js';

const terminal = { columns: 90 };

test.each([
  ['a terminal', { terminal }, { width: 90, colour: true, unicode: true }],
  ['a pipe', {}, { width: 120, colour: false, unicode: true }],
  ['a pipe that is told its width', { env: { COLUMNS: '70' } }, { width: 70, colour: false, unicode: true }],
  ['a pipe with a senseless width', { env: { COLUMNS: 'wide' } }, { width: 120, colour: false, unicode: true }],
  ['NO_COLOR', { terminal, env: { NO_COLOR: '1' } }, { width: 90, colour: false, unicode: true }],
  [
    'an empty NO_COLOR, which means nothing',
    { terminal, env: { NO_COLOR: '' } },
    { width: 90, colour: true, unicode: true },
  ],
  ['TERM=dumb', { terminal, env: { TERM: 'dumb' } }, { width: 90, colour: false, unicode: false }],
  ['the C locale', { terminal, env: { LC_ALL: 'C' } }, { width: 90, colour: true, unicode: false }],
  ['a very narrow terminal', { terminal: { columns: 10 } }, { width: 40, colour: true, unicode: true }],
])('%s', (_, options, style) => {
  const host = new FakeHost(options);
  expect(styleOf(host.stdout, host, true)).toEqual(style);
});

test('--no-color wins', () => {
  const host = new FakeHost({ terminal });
  expect(styleOf(host.stdout, host, false).colour).toBe(false);
});

test('lines are rewritten in place only on a terminal that can', () => {
  const live = (options: ConstructorParameters<typeof FakeHost>[0]): boolean => {
    const host = new FakeHost(options);
    return isLive(host.stderr, host);
  };
  expect(live({ terminal })).toBe(true);
  expect(live({ terminal, env: { TERM: 'dumb' } })).toBe(false);
  expect(live({})).toBe(false);
});
