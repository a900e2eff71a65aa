import type { EnabledBaselineRecord } from '../../aws/controltower-records.js';
import { faultOf } from '../../aws/faults.js';
import { TowerctlError } from '../../errors.js';
import { baselineVersionFor, IDENTITY_CENTER_BASELINE, IDENTITY_CENTER_PARAMETER } from '../../facts/baselines.js';
import type { StepContext } from '../../kind.js';
import type { Json, Progress } from '../../model.js';
import { OWNER_TAG } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { invitedHint, notEnrolled, type SeenBaseline, seenBaselines } from './reading.js';
import type { EnabledBaselineSpec } from './spec.js';

type Context = StepContext<Surroundings>;

/**
 * Seconds: two minutes for a unit without accounts, an hour for one with some dozens (observed); a unit with a thousand
 * accounts takes most of a day, so that is how long it is waited for.
 */
export const BASELINE_OPERATION = { takes: [120, 3_600], patience: 86_400 } as const;

export function running(operationId: string, arn: string): Progress {
  return { state: 'running', token: `${operationId} ${arn}` };
}

/** Follows an operation that was begun here; the thing's ARN is what a later step names it by. */
export async function follow(token: string, { aws }: Context): Promise<Progress> {
  const [operationId = '', arn = ''] = token.split(' ');
  const { status, message } = await aws.controlTower.baselineOperation(operationId);
  if (status === 'FAILED')
    return { state: 'failed', problem: message ?? 'the operation failed, Control Tower does not say why' };
  return status === 'SUCCEEDED' ? { state: 'done', id: arn } : { state: 'running', token };
}

/** As Control Tower lists it now. */
export async function lookAt(
  { aws, names }: Pick<Context, 'aws' | 'names'>,
  { baseline, target }: EnabledBaselineSpec,
): Promise<SeenBaseline | undefined> {
  aws.controlTower.forget();
  const seen = await seenBaselines(aws, names);
  return seen.find((one) => one.baseline === baseline && one.target === target);
}

const NOT_LISTED = 'not listed';

/** "Already enabled": an answer to us that was lost, or somebody who was faster. Lists lag behind: look until it shows. */
export async function present(context: Context, spec: EnabledBaselineSpec): Promise<Progress> {
  const { aws, manifestName } = context;
  const seen = await lookAt(context, spec);
  if (!seen) return { state: 'running', token: NOT_LISTED, detail: 'enabled already, and not listed yet' };
  const { arn, operationId } = seen.record;
  if ((await aws.controlTower.tags(arn))[OWNER_TAG] !== manifestName)
    return { state: 'failed', problem: 'somebody else enabled it meanwhile; plan again' };
  return operationId === undefined ? { state: 'done', id: arn } : running(operationId, arn);
}

export function followOrLook(token: string, context: Context, spec: EnabledBaselineSpec): Promise<Progress> {
  return token === NOT_LISTED ? present(context, spec) : follow(token, context);
}

/** Waits for an operation that somebody else began, whichever way it ends. */
export async function settled(context: Context, spec: EnabledBaselineSpec): Promise<Progress> {
  const seen = await lookAt(context, spec);
  return seen?.record.status === 'UNDER_CHANGE'
    ? { state: 'running', token: seen.record.operationId ?? NOT_LISTED, detail: 'under change' }
    : { state: 'done', ...(seen && { id: seen.record.arn }) };
}

export function alreadyEnabled(error: unknown): boolean {
  const fault = faultOf(error);
  return fault.class === 'already-so' || /already enabled/i.test(fault.message);
}

/** The version that was planned, else the one that goes with the landing zone of this moment. */
export async function versionFor({ aws }: Context, { baseline, version }: EnabledBaselineSpec): Promise<string> {
  const landingZone = version === undefined ? await aws.controlTower.landingZone() : undefined;
  const chosen = version ?? (landingZone && baselineVersionFor(baseline, landingZone.version)?.version);
  if (chosen === undefined)
    throw new TowerctlError(
      'failed',
      `no version of ${baseline} is known for landing zone ${landingZone?.version ?? '(none)'}; write one in the manifest`,
    );
  return chosen;
}

/** What was asked for; and, where the landing zone manages Identity Center, under which ARN. */
export async function parametersOf(
  { aws }: Context,
  { baseline, parameters = {} }: EnabledBaselineSpec,
): Promise<{ key: string; value: Json }[]> {
  const own = Object.entries(parameters).map(([key, value]) => ({ key, value }));
  if (baseline !== 'AWSControlTowerBaseline' || IDENTITY_CENTER_PARAMETER in parameters) return own;
  const enabled = await identityCenter(aws);
  return enabled === undefined ? own : [...own, { key: IDENTITY_CENTER_PARAMETER, value: enabled.arn }];
}

async function identityCenter({ controlTower }: Surroundings): Promise<EnabledBaselineRecord | undefined> {
  const [arns, records] = await Promise.all([controlTower.baselines(), controlTower.enabledBaselines()]);
  const arn = arns.get(IDENTITY_CENTER_BASELINE);
  return arn === undefined ? undefined : records.find(({ baselineArn }) => baselineArn === arn);
}

/** A unit's ARN has the partition of Control Tower's own and the account of the organization's management. */
export function unitArn({ aws, names }: Context, unit: EnabledBaselineSpec['target'], partitionOf: string): string {
  const { organization, nodes } = aws.live;
  const management = [...organization.nodes.values()].find((node) => node.management === true);
  const account = management && nodes.get(management.name)?.id;
  return `arn:${partitionOf.split(':')[1] ?? 'aws'}:organizations::${account ?? ''}:ou/${organization.id}/${names.idOf(unit)}`;
}

/** Accounts that did not get it: the unit counts as registered, so nothing that needs it is held up. */
export function lackingIn(seen: SeenBaseline | undefined, aws: Pick<Surroundings, 'live'>): string | undefined {
  const accounts = seen === undefined ? [] : notEnrolled(seen);
  return accounts.length === 0
    ? undefined
    : `not enrolled: ${[...accounts].sort().join(', ')}${invitedHint(accounts, aws)}`;
}
