import { UNATTENDED, waitingChanges } from '../../src/lifecycle/approval.js';
import { freshAccounts, NEW_FOR_MS, type Place, resolveScope } from '../../src/lifecycle/resolve.js';
import type { Action, Change, NodeName, Plan } from '../../src/model.js';
import { NameTable } from '../../src/names.js';
import { Organization } from '../../src/organization.js';

const NOW = Date.UTC(2026, 10, 24);
const run = { kind: 'full', why: 'x' } as const;
const PARENTS: Readonly<Record<string, NodeName | undefined>> = {
  root: undefined,
  'unit:Apps': 'root',
  'unit:Apps/Prod': 'unit:Apps',
  'account:pay': 'unit:Apps/Prod',
  'account:new': 'unit:Apps',
  'account:guest': 'root',
};
const IDS: readonly (readonly [NodeName, string])[] = [
  ['root', 'r-ex01'],
  ['unit:Apps', 'ou-ex01-apps0000'],
  ['unit:Apps/Prod', 'ou-ex01-prod0000'],
  ['account:pay', '300000000001'],
  ['account:new', '300000000002'],
  ['account:guest', '300000000003'],
];

const names = new NameTable('o-exampleorg1');
for (const [name, id] of IDS) names.set(name, id);
const place: Place = {
  names,
  organization: new Organization(
    'o-exampleorg1',
    IDS.map(([name]) => {
      const parent = PARENTS[name];
      return { name, ...(parent && { parent }), tags: {}, declared: false, live: true };
    }),
  ),
  nodes: new Map<NodeName, { joinedAt?: number }>([
    ['account:pay', { joinedAt: NOW - NEW_FOR_MS }],
    ['account:new', { joinedAt: NOW - NEW_FOR_MS + 1 }],
    ['account:guest', {}],
  ]),
};

test('ids become names, and what lies below another place is in it already', () => {
  const scope = (...terms: string[]): readonly string[] => resolveScope(terms, place).scope;
  expect(scope('account:300000000001')).toEqual(['account:pay']);
  expect(scope('unit-of:300000000001')).toEqual(['unit:Apps/Prod']);
  expect(scope('unit:ou-ex01-apps0000', 'account:300000000001', 'unit-of:300000000001')).toEqual(['unit:Apps']);
  expect(scope('account:300000000002', 'account:300000000001')).toEqual(['account:new', 'account:pay']);
});

test('the root, the unit of an account at the root, and no place at all are everything', () => {
  expect(resolveScope(['root', 'account:300000000001'], place)).toEqual({ scope: [] });
  expect(resolveScope(['unit-of:300000000003'], place)).toEqual({ scope: [] });
  expect(resolveScope([], place)).toEqual({ scope: [] });
});

test('a place that is not there makes it everything, and says which', () => {
  expect(resolveScope(['account:300000000001', 'account:999999999999', 'unit:ou-ex01-gone0000'], place)).toEqual({
    scope: [],
    because: 'account:999999999999, unit:ou-ex01-gone0000 are not in the organization (any more)',
  });
});

test('who has just come: told so, or joined within the week and in scope', () => {
  const of = (told: readonly string[], scope: readonly NodeName[]): NodeName[] =>
    freshAccounts({ run, fresh: told, notices: [] }, scope, place, NOW);
  expect(of(['300000000003', '999999999999'], ['account:pay'])).toEqual(['account:guest']);
  expect(of([], ['account:new', 'account:pay', 'unit:Apps'])).toEqual(['account:new']);
  expect(of([], [])).toEqual([]);
});

test('where somebody changed something, and where no run was asked for, nobody counts as new', () => {
  const notice = (cause: 'changed' | 'failed', ...scope: string[]) =>
    ({ kind: 'notify', scope, cause, why: 'x' }) as const;
  const scope: NodeName[] = ['account:new'];
  const of = (...notices: ReturnType<typeof notice>[]): NodeName[] =>
    freshAccounts({ run, fresh: [], notices }, scope, place, NOW);
  expect(of(notice('changed', 'account:300000000002'))).toEqual([]);
  expect(of(notice('failed', 'account:300000000002'), notice('changed', 'account:300000000001'))).toEqual(scope);
  expect(freshAccounts({ fresh: ['300000000002'], notices: [] }, scope, place, NOW)).toEqual([]);
});

const change = (action: Action): Change =>
  ({
    action,
    address: 'account:new',
    kind: 'account',
    needs: [],
    after: [],
    reads: [],
    why: 'declared',
    from: {},
    to: {},
    fields: [],
  }) as Change;
const planOf = (scope: readonly string[], ...actions: Action[]): Plan => ({
  format: 1,
  engine: '0',
  manifest: { name: 'test', digest: '' },
  organizationId: 'o-exampleorg1',
  homeRegion: 'ap-northeast-1',
  scope,
  changes: actions.map(change),
  unknown: [],
  problems: [],
  allowed: [],
  unmanaged: [],
  quotas: [],
  reach: { accounts: 0, of: 0 },
  estimate: { low: 0, high: 0, writes: 0 },
  names: { accounts: {}, was: {} },
  guards: { passed: [] },
});

describe('what waits for a person', () => {
  const fresh = new Set<NodeName>(['account:new']);
  const waits = (plan: Plan, rules = UNATTENDED): string[] =>
    waitingChanges(plan, fresh, rules).map(({ action, because }) => `${action}: ${because}`);

  test('for accounts that have just come nothing but what takes away', () => {
    expect(waits(planOf(['account:new'], 'create', 'update', 'adopt', 'repair', 'expect', 'wait', 'notice'))).toEqual(
      [],
    );
    expect(waits(planOf(['account:new'], 'create', 'remove', 'replace'))).toEqual([
      'remove: removals and replacements wait for a person',
      'replace: removals and replacements wait for a person',
    ]);
  });

  test('elsewhere everything that writes', () => {
    const why = 'only accounts that have just come are looked after unattended';
    for (const scope of [['account:pay'], ['account:new', 'account:pay'], []]) {
      expect(waits(planOf(scope, 'create', 'expect', 'notice'))).toEqual([`create: ${why}`]);
    }
  });

  test('the rules may let less run', () => {
    expect(waits(planOf(['account:new'], 'create', 'adopt'), { actions: ['create'] })).toEqual([
      'adopt: the rules let no update run unattended',
    ]);
  });
});
