import type { OperationRecord } from '../../aws/controltower.js';
import { faultOf } from '../../aws/faults.js';
import { acceptsReset } from '../../facts/controls.js';
import type { LiveContext } from '../../kind.js';
import type { NodeName } from '../../model.js';
import { recordsInScope } from '../enabled-baseline/narrow.js';
import { type SeenBaseline, seenBaselines } from '../enabled-baseline/reading.js';
import { isInScope } from '../in-scope.js';
import type { Surroundings } from '../surroundings.js';
import { type SeenControl, type SeenControls, worksOnAccounts } from './read.js';

type Context = LiveContext<Surroundings>;
type Enrolled = SeenBaseline['children'][number];

/** Operations that bring a control to every account that is enrolled when they begin. */
const REACHES_ALL = ['ENABLE_CONTROL', 'RESET_ENABLED_CONTROL'];

/**
 * Enrolled accounts of the unit that do not have its control. Registering a unit again gives accounts the mandatory
 * controls alone (Control Tower user guide, partial enrolment); who stopped there, an apply that was killed or a person
 * in the console, is seen by that. Whether AWS lists a part for every account is not documented, so a missing part
 * counts only where the account was enrolled after the control was last brought to all of them.
 */
export async function lackingAccounts(
  context: Context,
  { accountsWith }: SeenControls,
  { record, control, target }: SeenControl,
): Promise<NodeName[]> {
  if (!accountsWith || !worksOnAccounts(control) || record.status !== 'SUCCEEDED') return [];
  const have = accountsWith.get(record.arn);
  const without = (await enrolledIn(context, target)).filter(({ account }) => !have?.has(account));
  if (without.length === 0) return [];
  const last = await operationOf(record.operationId, (id) => context.aws.controlTower.controlOperation(id));
  const lacking: NodeName[] = [];
  for (const { account, operationId } of without) {
    const enrolment = await operationOf(operationId, (id) => context.aws.controlTower.baselineOperation(id));
    if (cameLater(enrolment, last)) lacking.push(account);
  }
  return lacking;
}

/** Milliseconds: who stopped in the middle of a change of the landing zone comes back within days. */
const RECENT = 7 * 86_400_000;

/**
 * Governed Regions that a unit's control does not reach: a Region that the landing zone took up reaches optional controls
 * only by a reset of their own. Each costs a call, so it is looked for only in the week after the landing zone was
 * changed, and counts only where the control has not been brought to all of them since.
 */
export async function lackingRegions(
  { aws, clock }: Context,
  { record, control }: SeenControl,
): Promise<readonly string[]> {
  if (!worksOnAccounts(control) || !acceptsReset(control) || record.status !== 'SUCCEEDED') return [];
  const { controlTower } = aws;
  const changed = await controlTower.landingZoneUpdatedAt();
  if (changed === undefined || clock.now() - changed > RECENT) return [];
  const governed = (await controlTower.landingZone())?.governedRegions ?? [];
  const { targetRegions } = await controlTower.enabledControl(record.arn);
  const lacking = governed.filter((region) => !targetRegions.includes(region)).sort();
  if (lacking.length === 0) return [];
  const last = await operationOf(record.operationId, (id) => controlTower.controlOperation(id));
  const reached = REACHES_ALL.includes(last?.type ?? '') && (last?.startedAt ?? 0) >= changed;
  return reached ? [] : lacking;
}

/** Accounts in scope that live in the unit and are enrolled through it. */
async function enrolledIn(context: Context, unit: NodeName): Promise<Enrolled[]> {
  const { aws, names, organization } = context;
  const baselines = (await seenBaselines(aws, names, recordsInScope(context))).filter(({ target }) => target === unit);
  const enrolled = baselines.flatMap(({ children }) => children.filter(({ status }) => status === 'SUCCEEDED'));
  const byAccount = new Map(enrolled.map((child) => [child.account, child]));
  return [...byAccount.values()].filter(({ account }) => {
    const node = organization.get(account);
    return node?.parent === unit && node.state === undefined && isInScope(context, account);
  });
}

/** An operation that is forgotten (after ninety days) is older than one that is still known. */
function cameLater(enrolment: OperationRecord | undefined, last: OperationRecord | undefined): boolean {
  if (enrolment?.endedAt === undefined) return false;
  if (last === undefined) return true;
  return !REACHES_ALL.includes(last.type ?? '') || (last.startedAt ?? 0) < enrolment.endedAt;
}

async function operationOf(
  id: string | undefined,
  ask: (id: string) => Promise<OperationRecord>,
): Promise<OperationRecord | undefined> {
  if (id === undefined) return undefined;
  try {
    return await ask(id);
  } catch (error) {
    if (faultOf(error).class !== 'gone') throw error;
    return undefined;
  }
}
