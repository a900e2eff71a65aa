import { describeFault, faultOf } from '../aws/faults.js';
import { TowerctlError } from '../errors.js';
import type { Execution } from '../events-queue/taken.js';
import { waitingChanges } from '../lifecycle/approval.js';
import type { NodeName, Plan } from '../model.js';
import { approvalNeeded, writingChanges } from './approval.js';
import { keptRules } from './kept-rules.js';
import type { StageContext } from './stage.js';

/** What CodePipeline tells of an action may lag behind what it does. */
const PATIENCE_MS = 60_000;
const POLL_MS = 5_000;

/**
 * Whether a person must agree is said by the build that plans, and believed by the pipeline. Before anything is written it
 * is judged once more, by the rules of the last verified release, which that build cannot write: what they do not let
 * run by itself must have been approved in this execution. Rules about targets and administrator rights need the whole
 * organization and are left to the plan.
 *
 * @throws TowerctlError `failed` where nobody has agreed, or where that cannot be read.
 */
export async function refuseUnlessAgreed(stage: StageContext, plan: Plan, execution: Execution): Promise<void> {
  const reasons = await reasonsToAsk(stage, plan);
  if (reasons.length === 0 || (await isApproved(stage, execution))) return;
  throw new TowerctlError(
    'failed',
    `nobody has agreed to this plan in execution ${execution.id} of ${execution.pipeline}, and the rules of the last release ask for it: ${reasons.join(', ')}. Nothing was written. Start the pipeline again: it is planned and asked about anew`,
  );
}

async function reasonsToAsk({ runner, place, runId }: StageContext, plan: Plan): Promise<readonly string[]> {
  const kept = await keptRules(runner.s3, place);
  if (runId.split('-')[1] === 'lifecycle') {
    // Who has just come is for the plan to know; what may be done unattended is not.
    const waiting = waitingChanges(plan, new Set(plan.scope as readonly NodeName[]), {
      actions: (['create', 'update'] as const).filter((action) => kept?.unattended.includes(action)),
    });
    return [...new Set(waiting.map(({ because }) => because))];
  }
  if (kept) return approvalNeeded(plan, kept.when);
  return writingChanges(plan).length > 0 ? ['the first release'] : [];
}

async function isApproved({ runner, engine: { clock, signal } }: StageContext, of: Execution): Promise<boolean> {
  const until = clock.now() + PATIENCE_MS;
  for (;;) {
    try {
      if (await runner.codePipeline.isApproved(of.pipeline, of.id)) return true;
    } catch (error) {
      const why = describeFault('ListActionExecutions', faultOf(error));
      throw new TowerctlError('failed', `whether somebody has agreed cannot be read: ${why}; nothing was written`, [], {
        cause: error,
      });
    }
    if (clock.now() >= until) return false;
    await clock.sleep(POLL_MS, signal);
  }
}
