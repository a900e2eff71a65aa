import { faultOf } from '../../aws/faults.js';
import type { AssignmentRecord, OperationRecord } from '../../aws/identity-center-records.js';
import type { Step, StepContext } from '../../kind.js';
import type { Change, Progress } from '../../model.js';
import { reasonsText } from '../identity-center.js';
import type { Surroundings } from '../surroundings.js';
import { findAssignment, isAssigned } from './lookup.js';
import type { PermissionAssignmentSpec } from './spec.js';

type Context = StepContext<Surroundings>;

/** Seconds from acceptance to the role standing in the account; one role of an account at a time. */
const TAKES = [20, 60] as const;
/** Seconds: behind somebody else's bulk change of the same account it takes long. */
const PATIENCE = 900;
/** Seconds: fifteen at a time and two thousand of them, so a late look costs all that wait behind. The rate has room for it. */
const POLL_EVERY = 5;
const NO_REASON = 'Identity Center says no more than that it failed';
const AT_IT = 'Identity Center is at it';

export function steps(change: Change<PermissionAssignmentSpec>): Step<Surroundings>[] {
  if (change.action === 'create') return [assign(change.to)];
  if (change.action === 'remove') return [unassign(change.from)];
  return [];
}

function assign(spec: PermissionAssignmentSpec): Step<Surroundings> {
  return retryingNewRoles({
    name: 'assign',
    calls: ['sso:CreateAccountAssignment'],
    takes: TAKES,
    patience: PATIENCE,
    pollEvery: POLL_EVERY,
    // What is assigned already is accepted again, and changes nothing.
    start: async (context) => {
      const assignment = await findAssignment(context, spec);
      return progressOf(await context.aws.identityCenter().createAssignment(assignment));
    },
    poll: async (token, context) => {
      const state = await unlessUnknown(() => context.aws.identityCenter().creation(token));
      return state ? progressOf(state) : looked(context, spec, token, true);
    },
  });
}

function unassign(spec: PermissionAssignmentSpec): Step<Surroundings> {
  return {
    name: 'take away',
    calls: ['sso:DeleteAccountAssignment'],
    takes: TAKES,
    patience: PATIENCE,
    pollEvery: POLL_EVERY,
    start: async (context) => {
      const assignment = await findAssignment(context, spec);
      const begun = await unlessUnknown(() => context.aws.identityCenter().deleteAssignment(assignment));
      return begun ? progressOf(begun) : { state: 'done' };
    },
    poll: async (token, context) => {
      const state = await unlessUnknown(() => context.aws.identityCenter().deletion(token));
      return state ? progressOf(state) : looked(context, spec, token, false);
    },
  };
}

function progressOf({ requestId, status, reason }: OperationRecord): Progress {
  if (status === 'SUCCEEDED') return { state: 'done' };
  if (status === 'FAILED')
    return { state: 'failed', problem: reason === undefined ? NO_REASON : reasonsText([reason]) };
  return { state: 'running', token: requestId, detail: AT_IT };
}

/** Undefined where AWS knows nothing of it: not yet, or not any more. */
async function unlessUnknown(ask: () => Promise<OperationRecord>): Promise<OperationRecord | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (faultOf(error).class !== 'gone') throw error;
    return undefined;
  }
}

/** A request that AWS does not know tells nothing: what is assigned does. */
async function looked(
  context: Context,
  spec: PermissionAssignmentSpec,
  token: string,
  wanted: boolean,
): Promise<Progress> {
  const assignment: AssignmentRecord = await findAssignment(context, spec);
  context.aws.identityCenter().forget();
  const there = await isAssigned(context, assignment);
  return there === wanted ? { state: 'done' } : { state: 'running', token, detail: AT_IT };
}

/** Creations that a step begins at most: a role in an account that is new may not be known everywhere yet. */
const MOST_ATTEMPTS = 3;
const PAUSE_MS = 20_000;
const NEW_ROLE = /wait for role propagation|\brole\b.*\bnot (?:be )?assum|conflicting operation/i;
const PAUSED = /^attempt (\d+) after (\d+)$/;
const ATTEMPT = /^(\d+) (.*)$/s;

/** What failed for want of a role that may only be too new is begun again, a few times. */
function retryingNewRoles(step: Step<Surroundings>): Step<Surroundings> {
  const begin = async (attempt: number, context: Context): Promise<Progress> =>
    numbered(await step.start(context), attempt, context);
  return {
    ...step,
    start: (context) => begin(1, context),
    poll: async (token, context) => {
      const [, next, due] = PAUSED.exec(token) ?? [];
      if (next !== undefined) {
        return context.clock.now() < Number(due) ? paused(Number(next), Number(due)) : begin(Number(next), context);
      }
      const [, attempt = '1', own = token] = ATTEMPT.exec(token) ?? [];
      return numbered((await step.poll?.(own, context)) ?? { state: 'done' }, Number(attempt), context);
    },
  };
}

function numbered(progress: Progress, attempt: number, { clock }: Context): Progress {
  if (progress.state === 'running') return { ...progress, token: `${attempt} ${progress.token}` };
  if (progress.state === 'failed' && attempt < MOST_ATTEMPTS && NEW_ROLE.test(progress.problem)) {
    return paused(attempt + 1, clock.now() + attempt * PAUSE_MS);
  }
  return progress;
}

function paused(attempt: number, due: number): Progress {
  return { state: 'running', token: `attempt ${attempt} after ${due}`, detail: 'a role is not ready yet; again soon' };
}
