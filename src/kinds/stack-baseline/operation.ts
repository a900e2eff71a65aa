import { createHash } from 'node:crypto';
import type { CallAs, OperationResultRecord, StartedOperation } from '../../aws/cloudformation.js';
import { faultOf } from '../../aws/faults.js';
import type { StepContext } from '../../kind.js';
import type { NodeName, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { troubleText } from './instances.js';

export type Context = StepContext<Surroundings>;
/** Which set is meant, and in whose namespace. */
export type OfSet = { readonly stackSet: string; readonly callAs?: CallAs | undefined };

/** Seconds that one instance adds to an operation: an unchanged update of 6,400 instances was timed at half an hour. */
const INSTANCE_SECONDS = 0.3;
/** Seconds: a large operation with a low concurrency takes most of a day, and giving up on it stops nothing. */
const PATIENCE = 86_400;

/** How long an operation on so many instances takes, in seconds, and how long it is waited for. */
export function timeFor(instances: number): { takes: readonly [number, number]; patience: number } {
  return { takes: [30, 120 + Math.ceil(instances * INSTANCE_SECONDS)], patience: PATIENCE };
}

/**
 * Begins an operation, or follows the one that a run which was cut short began for this very step: the id is derived from
 * the step. One that has ended says nothing about now: the work is begun again under the next id.
 */
export async function begin(
  context: Context,
  { stackSet, callAs }: OfSet,
  write: (clientToken: string) => Promise<StartedOperation>,
): Promise<Progress> {
  for (let attempt = 1; ; attempt += 1) {
    const id = operationId(context.clientToken, attempt);
    const status = await statusOf(context, stackSet, id, callAs);
    if (status === 'RUNNING' || status === 'QUEUED' || status === 'STOPPING') return running(id);
    if (status !== undefined) continue;
    return running((await write(id)).operationId);
  }
}

/** CloudFormation takes letters, digits and hyphens, 128 at most. */
export function operationId(clientToken: string, attempt: number): string {
  return `towerctl-${createHash('sha256').update(clientToken).digest('hex').slice(0, 32)}-${attempt}`;
}

/** The number of a step's own operation; undefined for one that somebody else began. */
export function attemptOf(id: string): number | undefined {
  const attempt = /^towerctl-[0-9a-f]{32}-(\d+)$/.exec(id)?.[1];
  return attempt === undefined ? undefined : Number(attempt);
}

async function statusOf({ aws }: Context, name: string, id: string, callAs: CallAs): Promise<string | undefined> {
  try {
    return (await aws.cloudFormation.operation(name, id, callAs)).status;
  } catch (error) {
    if (faultOf(error).class !== 'gone') throw error;
    return undefined;
  }
}

export function running(id: string, detail = 'CloudFormation is at it'): Progress {
  return { state: 'running', token: id, detail };
}

/** How an operation stands. One that stayed within what may fail has succeeded with failures: those are named, and what needs it goes on. */
export async function follow(token: string, context: Context, { stackSet, callAs }: OfSet): Promise<Progress> {
  const { status, failed, reason } = await context.aws.cloudFormation.operation(stackSet, token, callAs);
  switch (status) {
    case 'SUCCEEDED':
      return failed === 0
        ? { state: 'done' }
        : { state: 'done', lacking: await failuresOf(token, context, { stackSet, callAs }, failed) };
    case 'FAILED': {
      const failures = await failuresOf(token, context, { stackSet, callAs }, failed);
      return { state: 'failed', problem: reason === undefined ? failures : `${failures} (${reason})` };
    }
    case 'STOPPED':
      return { state: 'failed', problem: 'somebody stopped the operation; run again to go on with the rest' };
    case 'QUEUED':
      return running(token, 'waiting: another operation of this StackSet comes first');
    default:
      return running(token, failed === 0 ? undefined : `CloudFormation is at it, ${failed} failed so far`);
  }
}

async function failuresOf(
  operation: string,
  { aws, names }: Context,
  { stackSet, callAs }: OfSet,
  failed: number,
): Promise<string> {
  const results = await aws.cloudFormation.operationResults(stackSet, operation, callAs);
  const troubles = results
    .filter(({ status }) => status === 'FAILED')
    .map(({ accountId, region, reason }) => ({
      account: names.nameOf(accountId) ?? accountId,
      region,
      reason: reason ?? 'AWS gives no reason',
    }));
  const number = Math.max(failed, troubles.length);
  const cancelled = calledOff(results);
  const head = `${number} of ${results.length} instances failed`;
  return [
    troubles.length > 0 ? `${head}: ${troubleText(troubles)}` : head,
    ...(cancelled > 0 ? [`${cancelled} were called off, more having failed than may`] : []),
    'run again to try these, and only these',
  ].join('; ');
}

function calledOff(results: readonly OperationResultRecord[]): number {
  return results.filter(({ status }) => status === 'CANCELLED').length;
}

/** Ids of accounts, and the names of those that have none: their own creation failed in this run. */
export function idsOf(
  accounts: readonly string[],
  { names }: Context,
): { readonly ids: readonly string[]; readonly missing: readonly string[] } {
  const ids: string[] = [];
  const missing: string[] = [];
  for (const account of accounts) {
    const id = names.tryIdOf(account as NodeName & `account:${string}`);
    if (id === undefined) missing.push(account);
    else ids.push(id);
  }
  return { ids, missing };
}

/** Adds to a step that ended well what it could not reach. */
export function lackingAccounts(progress: Progress, missing: readonly string[]): Progress {
  if (missing.length === 0 || progress.state !== 'done') return progress;
  const text = `left out, because they do not exist yet: ${missing.slice(0, 12).join(', ')}${missing.length > 12 ? ` and ${missing.length - 12} more` : ''}`;
  return { ...progress, lacking: progress.lacking === undefined ? text : `${progress.lacking}; ${text}` };
}
