import { BASELINES_ASKED_AT_ONCE } from '../../aws/controltower-asked.js';
import type { EnabledBaselineRecord } from '../../aws/controltower-records.js';
import type { LiveContext } from '../../kind.js';
import { accountArn, homeOf } from '../enabled-control/home.js';
import { accountIdsInScope, andAbove } from '../in-scope.js';
import type { Surroundings } from '../surroundings.js';

type Context = Pick<LiveContext<Surroundings>, 'aws' | 'names' | 'organization' | 'within'>;

/** Rows of a page of AWS's list. */
const LISTED_AT_ONCE = 100;

/**
 * Enabled baselines as far as they concern what is in scope: all of units, and of the accounts' those in scope and those
 * that are not as they should be. Where a unit in scope or above has drifted, all of its accounts', so that it can be told
 * which differ. Everything where that is one page, or everything is in scope.
 */
export async function recordsInScope(context: Context): Promise<readonly EnabledBaselineRecord[]> {
  const { aws, organization } = context;
  const { controlTower } = aws;
  const accountIds = accountIdsInScope(context);
  const home = accountIds === undefined || organization.nodes.size <= LISTED_AT_ONCE ? undefined : await homeOf(aws);
  if (accountIds === undefined || home === undefined) return controlTower.enabledBaselines();
  const targets = accountIds.map((id) => accountArn(home, organization.id, id));
  const lists = await Promise.all([
    controlTower.enabledBaselines({ children: false }),
    controlTower.enabledBaselines({ only: 'failed' }),
    controlTower.enabledBaselines({ only: 'inheritance-drifted' }),
    ...inChunks(targets).map((chunk) => controlTower.enabledBaselines({ only: { targets: chunk } })),
  ]);
  const found = once(lists.flat());
  const parents = driftedNear(context, found);
  const below = inChunks(parents).map((chunk) => controlTower.enabledBaselines({ only: { parents: chunk } }));
  return once([...found, ...(await Promise.all(below)).flat()]);
}

/** ARNs of what is enabled on units in scope or above, some of whose accounts differ. */
function driftedNear(context: Context, records: readonly EnabledBaselineRecord[]): string[] {
  const { names, organization } = context;
  const near = andAbove(context, organization);
  const differing = records.filter(({ inheritance }) => inheritance === 'DRIFTED');
  const drifted = new Set(differing.map(({ arn, parentArn }) => parentArn ?? arn));
  return records.flatMap(({ arn, parentArn, targetArn }) => {
    const unit = names.nameOf(targetArn.slice(targetArn.lastIndexOf('/') + 1));
    const isNear = unit !== undefined && (near?.has(unit) ?? true);
    return parentArn === undefined && isNear && drifted.has(arn) ? [arn] : [];
  });
}

/** As many as a call takes. */
function inChunks(arns: readonly string[]): string[][] {
  const chunks: string[][] = [];
  for (let at = 0; at < arns.length; at += BASELINES_ASKED_AT_ONCE) {
    chunks.push(arns.slice(at, at + BASELINES_ASKED_AT_ONCE));
  }
  return chunks;
}

function once(records: readonly EnabledBaselineRecord[]): EnabledBaselineRecord[] {
  return [...new Map(records.map((record) => [record.arn, record])).values()];
}
