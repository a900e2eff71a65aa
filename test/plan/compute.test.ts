import { describe, expect, it } from '@jest/globals';
import type { Kind } from '../../src/kind.js';
import type { Desired, Live, Unknown } from '../../src/model.js';
import { computeKind } from '../../src/plan/compute.js';
import { NAMES, there, toyKind, wanted } from '../support/toy-kind.js';

/** `create toy:a`, `notice foreign toy:b`, `problem not-ours toy:c`. */
function computed(
  desired: readonly Desired[],
  live: readonly Live[],
  { kind = toyKind(), unknown = [] }: { kind?: Kind; unknown?: readonly Unknown[] } = {},
): string[] {
  const { changes, problems } = computeKind(
    {
      kind,
      desired: new Map(desired.map((entry) => [entry.address, entry])),
      live: new Map(live.map((entry) => [entry.address, entry])),
      unknown,
    },
    NAMES,
  );
  return [
    ...changes.map(({ action, address, why }) => `${action === 'notice' ? `notice ${why}` : action} ${address}`),
    ...problems.map(({ code, address }) => `problem ${code} ${address}`),
  ];
}

const A = { v: 1 };
const B = { v: 2 };

describe('computeKind', () => {
  it('creates, updates, removes, and leaves alone what is as it should be', () => {
    expect(
      computed(
        [wanted('toy:new', A), wanted('toy:same', A), wanted('toy:other', A)],
        [there('toy:same', A), there('toy:other', B), there('toy:old', A)],
      ),
    ).toEqual(['create toy:new', 'update toy:other', 'remove toy:old']);
  });

  it('touches nothing of a kind that could not be read, and nothing of an address that could not', () => {
    const desired = [wanted('toy:a', A), wanted('toy:b', A)];
    expect(computed(desired, [there('toy:old')], { unknown: [{ kind: 'toy', reason: 'denied' }] })).toEqual([]);
    expect(
      computed(desired, [there('toy:old')], {
        unknown: [
          { kind: 'toy', address: 'toy:a', reason: 'denied' },
          { kind: 'toy', address: 'toy:old', reason: 'denied' },
        ],
      }),
    ).toEqual(['create toy:b']);
  });

  it.each([
    ['nobody', A, undefined, ['adopt toy:a']],
    ['nobody', B, undefined, ['problem not-ours toy:a']],
    ['nobody', B, true, ['adopt toy:a']],
    ['someone-else', A, undefined, ['problem not-ours toy:a']],
    ['someone-else', A, true, ['adopt toy:a', 'problem taken-over toy:a']],
    ['control-tower', B, true, ['problem not-ours toy:a']],
    ['aws', B, true, ['problem not-ours toy:a']],
  ] as const)('belonging to %s, live %j, adopt %s: %s', (managedBy, live, adopt, expected) => {
    const desired = wanted('toy:a', A, adopt ? { adopt } : {});
    expect(computed([desired], [there('toy:a', live, { managedBy })])).toEqual(expected);
  });

  it('is content with what Control Tower has as it should be', () => {
    expect(computed([wanted('toy:a', A)], [there('toy:a', A, { managedBy: 'control-tower' })])).toEqual([]);
  });

  it('needs no owner where nothing can carry one', () => {
    const kind = toyKind('toy', { ownable: false });
    const live = [there('toy:a', B, { managedBy: 'nobody' })];
    expect(computed([wanted('toy:a', A)], live, { kind })).toEqual(['update toy:a']);
  });

  it.each([
    ['running', 'wait toy:a'],
    ['failed', 'repair toy:a'],
    ['drifted', 'repair toy:a'],
    ['frozen', 'notice held toy:a'],
  ] as const)('in condition %s: %s', (condition, expected) => {
    expect(computed([wanted('toy:a', A)], [there('toy:a', B, { condition })])).toEqual([expected]);
  });

  it('removes what is ruled out, and only when it is there', () => {
    const desired = [wanted('toy:a', A, { absent: true }), wanted('toy:b', A, { absent: true })];
    expect(computed(desired, [there('toy:a', A, { managedBy: 'aws' })])).toEqual(['remove toy:a']);
  });

  it('never creates or changes what is said to exist', () => {
    const desired = [wanted('toy:a', A, { existing: true }), wanted('toy:b', A, { existing: true })];
    expect(computed(desired, [there('toy:a', B)])).toEqual(['problem not-found toy:b']);
  });

  it('tells undeclared things apart by owner', () => {
    const live = (['nobody', 'someone-else', 'aws', 'control-tower'] as const).map((managedBy) =>
      there(`toy:${managedBy}`, A, { managedBy }),
    );
    expect(computed([], live)).toEqual(['notice undeclared toy:nobody', 'notice foreign toy:someone-else']);
    expect(computed([], live, { kind: toyKind('toy', { undeclared: 'ignore' }) })).toEqual([]);
    const reporting = toyKind('toy', { undeclared: 'report' });
    expect(computed([], [there('toy:ours')], { kind: reporting })).toEqual(['notice undeclared toy:ours']);
    expect(computed([], [there('toy:ours', A, { condition: 'frozen' })])).toEqual(['notice held toy:ours']);
  });

  it('replaces what AWS cannot change in place, and what took the place of another', () => {
    const kind = toyKind('toy', { mustReplace: (from, to) => from['v'] !== to['v'] });
    expect(computed([wanted('toy:a', A)], [there('toy:a', B)], { kind })).toEqual(['replace toy:a']);
    const moved = [wanted('toy:new', A, { was: 'toy:old' }), wanted('toy:old', A, { absent: true })];
    expect(computed(moved, [there('toy:old', A)])).toEqual(['replace toy:new', 'remove toy:old']);
    expect(computed(moved, [there('toy:new', A)])).toEqual([]);
  });
});

describe('what the rest of the plan brings about', () => {
  it('is mended or awaited where the thing itself is as declared', () => {
    expect(computed([wanted('toy:a', A)], [there('toy:a', A, { consequence: 'repair' })])).toEqual(['repair toy:a']);
    expect(computed([wanted('toy:a', A)], [there('toy:a', A, { consequence: 'expect' })])).toEqual(['expect toy:a']);
  });

  it('gives way to a change that is made anyway', () => {
    expect(computed([wanted('toy:a', B)], [there('toy:a', A, { consequence: 'repair' })])).toEqual(['update toy:a']);
  });

  it('is mended although drift is only reported', () => {
    const live = there('toy:a', A, { consequence: 'repair', reported: 'drifted before' });
    expect(computed([wanted('toy:a', A)], [live])).toEqual(['repair toy:a']);
  });

  it('takes with it what nobody declares', () => {
    const kind = toyKind('toy', { undeclared: 'report' });
    expect(computed([], [there('toy:a', A, { consequence: 'remove' })], { kind })).toEqual(['remove toy:a']);
    expect(computed([], [there('toy:a', A, { consequence: 'remove', managedBy: 'aws' })], { kind })).toEqual([]);
  });
});

describe('what has failed', () => {
  it.each([
    ['us', ['repair toy:a']],
    ['nobody', ['repair toy:a']],
    ['someone-else', ['problem not-ours toy:a']],
    ['control-tower', []],
  ] as const)('of %s', (managedBy, expected) => {
    expect(computed([wanted('toy:a', A)], [there('toy:a', A, { managedBy, condition: 'failed' })])).toEqual(expected);
  });

  it('and is not ours is not changed by the repair either, unless it is taken over', () => {
    const live = there('toy:a', A, { managedBy: 'nobody', condition: 'drifted' });
    expect(computed([wanted('toy:a', B)], [live])).toEqual(['problem not-ours toy:a']);
    expect(computed([wanted('toy:a', B, { adopt: true })], [live])).toEqual(['repair toy:a']);
  });
});
