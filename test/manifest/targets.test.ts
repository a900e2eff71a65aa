import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { coverNodes, parseTarget, selectAccounts } from '../../src/manifest/targets.js';
import { splitUnitPath, unitNameOf, unitSegmentOf } from '../../src/manifest/unit-path.js';
import type { NodeName, Selection, Target } from '../../src/model.js';
import { Organization, type OrganizationNode } from '../../src/organization.js';

type Extra = Partial<OrganizationNode>;

function node(name: NodeName, parent?: NodeName, extra: Extra = {}): OrganizationNode {
  return { name, tags: {}, declared: true, live: true, ...(parent === undefined ? {} : { parent }), ...extra };
}

/**
 * root: management, stray; Workloads: shared; Workloads/Prod: pay (card), data (pii), gone (SUSPENDED);
 * Workloads/NonProd: dev (card); Security: audit; Empty.
 */
const organization = new Organization('o-exampleorg1', [
  node('root'),
  node('account:management', 'root', { management: true }),
  node('account:stray', 'root'),
  node('unit:Workloads', 'root'),
  node('unit:Workloads/Prod', 'unit:Workloads'),
  node('unit:Workloads/NonProd', 'unit:Workloads'),
  node('unit:Security', 'root'),
  node('unit:Empty', 'root'),
  node('account:shared', 'unit:Workloads'),
  node('account:pay', 'unit:Workloads/Prod', { tags: { data: 'card', owner: 'p' } }),
  node('account:data', 'unit:Workloads/Prod', { tags: { data: 'pii' } }),
  node('account:gone', 'unit:Workloads/Prod', { tags: { data: 'card' }, state: 'SUSPENDED' }),
  node('account:dev', 'unit:Workloads/NonProd', { tags: { data: 'card' } }),
  node('account:audit', 'unit:Security'),
]);

const select = (targets: Target[], exclude?: Target[]): string[] =>
  selectAccounts(organization, { targets, exclude }).map((name) => name.slice('account:'.length));
const cover = (targets: Target[], exclude?: Target[], managementExempt = false): readonly string[] =>
  coverNodes(organization, { targets, exclude }, { managementExempt }).nodes;

describe('the grammar', () => {
  test.each([
    ['root', { kind: 'root' }],
    ['management', { kind: 'management' }],
    ['Workloads', { kind: 'unit', path: 'Workloads', recursive: false }],
    ['unit:root', { kind: 'unit', path: 'root', recursive: false }],
    ['Policy Staging/A\\/B/**', { kind: 'unit', path: 'Policy Staging/A\\/B', recursive: true }],
    ['account:pay', { kind: 'account', name: 'pay' }],
    ['selector:prod', { kind: 'selector', name: 'prod' }],
  ])('%s', (text, parsed) => expect(parseTarget(text)).toEqual(parsed));

  test('names survive being escaped, joined and split', () => {
    const name = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', '/', '\\', ' ', 'é') });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        expect(splitUnitPath(names.map(unitSegmentOf).join('/')).map(unitNameOf)).toEqual(names);
      }),
    );
    expect(splitUnitPath('a//b/')).toEqual(['a', '', 'b', '']);
    expect(splitUnitPath('')).toEqual(['']);
  });
});

describe('selectAccounts', () => {
  test('a unit means the accounts in it, /** all below, root all', () => {
    expect(select(['Workloads'])).toEqual(['shared']);
    expect(select(['Workloads/**'])).toEqual(['shared', 'pay', 'data', 'dev']);
    expect(select(['root']).sort()).toEqual(['audit', 'data', 'dev', 'management', 'pay', 'shared', 'stray']);
    expect(select(['Workloads/Prod', 'account:pay', 'management'])).toEqual(['pay', 'data', 'management']);
  });

  test('tags, and exclude', () => {
    expect(select([{ tags: { data: ['card', 'pii'] } }]).sort()).toEqual(['data', 'dev', 'pay']);
    expect(select([{ tags: { data: 'card', owner: 'p' } }])).toEqual(['pay']);
    expect(select([{ targets: ['Workloads/**'], tags: { data: 'card' }, exclude: ['account:pay'] }])).toEqual(['dev']);
    expect(select(['Workloads/**'], ['Workloads', { tags: { data: 'pii' } }])).toEqual(['pay', 'dev']);
    expect(select([{ tags: { constructor: 'x' } }])).toEqual([]);
  });

  test('suspended accounts are left out even when they are named', () => {
    expect(select(['account:gone', 'account:pay'])).toEqual(['pay']);
  });
});

describe('coverNodes', () => {
  test('a unit and all below it are the same for what is inherited', () => {
    expect(cover(['Workloads'])).toEqual(['unit:Workloads']);
    expect(cover(['Workloads/**', 'Security'])).toEqual(['unit:Workloads', 'unit:Security']);
    expect(cover(['root'])).toEqual(['root']);
  });

  test('what is covered from above is not attached again, and that is said', () => {
    expect(coverNodes(organization, { targets: ['account:pay', 'Workloads', 'Workloads/Prod'] })).toEqual({
      nodes: ['unit:Workloads'],
      compiled: 'account:pay, unit:Workloads/Prod: covered from above already',
    });
  });

  test('exclude is compiled to the fewest places below', () => {
    expect(coverNodes(organization, { targets: ['root'], exclude: ['Workloads/Prod'] })).toEqual({
      nodes: [
        'account:management',
        'account:stray',
        'unit:Workloads/NonProd',
        'account:shared',
        'unit:Security',
        'unit:Empty',
      ],
      compiled: expect.stringContaining('unit:Workloads without what is excluded: attached below it'),
    });
    expect(cover(['Workloads'], ['account:dev'])).toEqual(['unit:Workloads/Prod', 'account:shared']);
    expect(cover(['Workloads'], ['Workloads'])).toEqual([]);
    expect(cover(['account:pay'], ['Workloads'])).toEqual([]);
    expect(coverNodes(organization, { targets: ['Security'], exclude: ['Workloads'] })).toEqual({
      nodes: ['unit:Security'],
    });
  });

  test('leaving out the management account is free where it is never bound', () => {
    expect(cover(['root'], ['management'], true)).toEqual(['root']);
    expect(cover(['root'], ['management'])).toEqual(['account:stray', 'unit:Workloads', 'unit:Security', 'unit:Empty']);
  });

  test('tags attach to accounts, never to a unit that happens to be full of them', () => {
    expect(coverNodes(organization, { targets: [{ targets: ['Workloads/NonProd'], tags: { data: 'card' } }] })).toEqual(
      {
        nodes: ['account:dev'],
        compiled: 'selected by the tag data: 1 account, each by itself',
      },
    );
    expect(cover([{ targets: ['Workloads'], tags: { data: 'card' } }])).toEqual(['account:pay', 'account:dev']);
  });

  test('a cover holds exactly the accounts selected, and no place is superfluous', () => {
    const places = [
      'root',
      'Workloads',
      'Workloads/**',
      'Workloads/Prod',
      'Workloads/NonProd/**',
      'Security',
      'Empty',
      'management',
      'account:pay',
      'account:dev',
      'account:shared',
    ];
    const target: fc.Arbitrary<Target> = fc.oneof(
      fc.constantFrom<Target>(...places),
      fc.record({
        targets: fc.array(fc.constantFrom(...places), { minLength: 1, maxLength: 2 }),
        tags: fc.constant({ data: 'card' }),
      }),
      fc.record({
        targets: fc.array(fc.constantFrom(...places), { minLength: 1, maxLength: 2 }),
        exclude: fc.array(fc.constantFrom(...places), { minLength: 1, maxLength: 2 }),
      }),
    );
    const recursive = (targets: readonly Target[]): Target[] =>
      targets.map((one) =>
        typeof one !== 'string'
          ? {
              ...one,
              targets: recursive(one.targets ?? ['root']),
              ...(one.exclude ? { exclude: recursive(one.exclude) } : {}),
            }
          : /^(root|management|account:.*|.*\/\*\*)$/.test(one)
            ? one
            : `${one}/**`,
      );
    fc.assert(
      fc.property(
        fc.array(target, { minLength: 1, maxLength: 3 }),
        fc.array(target, { maxLength: 2 }),
        (targets, exclude) => {
          const { nodes } = coverNodes(organization, { targets, exclude });
          const covered = nodes
            .flatMap((place) => organization.accounts(place))
            .filter((name) => name !== 'account:gone');
          const wanted: Selection = { targets: recursive(targets), exclude: recursive(exclude) };
          expect([...covered].sort()).toEqual(selectAccounts(organization, wanted).sort());
          expect(nodes.filter((place) => nodes.some((other) => organization.isBelow(place, other)))).toEqual([]);
        },
      ),
    );
  });
});
