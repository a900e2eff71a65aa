import fc from 'fast-check';
import type { EventScope } from '../../src/lifecycle/event-scope.js';
import { gather, merge } from '../../src/lifecycle/merge.js';

const term = fc.constantFrom('account:1', 'account:2', 'unit:a', 'unit-of:3');
const terms = fc.uniqueArray(term, { minLength: 1 }).map((list) => list.sort());
const why = fc.constantFrom('moved', 'made', 'closed');
const scopes: fc.Arbitrary<EventScope> = fc.oneof(
  fc.record({ kind: fc.constant('scope' as const), scope: terms, fresh: fc.subarray(['1', '2']), why }),
  fc.record({
    kind: fc.constant('notify' as const),
    scope: fc.oneof(terms, fc.constant([])),
    cause: fc.constantFrom('changed' as const, 'failed' as const),
    why,
  }),
  fc.record({ kind: fc.constantFrom('full' as const, 'ignore' as const, 'unknown' as const), why }),
);

const scope = (list: string[], fresh: string[] = []): EventScope => ({
  kind: 'scope',
  scope: list,
  fresh,
  why: 'moved',
});

test('scopes grow, a full run holds them all, what is ignored adds nothing', () => {
  expect(merge([scope(['account:2'], ['2']), scope(['account:1']), { kind: 'ignore', why: 'read' }])).toEqual({
    kind: 'scope',
    scope: ['account:1', 'account:2'],
    fresh: ['2'],
    why: 'moved',
  });
  expect(merge([scope(['account:1']), { kind: 'full', why: 'set up' }])).toEqual({ kind: 'full', why: 'set up' });
  expect(merge([])).toEqual({ kind: 'ignore', why: 'no events' });
});

test('a notice of no place in particular is not narrowed by another', () => {
  const at = (list: string[]): EventScope => ({ kind: 'notify', scope: list, cause: 'changed', why: 'edited' });
  expect(merge([at(['unit:a']), at(['account:1'])])).toMatchObject({ scope: ['account:1', 'unit:a'] });
  expect(merge([at(['unit:a']), at([])])).toMatchObject({ scope: [] });
});

test('many reasons are counted', () => {
  const many = Array.from({ length: 7 }, (_, index): EventScope => ({ kind: 'full', why: `reason ${index}` }));
  expect(merge(many).why).toBe('reason 0; reason 1; reason 2; reason 3; reason 4; and 2 more');
});

test('neither order nor repetition matters, and merging in steps is merging at once', () => {
  fc.assert(
    fc.property(fc.array(scopes, { maxLength: 12 }), fc.array(scopes, { maxLength: 12 }), (some, others) => {
      const whole = merge([...some, ...others]);
      expect(merge([...others, ...some].reverse())).toEqual(whole);
      expect(merge([...some, ...others, ...some])).toEqual(whole);
      const { why: _, ...stepwise } = merge(
        [merge(some), merge(others)].filter(({ why: said }) => said !== 'no events'),
      );
      const { why: __, ...atOnce } = whole;
      expect(stepwise).toEqual(atOnce);
    }),
  );
});

test('nothing is lost: every scope is in the run, the notices, the unknown or the count', () => {
  fc.assert(
    fc.property(fc.array(scopes, { maxLength: 30 }), (all) => {
      const { run, notices, unknown, ignored } = gather(all);
      const of = (kind: EventScope['kind']): EventScope[] => all.filter((one) => one.kind === kind);
      expect(unknown).toHaveLength(of('unknown').length);
      expect(ignored).toBe(of('ignore').length);
      expect(new Set(notices.map((one) => JSON.stringify(one)))).toEqual(
        new Set(of('notify').map((one) => JSON.stringify(one))),
      );
      if (of('full').length > 0) expect(run?.kind).toBe('full');
      else if (of('scope').length === 0) expect(run).toBeUndefined();
      else for (const one of of('scope')) expect(run).toMatchObject({ scope: expect.arrayContaining(termsOf(one)) });
    }),
  );
});

function termsOf(one: EventScope): readonly string[] {
  return one.kind === 'scope' ? one.scope : [];
}
