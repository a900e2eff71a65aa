import { describe, expect, it } from '@jest/globals';
import { digestOfLive, judgePlan, type Verdict } from '../../src/engine/staleness.js';
import { TowerctlError } from '../../src/errors.js';
import type { Kind } from '../../src/kind.js';
import type { Change, Live } from '../../src/model.js';
import type { KindReading } from '../../src/plan/compute.js';
import { planWith } from '../plan/plan.js';
import { creation, NAMES, removal, there, toyKind, updating } from '../support/toy-kind.js';

function reading(live: readonly Live[], kind: Kind = toyKind()): KindReading {
  return { kind, desired: new Map(), live: new Map(live.map((entry) => [entry.address, entry])), unknown: [] };
}

function verdict(change: Change, live?: Live, kind?: Kind): Verdict | undefined {
  try {
    return judgePlan(planWith([change]), [reading(live ? [live] : [], kind)], NAMES).get(change.address);
  } catch (error) {
    if (error instanceof TowerctlError && error.problems.every(({ code }) => code === 'stale-plan')) return 'stale';
    throw error;
  }
}

const FROM = { v: 1 };
const TO = { v: 2 };
const OTHER = { v: 3 };
const unowned = toyKind('toy', { ownable: false });
const adopt: Change = { ...updating('toy:a', FROM, TO), action: 'adopt', from: FROM, to: TO, fields: [] };

describe('judgePlan', () => {
  it.each<[string, Change, Live | undefined, Verdict, Kind?]>([
    ['create, not there', creation('toy:a', TO), undefined, 'do'],
    ['create, there and ours', creation('toy:a', TO), there('toy:a', TO), 'already-so'],
    ['create, there and different', creation('toy:a', TO), there('toy:a', OTHER), 'stale'],
    ['create, there and not ours', creation('toy:a', TO), there('toy:a', TO, { managedBy: 'nobody' }), 'stale'],
    [
      'create, nobody can own it',
      creation('toy:a', TO),
      there('toy:a', TO, { managedBy: 'nobody' }),
      'already-so',
      unowned,
    ],
    ['remove, not there', removal('toy:a', FROM), undefined, 'already-so'],
    ['remove, as it was', removal('toy:a', FROM), there('toy:a', FROM), 'do'],
    ['remove, changed meanwhile', removal('toy:a', FROM), there('toy:a', OTHER), 'stale'],
    ['update, as it was', updating('toy:a', FROM, TO), there('toy:a', FROM), 'do'],
    ['update, done already', updating('toy:a', FROM, TO), there('toy:a', TO), 'already-so'],
    ['update, changed meanwhile', updating('toy:a', FROM, TO), there('toy:a', OTHER), 'stale'],
    ['update, gone', updating('toy:a', FROM, TO), undefined, 'stale'],
    ['adopt, as it was', adopt, there('toy:a', FROM, { managedBy: 'nobody' }), 'do'],
    ['adopt, changed but not yet ours', adopt, there('toy:a', TO, { managedBy: 'nobody' }), 'do'],
    ['adopt, done already', adopt, there('toy:a', TO), 'already-so'],
    ['adopt, changed meanwhile', adopt, there('toy:a', OTHER, { managedBy: 'nobody' }), 'stale'],
    [
      'wait, still running',
      { ...removal('toy:a'), action: 'wait', to: TO },
      there('toy:a', TO, { condition: 'running' }),
      'do',
    ],
    ['create, begun by another run', creation('toy:a', TO), there('toy:a', TO, { condition: 'running' }), 'wait'],
    ['update, begun by another run', updating('toy:a', FROM, TO), there('toy:a', TO, { condition: 'running' }), 'wait'],
    ['adopt, begun by another run', adopt, there('toy:a', TO, { condition: 'running' }), 'wait'],
    ['create, begun and failed', creation('toy:a', TO), there('toy:a', TO, { condition: 'failed' }), 'repair'],
    ['update, done in part', updating('toy:a', FROM, TO), there('toy:a', TO, { condition: 'drifted' }), 'repair'],
    ['wait, settled', { ...removal('toy:a'), action: 'wait', to: TO }, there('toy:a', TO), 'already-so'],
  ])('%s', (_, change, live, expected, kind = toyKind()) => {
    expect(verdict(change, live, kind)).toBe(expected);
  });

  it('looks only at what the plan speaks of', () => {
    const kind = toyKind('toy', {
      narrow: (live, wanted) => Object.fromEntries(Object.keys(wanted).map((key) => [key, live[key] ?? null])),
    });
    expect(verdict(updating('toy:a', FROM, TO), there('toy:a', { ...FROM, note: 'by hand' }), kind)).toBe('do');
  });

  it('refuses when a fact has changed that a change relies on, and only where the change is still to do', () => {
    const live = [there('toy:ground', FROM), there('toy:done', TO)];
    const digest = digestOfLive('toy:ground', new Map([['toy', reading(live)]]), NAMES) ?? '';
    const relying = (address: 'toy:new' | 'toy:done', fact: string): Change => ({
      ...creation(address, TO),
      reads: [{ address: 'toy:ground', digest: fact }],
    });
    const judged = (change: Change): unknown =>
      judgePlan(planWith([change]), [reading(live)], NAMES).get(change.address);
    expect(judged(relying('toy:new', digest))).toBe('do');
    expect(judged(relying('toy:done', 'something else'))).toBe('already-so');
    expect(() => judged(relying('toy:new', 'something else'))).toThrow('the plan is stale');
  });

  it('names everything that is stale at once', () => {
    const plan = planWith([updating('toy:a', FROM, TO), removal('toy:b', FROM), creation('toy:c', TO)]);
    const live = [there('toy:b', OTHER), there('toy:c', OTHER)];
    const problems = (() => {
      try {
        judgePlan(plan, [reading(live)], NAMES);
        return [];
      } catch (error) {
        return error instanceof TowerctlError ? error.problems : [];
      }
    })();
    expect(problems.map(({ message }) => message)).toEqual([
      'toy:a is not there any more, so "update" is not safe any more',
      'toy:b is neither as the plan found it nor as the plan leaves it, so "remove" is not safe any more',
      'toy:c is neither as the plan found it nor as the plan leaves it, so "create" is not safe any more',
    ]);
  });

  it('refuses a kind that it does not know', () => {
    expect(() => judgePlan(planWith([creation('new-thing:a')]), [reading([])], NAMES)).toThrow('kind "new-thing"');
  });

  it('knows no digest of what was only half read', () => {
    const byKind = new Map([['toy', reading([there('toy:a', FROM, { partial: true })])]]);
    expect(digestOfLive('toy:a', byKind, NAMES)).toBeUndefined();
    expect(digestOfLive('toy:none', byKind, NAMES)).toBeUndefined();
  });
});
