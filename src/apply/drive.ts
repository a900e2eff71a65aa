import { describeFault, faultOf } from '../aws/faults.js';
import type { Clock } from '../clock.js';
import type { Listener } from '../events.js';
import type { Kind, Step, StepContext } from '../kind.js';
import type { Change, JsonObject, Outcome, Progress } from '../model.js';

export interface DriveContext<Aws> {
  readonly step: Omit<StepContext<Aws>, 'clientToken'>;
  readonly clock: Clock;
  readonly listener: Listener;
  readonly planDigest: string;
  /** What a create gave: the address's AWS id, for everything that comes later in this run. */
  created(change: Change, id: string): void;
  /** Asked before each step's write. */
  readonly lease?: WriteLease;
}

/** The right to write, as far as a change needs to know of it. */
export interface WriteLease {
  /** Its reason is what `check` rejects with from then on. */
  readonly lost: AbortSignal;
  check(): Promise<void>;
}

/** A step that was not begun, because nothing more may be written. */
type Stopped = { readonly state: 'stopped'; readonly problem: string };

const FIRST_POLL_MS = 1_000;
const LAST_POLL_MS = 15_000;
/** A step that has taken three times what AWS takes at worst has failed, and is planned again from what is live. */
const DEADLINE_FACTOR = 3;
const DEADLINE_MS = 900_000;

/** Does one change, step by step. The only loop that waits. */
export async function drive<Aws>(
  change: Change,
  kind: Kind<JsonObject, Aws>,
  context: DriveContext<Aws>,
): Promise<Outcome> {
  const startedAt = context.clock.now();
  const finish = (state: Outcome['state'], problem?: string): Outcome => ({
    address: change.address,
    action: change.action,
    state,
    ...(problem !== undefined && { problem }),
    ...(state === 'done' && change.why === 'ready' && change.note !== undefined && { note: change.note }),
    startedAt,
    endedAt: context.clock.now(),
  });
  const lacking: string[] = [];
  for (const [index, step] of kind.steps(change).entries()) {
    const stepContext = {
      ...context.step,
      clientToken: `${context.planDigest.slice(0, 16)}-${change.address}-${index}`,
    };
    const progress = await run(change, step, stepContext, context);
    if (progress.state === 'stopped') return finish('interrupted', `${step.name}: ${progress.problem}`);
    if (progress.state === 'failed') return finish('failed', `${step.name}: ${progress.problem}`);
    if (progress.state === 'done' && progress.id !== undefined) context.created(change, progress.id);
    if (progress.state === 'done' && progress.lacking !== undefined) lacking.push(progress.lacking);
  }
  return finish('done', lacking.length > 0 ? lacking.join('; ') : undefined);
}

async function run<Aws>(
  change: Change,
  step: Step<Aws>,
  stepContext: StepContext<Aws>,
  context: DriveContext<Aws>,
): Promise<Progress | Stopped> {
  const { clock, listener } = context;
  listener({ code: 'step-started', at: clock.now(), address: change.address, step: step.name });
  const patience = step.patience ?? (step.takes && step.takes[1] * DEADLINE_FACTOR);
  const patienceMs = patience === undefined ? DEADLINE_MS : patience * 1_000;
  try {
    await context.lease?.check();
    let progress = await step.start(stepContext);
    // From when AWS has accepted it: until then it may have waited for somebody else's operation, for as long as that took.
    const deadline = clock.now() + patienceMs;
    const most = step.pollEvery === undefined ? LAST_POLL_MS : step.pollEvery * 1_000;
    for (let wait = FIRST_POLL_MS; progress.state === 'running' && step.poll; wait = Math.min(wait * 2, most)) {
      const { detail, token } = progress;
      if (clock.now() >= deadline) {
        return {
          state: 'failed',
          problem: `still ${detail ?? 'running'} after ${Math.round(patienceMs / 1_000)} s; run again to go on waiting`,
        };
      }
      listener({
        code: 'step-waiting',
        at: clock.now(),
        address: change.address,
        step: step.name,
        ...(detail !== undefined && { detail }),
      });
      await clock.sleep(wait);
      progress = await step.poll(token, stepContext);
    }
    return progress;
  } catch (error) {
    if (context.lease?.lost.aborted && error === context.lease.lost.reason) {
      return { state: 'stopped', problem: error instanceof Error ? error.message : 'the lease was lost' };
    }
    const fault = faultOf(error);
    return {
      state: 'failed',
      problem:
        error instanceof Error && error.name === 'TowerctlError'
          ? error.message
          : describeFault(step.calls[0]?.split(':')[1] ?? step.name, fault),
    };
  }
}
