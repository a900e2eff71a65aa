import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { countOf, has, isEmpty, without } from './cells.js';
import { isSkipped } from './instances.js';
import { rowKey, rowsNow } from './look.js';
import { idsOf } from './operation.js';
import type { StackBaselineSpec } from './spec.js';

/** Descriptions are as new as the last write; lists of instances, and of sets, lag behind. */
export async function shows(change: Change<StackBaselineSpec>, context: StepContext<Surroundings>): Promise<boolean> {
  if (change.action === 'remove') return isGone(change.from, context);
  if (!('to' in change)) return true;
  const { to } = change;
  if (!(await context.aws.cloudFormation.stackSet(to.stackSet, to.callAs))) return false;
  if (onlyUpdated(change) && countOf(to.instances) > FEW) return nothingOpen(to, context);
  const before = 'from' in change ? Object.keys(change.from.instances) : [];
  const rows = await rowsNow(context, to, [...new Set([...before, ...Object.keys(to.instances)])]);
  const current = new Set(
    rows.flatMap((row) =>
      (row.status === 'CURRENT' && row.stackId !== undefined) || isSkipped(row)
        ? [rowKey(row.accountId, row.region)]
        : [],
    ),
  );
  const { ids } = idsOf(Object.keys(to.instances), context);
  const complete = ids.every((id) =>
    (to.instances[context.names.nameOf(id) ?? ''] ?? []).every(
      (region) => current.has(rowKey(id, region)) || has(to.retry ?? {}, context.names.nameOf(id) ?? '', region),
    ),
  );
  return complete && !rows.some(({ accountId, region }) => isLeft(to, context, accountId, region));
}

/** What an instance is that is not done, or did not come to a good end. */
const OPEN = ['PENDING', 'RUNNING', 'FAILED', 'CANCELLED', 'INOPERABLE'] as const;
/** Instances that a whole list shows with no more calls than one for each of those: a page has a hundred. */
const FEW = OPEN.length * 100;

/** None came and none went: it is enough that none is still listed as anything else than done. */
function onlyUpdated(change: Change<StackBaselineSpec>): boolean {
  if (change.action !== 'update') return false;
  const { from, to } = change;
  return isEmpty(without(from.instances, to.instances)) && isEmpty(without(to.instances, from.instances));
}

/** A few calls, where the list of a large organization takes dozens. */
async function nothingOpen(
  { instances, retry, stackSet, callAs }: StackBaselineSpec,
  { aws, names }: StepContext<Surroundings>,
): Promise<boolean> {
  const open = await Promise.all(
    OPEN.map((status) => aws.cloudFormation.stackInstances(stackSet, callAs, { detailedStatus: status })),
  );
  const waited = without(instances, retry ?? {});
  return !open.flat().some(({ accountId, region }) => has(waited, names.nameOf(accountId) ?? '', region));
}

/** Still there, in an account that can be reached, and not declared. */
function isLeft(
  { instances }: StackBaselineSpec,
  context: StepContext<Surroundings>,
  accountId: string,
  region: string,
) {
  const name = context.names.nameOf(accountId);
  const node = name && context.aws.live.organization.get(name);
  return name !== undefined && node !== undefined && node.state === undefined && !has(instances, name, region);
}

async function isGone({ stackSet, callAs }: StackBaselineSpec, { aws }: StepContext<Surroundings>): Promise<boolean> {
  if (await aws.cloudFormation.stackSet(stackSet, callAs)) return false;
  return !(await aws.cloudFormation.stackSets(callAs)).some(({ name }) => name === stackSet);
}
