import { isRoleNotKnownYet } from '../../aws/faults.js';
import type { Step } from '../../kind.js';
import type { Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { attemptOf, type Context, running } from './operation.js';

/** Operations that a step begins at most for this. */
const MOST_ATTEMPTS = 4;
/** A role shows everywhere within seconds, rarely minutes: 20 s, 40 s, 60 s between the attempts. */
const PAUSE_MS = 20_000;
const PAUSE = /^again after (\d+)$/;

/**
 * A role that was made minutes ago (an account's, the service's own) is not known everywhere yet, and an operation that
 * meets it fails there. It is worth another one in the same run; a role that is really missing is said after a few.
 * `again` begins what the failed operation left over: `start` itself unless told.
 */
export function onceRolesAreKnown(step: Step<Surroundings>, again: Step<Surroundings>['start'] = step.start) {
  const poll = async (token: string, context: Context): Promise<Progress> => {
    const due = PAUSE.exec(token)?.[1];
    if (due !== undefined) return context.clock.now() < Number(due) ? paused(Number(due)) : again(context);
    const progress = (await step.poll?.(token, context)) ?? { state: 'done' };
    const trouble = troubleIn(progress);
    const attempt = attemptOf(token);
    if (trouble === undefined || attempt === undefined || !isRoleNotKnownYet(trouble)) return progress;
    if (attempt < MOST_ATTEMPTS) return paused(context.clock.now() + attempt * PAUSE_MS);
    return told(progress, `${trouble}; tried ${attempt} times, since a role may only be too new: this one is missing`);
  };
  return { ...step, poll };
}

function paused(due: number): Progress {
  return running(`again after ${due}`, 'a role is not known everywhere yet; tried again soon');
}

function troubleIn(progress: Progress): string | undefined {
  if (progress.state === 'failed') return progress.problem;
  return progress.state === 'done' ? progress.lacking : undefined;
}

function told(progress: Progress, text: string): Progress {
  if (progress.state === 'failed') return { state: 'failed', problem: text };
  return progress.state === 'done' ? { ...progress, lacking: text } : progress;
}
