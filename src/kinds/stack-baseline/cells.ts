import type { Cells } from './spec.js';

/** Sets of account x Region. Every operation answers lists that are sorted, and shared where they are equal. */

/** Lists of Regions by their text: eight hundred accounts have a handful of different ones between them. */
export class RegionLists {
  readonly #known = new Map<string, readonly string[]>();

  of(regions: Iterable<string>): readonly string[] {
    const sorted = [...new Set(regions)].sort();
    const key = sorted.join(' ');
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, sorted);
    return sorted;
  }
}

export function cellsOf(pairs: Iterable<readonly [account: string, region: string]>, lists = new RegionLists()): Cells {
  const byAccount = new Map<string, string[]>();
  for (const [account, region] of pairs) {
    const known = byAccount.get(account);
    if (known) known.push(region);
    else byAccount.set(account, [region]);
  }
  const sorted = [...byAccount].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([account, regions]) => [account, lists.of(regions)]));
}

export function* pairsOf(cells: Cells): Generator<readonly [account: string, region: string]> {
  for (const [account, regions] of Object.entries(cells)) for (const region of regions) yield [account, region];
}

export function countOf(cells: Cells): number {
  return Object.values(cells).reduce((sum, regions) => sum + regions.length, 0);
}

export function isEmpty(cells: Cells): boolean {
  return Object.values(cells).every((regions) => regions.length === 0);
}

export function has(cells: Cells, account: string, region: string): boolean {
  return Object.hasOwn(cells, account) && (cells[account]?.includes(region) ?? false);
}

/** The cells of the one that are not in the other. */
export function without(cells: Cells, other: Cells): Cells {
  return filtered(cells, (account, region) => !has(other, account, region));
}

/** The cells that both have. */
export function shared(cells: Cells, other: Cells): Cells {
  return filtered(cells, (account, region) => has(other, account, region));
}

export function regionsOf(cells: Cells): string[] {
  return [...new Set(Object.values(cells).flat())].sort();
}

function filtered(cells: Cells, keeps: (account: string, region: string) => boolean): Cells {
  const lists = new RegionLists();
  const kept = Object.entries(cells).flatMap(([account, regions]) => {
    const left = regions.filter((region) => keeps(account, region));
    return left.length === 0 ? [] : [[account, lists.of(left)] as const];
  });
  return Object.fromEntries(kept);
}
