import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  cellsOf,
  countOf,
  has,
  pairsOf,
  RegionLists,
  shared,
  without,
} from '../../../src/kinds/stack-baseline/cells.js';
import { troubleText } from '../../../src/kinds/stack-baseline/instances.js';
import { rectanglesOf } from '../../../src/kinds/stack-baseline/rectangles.js';

const pairs = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 6 }).map((number) => `account:a${number}`),
    fc.constantFrom('ap-northeast-1', 'eu-west-1', 'us-east-1'),
  ),
);

it('rectangles hold every cell once and nothing else', () => {
  fc.assert(
    fc.property(pairs, (given) => {
      const cells = cellsOf(given);
      const covered = rectanglesOf(cells).flatMap(({ accounts, regions }) =>
        accounts.flatMap((account) => regions.map((region) => `${account} ${region}`)),
      );
      expect(covered.sort()).toEqual([...pairsOf(cells)].map((pair) => pair.join(' ')).sort());
    }),
  );
});

it('of two ways to cut, the one with fewer calls is taken', () => {
  const byAccount = cellsOf(
    [1, 2, 3].flatMap((n) => [[`account:a${n}`, 'us-east-1'] as const, [`account:a${n}`, 'eu-west-1'] as const]),
  );
  expect(rectanglesOf(byAccount)).toEqual([
    { accounts: ['account:a1', 'account:a2', 'account:a3'], regions: ['eu-west-1', 'us-east-1'] },
  ]);
  // Three different lists of Regions by account, two lists of accounts by Region.
  const byRegion = cellsOf([
    ['account:a', 'eu-west-1'],
    ['account:a', 'us-east-1'],
    ['account:b', 'eu-west-1'],
    ['account:c', 'us-east-1'],
  ]);
  expect(rectanglesOf(byRegion)).toHaveLength(2);
});

it('what one has and the other has not, and what both have, make up the whole', () => {
  fc.assert(
    fc.property(pairs, pairs, (one, other) => {
      const [a, b] = [cellsOf(one), cellsOf(other)];
      expect(countOf(without(a, b)) + countOf(shared(a, b))).toBe(countOf(a));
      for (const [account, region] of pairsOf(shared(a, b))) expect(has(b, account, region)).toBe(true);
    }),
  );
});

it('equal lists of Regions are one list in memory', () => {
  const lists = new RegionLists();
  const cells = cellsOf(
    [
      ['account:a', 'us-east-1'],
      ['account:b', 'us-east-1'],
    ],
    lists,
  );
  expect(cells['account:a']).toBe(cells['account:b']);
});

it('the first twelve are named, the same reason once, and the rest counted', () => {
  const troubles = Array.from({ length: 14 }, (_, n) => ({
    account: `account:a${n}`,
    region: 'us-east-1',
    reason: `no room (RequestToken: ${n}, HandlerErrorCode: Limit)`,
  }));
  const text = troubleText(troubles);
  expect(text.match(/no room/g)).toHaveLength(1);
  expect(text).toContain('a11 in us-east-1: no room (HandlerErrorCode: Limit)');
  expect(text).not.toContain('a12');
  expect(text).toMatch(/; and 2 more$/);
});
