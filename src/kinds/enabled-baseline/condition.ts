import { faultOf } from '../../aws/faults.js';
import type { LiveContext } from '../../kind.js';
import type { Live, NodeName } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { driftText, invitedHint, isDrifted, listed, notEnrolled, type SeenBaseline } from './reading.js';
import { enabledBaselineAddress } from './spec.js';

type Context = LiveContext<Surroundings>;
type State = Pick<Live, 'condition' | 'detail' | 'token' | 'reported'>;

/** How it is with a baseline on a unit, the accounts in it included. */
export async function stateOf(
  context: Context,
  seen: SeenBaseline,
  everything: readonly SeenBaseline[],
): Promise<State> {
  const { status, operationId } = seen.record;
  const failed = notEnrolled(seen);
  if (status === 'UNDER_CHANGE')
    return { condition: 'running', ...(operationId !== undefined && { token: operationId }) };
  if (status === 'FAILED') return { condition: 'failed', detail: await whyFailed(context, operationId) };
  if (failed.length > 0)
    return { condition: 'failed', detail: `enrolment failed: ${listed(failed)}${invitedHint(failed, context.aws)}` };
  if (!isDrifted(seen)) return { condition: 'settled' };
  const detail = driftText(seen, context.organization);
  return (await isToBeMended(context, seen, everything))
    ? { condition: 'drifted', detail }
    : { condition: 'settled', detail, reported: detail };
}

/**
 * Where accounts live that the manifest names is asked for as the baseline is: what a move of ours left half done is
 * mended, unless the manifest says that drift is reported only. Where Control Tower follows moves, it is about to.
 */
async function isToBeMended(
  context: Context,
  seen: SeenBaseline,
  everything: readonly SeenBaseline[],
): Promise<boolean> {
  const onDrift = context.declared.get(enabledBaselineAddress(seen.baseline, seen.target))?.onDrift;
  if (onDrift !== undefined) return onDrift !== 'report';
  if ((await context.aws.controlTower.landingZone())?.autoEnroll === true) return false;
  const enrolled = new Set(seen.children.map(({ account }) => account));
  for (const { address, spec } of context.declaredOf('account').values()) {
    const account = address as NodeName;
    const home = context.organization.get(account);
    if (home?.state !== undefined || home?.parent === undefined || home.parent !== spec['parent']) continue;
    if (home.parent === seen.target && !enrolled.has(account)) return true;
    if (home.parent !== seen.target && enrolled.has(account) && !takesOver(everything, seen.baseline, home.parent))
      return true;
  }
  return false;
}

/** A unit that has the baseline too takes accounts over from another one; anywhere else they have to be let go. */
export function takesOver(everything: readonly SeenBaseline[], baseline: string, unit: string): boolean {
  return everything.some((other) => other.target === unit && other.baseline === baseline);
}

async function whyFailed({ aws }: Context, operationId: string | undefined): Promise<string> {
  const unknown = 'its last operation failed';
  if (operationId === undefined) return unknown;
  try {
    const { message } = await aws.controlTower.baselineOperation(operationId);
    return message === undefined ? unknown : `${unknown}: ${message}`;
  } catch (error) {
    // Operations are forgotten after a while; that it failed is known all the same.
    if (faultOf(error).class !== 'gone') throw error;
    return unknown;
  }
}
