import { has, pairsOf, without } from '../kinds/stack-baseline/cells.js';
import { plain, type SeenInstances } from '../kinds/stack-baseline/instances.js';
import type { Cells } from '../kinds/stack-baseline/spec.js';
import type { NodeName } from '../model.js';
import type { Organization } from '../organization.js';
import { activeAccounts, type BaselineFacts, type BaselineGap } from './evidence.js';

/** Where stacks must be, in accounts in use: nothing can be laid in the others. */
export function inUse(cells: Cells, tree: Organization): Cells {
  const active = new Set<string>(activeAccounts(tree));
  return Object.fromEntries(Object.entries(cells).filter(([account]) => active.has(account)));
}

/** What AWS lists of a set beside where its stacks must be. What is there beyond that is no gap. */
export function gapsOf(seen: SeenInstances, expected: Cells): Pick<BaselineFacts, 'gaps' | 'unchecked'> {
  const meant = ({ account, region }: { readonly account: string; readonly region: string }): boolean =>
    has(expected, account, region);
  const troubled = [...seen.failed, ...seen.inoperable].filter(meant);
  const known = new Set(troubled.map(({ account, region }) => `${account} ${region}`));
  const missing = [...pairsOf(without(expected, seen.cells))].filter(
    ([account, region]) => !known.has(`${account} ${region}`),
  );
  const gaps: BaselineGap[] = [
    ...missing.map(([account, region]) => ({ account: account as NodeName, region, is: 'missing' as const })),
    ...troubled.map(({ account, region, reason }) => ({
      account: account as NodeName,
      region,
      is: 'not current' as const,
      why: plain(reason),
    })),
    ...seen.drifted.filter(meant).map(({ account, region, at }) => ({
      account: account as NodeName,
      region,
      is: 'drifted' as const,
      ...(at !== undefined && { why: at.slice(0, 10) }),
    })),
  ];
  return { gaps, unchecked: seen.unchecked };
}
