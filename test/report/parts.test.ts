import fc from 'fast-check';
import type { EngineEvent } from '../../src/events.js';
import type { ApplyResult, Outcome } from '../../src/model.js';
import { EVENT_LINES, eventLine } from '../../src/report/events.js';
import { clip, flow, justify, widthOf } from '../../src/report/layout.js';
import { problemCounts, textProblems } from '../../src/report/problems.js';
import { textResult } from '../../src/report/result.js';
import { sanitize, sanitizeText } from '../../src/report/sanitize.js';
import { PLAIN } from '../../src/report/style.js';
import { blockersOf, countsOf, foldOf, groupsOf, numbersOf } from '../../src/report/view.js';
import { count, duration, durationRange, elapsed, shortJson } from '../../src/report/words.js';
import { change, FULL } from './sample.js';

describe('layout', () => {
  const items = fc.array(fc.stringMatching(/^[a-zé漢]{1,20}$/), { minLength: 1, maxLength: 20 });

  test('flow loses, breaks and reorders nothing, and overflows only where one item is too long', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 10, max: 60 }), (given, width) => {
        const lines = flow('> ', given, { width, indent: 2, separator: ',' });
        expect(lines.join(' ').replace('> ', '').split(/, +/)).toEqual(given);
        for (const line of lines)
          expect(widthOf(line) <= width || !line.trim().replace('> ', '').includes(' ')).toBe(true);
      }),
    );
  });

  test('justify sets the right part at the edge, or below when there is no room', () => {
    expect(justify('left', 'right', { width: 14, indent: 2 })).toEqual(['left     right']);
    expect(justify('left', 'right', { width: 10, indent: 2 })).toEqual(['left', '  right']);
  });

  test('clip never exceeds the width, in columns', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 4, max: 40 }), (text, width) => {
        expect(widthOf(clip(text, width))).toBeLessThanOrEqual(width);
      }),
    );
    expect(clip('漢漢漢漢', 6)).toBe('漢...');
  });
});

describe('words', () => {
  test.each([
    [0, '0 s'],
    [89, '89 s'],
    [90, '2 min'],
    [3_600, '60 min'],
    [5_400, '1.5 h'],
  ])('duration(%d)', (seconds, words) => expect(duration(seconds)).toBe(words));

  test.each([
    [10, 10, '10 s'],
    [31 * 60, 48 * 60, '31-48 min'],
    [20, 600, '20 s-10 min'],
    [3_600, 9_000, '1-2.5 h'],
  ])('durationRange(%d, %d)', (low, high, words) => expect(durationRange(low, high)).toBe(words));

  test('elapsed, count and values', () => {
    expect([elapsed(0), elapsed(425_000), elapsed(4_025_000)]).toEqual(['00:00', '07:05', '1:07:05']);
    expect([count(1, 'account'), count(1_200, 'account')]).toEqual(['1 account', '1,200 accounts']);
    expect(shortJson('x'.repeat(300))).toHaveLength(160 + '... (302 characters)'.length);
  });
});

describe('sanitize', () => {
  test('reaches keys, lists and nested values, and leaves tabs and newlines', () => {
    expect(sanitize({ 'a\u0007': ['b\u009b', { c: 'd\u200e\n\te' }], n: 1 })).toEqual({
      'a\\u{7}': ['b\\u{9b}', { c: 'd\\u{200e}\n\te' }],
      n: 1,
    });
  });

  test('the result is the same when it is done twice, and holds no escape', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = sanitizeText(text);
        expect(sanitizeText(once)).toBe(once);
        expect(once).not.toContain('\u001b');
      }),
    );
  });
});

describe('folding', () => {
  test.each([
    ['policy-attachment:scp/deny@root', { owner: 'policy:scp/deny', target: 'root' }],
    ['policy-attachment:scp/a@b@unit:X@Y', { owner: 'policy:scp/a@b', target: 'unit:X@Y' }],
    ['policy-attachment:scp/deny@account:x', { owner: 'policy:scp/deny', target: 'account:x' }],
    ['unit:a@root', undefined],
  ] as const)('foldOf(%s)', (address, fold) => expect(foldOf(address)).toEqual(fold));

  test('counts every change once, notices never', () => {
    const total = countsOf(FULL.changes).reduce((sum, { number }) => sum + number, 0);
    expect(total).toBe(FULL.changes.filter((given) => given.action !== 'notice').length);
  });

  test('a group waits for the groups of what its changes need, never for itself', () => {
    const groups = groupsOf(FULL.changes);
    const numbers = numbersOf(groups);
    expect(groups.map((group) => blockersOf(group, numbers)).slice(0, 4)).toEqual([[], [1], [1], []]);
  });
});

describe('problems', () => {
  test('errors first; place, message, code and hint', () => {
    const text = textProblems(
      [
        { code: 'b', severity: 'warning', message: 'old' },
        {
          code: 'a',
          severity: 'error',
          message: 'bad value "x"',
          hint: 'did you mean "y"?',
          origin: { file: 'm.yaml', line: 3, column: 9 },
        },
      ],
      PLAIN,
    );
    expect(text).toBe('error   m.yaml:3:9 bad value "x" [a]\n        did you mean "y"?\nwarning old [b]');
  });

  test('counts', () => {
    expect(problemCounts([])).toBe('no problems');
    expect(problemCounts(FULL.problems)).toBe('1 error, 1 warning');
  });
});

const create = change({ address: 'unit:A', kind: 'organizational-unit', action: 'create', to: {} });

describe('events', () => {
  const outcome: Outcome = {
    address: 'unit:A',
    action: 'create',
    state: 'failed',
    problem: 'quota',
    startedAt: 0,
    endedAt: 65_000,
  };
  const result: ApplyResult = { outcomes: [outcome], state: 'incomplete', startedAt: 0, endedAt: 1 };
  const events: readonly (readonly [EngineEvent, string])[] = [
    [{ code: 'read-started', at: 0, kind: 'account' }, 'reading account'],
    [{ code: 'read-finished', at: 0, kind: 'account', found: 3 }, 'read account: 3 found'],
    [{ code: 'plan-ready', at: 0, changes: 1 }, 'plan ready: 1 change'],
    [{ code: 'undo-written', at: 0, file: 'u.json' }, 'undo plan written: u.json'],
    [{ code: 'apply-started', at: 0, changes: 2 }, 'applying 2 changes'],
    [{ code: 'change-started', at: 0, change: create }, 'create unit:A: started'],
    [{ code: 'step-started', at: 0, address: 'unit:A', step: 'create it' }, 'unit:A: create it'],
    [
      { code: 'step-waiting', at: 0, address: 'unit:A', step: 'enable', detail: 'PENDING' },
      'unit:A: enable: waiting, PENDING',
    ],
    [
      { code: 'retrying', at: 0, address: 'unit:A', step: 's', because: 'conflict', inMs: 2_000 },
      'unit:A: s: again in 2 s, conflict',
    ],
    [
      { code: 'change-finished', at: 0, change: create, outcome, done: 1, of: 2 },
      '[1/2] create unit:A: failed after 01:05: quota',
    ],
    [{ code: 'settling', at: 0, addresses: ['unit:A'] }, 'waiting until AWS shows 1 change'],
    [
      {
        code: 'root-task',
        at: 0,
        task: 'unlock-bucket',
        account: 'account:shop',
        target: 's3://b',
        by: 'arn:aws:iam::1:user/ann',
        state: 'failed',
        problem: 'denied',
      },
      'unlock-bucket as root of account:shop, s3://b, by arn:aws:iam::1:user/ann: failed: denied',
    ],
    [
      { code: 'lease-waiting', at: 0, holder: 'run-1', source: 'pipeline', since: '2026-11-24T10:00:00Z', fence: 3 },
      'waiting for the lease: run run-1 (pipeline) has it since 2026-11-24T10:00:00Z',
    ],
    [
      { code: 'lease-taken', at: 0, fence: 4, from: 'run-1', reason: 'expired' },
      'lease taken, fence 4, from run run-1: expired',
    ],
    [
      { code: 'lease-lost', at: 0, fence: 4, because: 'another run has it' },
      'lease lost: another run has it; nothing more is written',
    ],
    [{ code: 'apply-finished', at: 0, result }, 'apply incomplete'],
  ];

  test.each(events)('%j', (event, line) => expect(eventLine(event)).toBe(line));

  test('every event of the table is tested', () => {
    expect(events.map(([event]) => event.code).sort()).toEqual(Object.keys(EVENT_LINES).sort());
  });
});

describe('textResult', () => {
  const outcome = (address: `unit:${string}`, state: Outcome['state'], problem?: string): Outcome => ({
    address,
    action: 'create',
    state,
    ...(problem === undefined ? {} : { problem }),
  });

  test('complete: counts, time and how to take it back', () => {
    const result: ApplyResult = {
      state: 'complete',
      outcomes: [outcome('unit:A', 'done'), outcome('unit:B', 'already-so')],
      startedAt: 0,
      endedAt: 12_000,
    };
    expect(textResult({ result, undoFile: '.towerctl/undo-7d3a91c4.json' }, PLAIN)).toBe(
      'Apply complete   1 done · 1 already so   in 12 s\nTo take it back: towerctl undo .towerctl/undo-7d3a91c4.json',
    );
  });

  test('incomplete: what failed and why, what was skipped, how to go on', () => {
    const result: ApplyResult = {
      state: 'incomplete',
      outcomes: [
        outcome('unit:A', 'failed', 'OU_DEPTH_LIMIT_EXCEEDED'),
        ...Array.from({ length: 22 }, (_, index) => outcome(`unit:S${index}`, 'skipped', 'unit:A failed')),
        outcome('unit:C', 'interrupted'),
      ],
      startedAt: 0,
      endedAt: 1_000,
    };
    const text = textResult({ result, again: 'towerctl apply' }, PLAIN);
    expect(text).toContain('Apply incomplete   1 failed · 22 skipped · 1 interrupted   in 1 s');
    expect(text).toContain(' ✗ create unit:A: failed (OU_DEPTH_LIMIT_EXCEEDED)\n · create unit:C: interrupted\n');
    expect(text).toContain(' · create unit:S0: skipped (unit:A failed)');
    expect(text).toContain(
      '   and 2 more skipped\nTo go on, run towerctl apply again: it continues from what is live.',
    );
  });
});
