import { listenForInterrupts } from '../../src/cli/interruption.js';
import { progressFor } from '../../src/cli/progress.js';
import type { EngineEvent } from '../../src/events.js';
import { change } from '../report/sample.js';
import { FakeHost, type FakeHostOptions } from './fake-host.js';

const START = Date.UTC(2026, 0, 2, 3, 4, 5);
const unit = change({ address: 'unit:A\u0007', kind: 'organizational-unit', action: 'create', to: {} });
const finished = (state: 'done' | 'failed'): EngineEvent => ({
  code: 'change-finished',
  at: START + 7_000,
  change: unit,
  outcome: { address: unit.address, action: 'create', state, startedAt: START, endedAt: START + 7_000 },
  done: 1,
  of: 2,
});

const EVENTS: readonly EngineEvent[] = [
  { code: 'read-started', at: START, kind: 'account' },
  { code: 'read-finished', at: START, kind: 'account', found: 2 },
  { code: 'apply-started', at: START, changes: 2 },
  { code: 'change-started', at: START, change: unit },
  { code: 'step-started', at: START, address: unit.address, step: 'CreateOrganizationalUnit' },
];

function play(options: FakeHostOptions, events: readonly EngineEvent[], verbose = false): FakeHost {
  const host = new FakeHost(options);
  const progress = progressFor(host, { colour: false, now: () => START + 7_000, verbose });
  for (const event of events) progress.listener(event);
  progress.close();
  return host;
}

/** What a terminal shows: cursor movements obeyed. */
function screen(text: string): string[] {
  let lines: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: cursor movements are what it looks for
  for (const part of text.split(/(\u001b\[\d+A\u001b\[0J)/)) {
    const up = /\[(\d+)A/.exec(part);
    if (up) lines = lines.slice(0, lines.length - 1 - Number(up[1])).concat('');
    else {
      const [first = '', ...rest] = part.split('\n');
      lines = [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${first}`, ...rest];
    }
  }
  return lines;
}

describe('in a log', () => {
  test('lines have the time, no cursor movement, and no control characters', () => {
    expect(play({}, [...EVENTS, finished('done')]).stderr.text).toBe(
      [
        '2026-01-02T03:04:05.000Z read account: 2 found',
        '2026-01-02T03:04:05.000Z applying 2 changes',
        '2026-01-02T03:04:05.000Z create unit:A\\u{7}: started',
        '2026-01-02T03:04:12.000Z [1/2] create unit:A\\u{7}: done after 00:07',
        '',
      ].join('\n'),
    );
  });

  test('TOWERCTL_DEBUG shows every event', () => {
    expect(play({}, EVENTS, true).stderr.text.split('\n')).toHaveLength(EVENTS.length + 1);
  });

  test('nothing goes to stdout', () => {
    expect(play({}, EVENTS).stdout.text).toBe('');
  });
});

describe('on a terminal', () => {
  const terminal = { columns: 60 };

  test('one line for each running change, with what it does and how long; what is finished stays above', () => {
    const host = new FakeHost({ terminal });
    const progress = progressFor(host, { colour: false, now: () => START + 7_000, verbose: false });
    const other = change({ address: 'unit:B', kind: 'organizational-unit', action: 'remove', from: {} });
    for (const event of [...EVENTS, { code: 'change-started', at: START + 5_000, change: other } as const]) {
      progress.listener(event);
    }
    progress.listener(finished('failed'));
    expect(screen(host.stderr.text)).toEqual([
      '✗ [1/2] create unit:A\\u{7}: failed after 00:07',
      'Applying 1 of 2 · 1 not done · 00:07',
      '  - 00:02  unit:B  ',
      '',
    ]);
    progress.close();
    expect(screen(host.stderr.text)).toEqual(['✗ [1/2] create unit:A\\u{7}: failed after 00:07', '']);
  });

  test('no line is wider than the terminal, or the count of lines to rewrite would be wrong', () => {
    const long = change({ address: `unit:${'x'.repeat(200)}`, kind: 'organizational-unit', action: 'create', to: {} });
    const kept = play({ terminal }, [
      ...EVENTS,
      { code: 'change-started', at: START, change: long },
      { code: 'undo-written', at: START, file: 'u.json' },
    ]);
    for (const line of kept.stderr.text.split('\n')) expect(line.length).toBeLessThanOrEqual(60 + 8);
  });

  test('a line that is said stands above the live ones', () => {
    const host = new FakeHost({ terminal });
    const progress = progressFor(host, { colour: false, now: () => START, verbose: false });
    for (const event of EVENTS) progress.listener(event);
    progress.say('said');
    expect(screen(host.stderr.text).slice(0, 2)).toEqual(['said', 'Applying 0 of 2 · 00:00']);
    progress.close();
    expect(screen(host.stderr.text)).toEqual(['said', '']);
  });

  test('after close nothing is drawn', () => {
    const host = new FakeHost({ terminal });
    const progress = progressFor(host, { colour: false, now: () => START, verbose: false });
    progress.close();
    progress.listener(finished('done'));
    expect(host.stderr.text).toBe('');
  });
});

describe('Ctrl-C', () => {
  test('the first lets what is in flight finish, the second quits', () => {
    const host = new FakeHost();
    const interruption = listenForInterrupts(host, (line) => host.stderr.write(`${line}\n`));
    expect(interruption.signal.aborted).toBe(false);
    host.interrupt();
    expect(interruption.signal.aborted).toBe(true);
    expect(host.stderr.text).toBe('Finishing what is in flight; Ctrl-C again quits at once.\n');
    expect(host.quits).toEqual([]);
    host.interrupt();
    expect(host.quits).toEqual([130]);
    interruption.close();
    expect(host.listening).toBe(0);
  });
});
