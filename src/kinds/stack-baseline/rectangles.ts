import { pairsOf } from './cells.js';
import type { Cells } from './spec.js';

/** Every account in every Region: what one StackSet call can name. */
export interface Rectangle {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/**
 * Cuts cells into rectangles that do not overlap, few of them: accounts with the same Regions go together, or Regions
 * with the same accounts, whichever needs fewer. The fewest of all would be a search; real selections are found by one
 * of the two.
 */
export function rectanglesOf(cells: Cells): Rectangle[] {
  const byAccount = grouped(pairsOf(cells)).map(({ members, of }): Rectangle => ({ accounts: members, regions: of }));
  const turned = grouped(turnedAround(cells));
  const byRegion = turned.map(({ members, of }): Rectangle => ({ accounts: of, regions: members }));
  return byRegion.length < byAccount.length ? byRegion : byAccount;
}

interface Grouping {
  readonly members: readonly string[];
  readonly of: readonly string[];
}

/** First members that have exactly the same seconds. */
function grouped(pairs: Iterable<readonly [string, string]>): Grouping[] {
  const seconds = new Map<string, string[]>();
  for (const [first, second] of pairs) {
    const known = seconds.get(first);
    if (known) known.push(second);
    else seconds.set(first, [second]);
  }
  const groups = new Map<string, { members: string[]; of: string[] }>();
  for (const [first, list] of [...seconds].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const of = list.sort();
    const key = of.join(' ');
    const known = groups.get(key);
    if (known) known.members.push(first);
    else groups.set(key, { members: [first], of });
  }
  return [...groups.values()];
}

function* turnedAround(cells: Cells): Generator<readonly [string, string]> {
  for (const [account, region] of pairsOf(cells)) yield [region, account];
}
