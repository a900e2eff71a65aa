import { relative, resolve } from 'node:path';
import { EXIT } from '../errors.js';
import type { Listener } from '../events.js';
import type { Lease } from '../lease/lease.js';
import type { ApplyResult, Plan } from '../model.js';
import { isEmpty } from '../report/json.js';
import { problemCounts } from '../report/problems.js';
import { textResult } from '../report/result.js';
import { planName, textPlan } from '../report/text.js';
import type { PlanView } from '../report/view.js';
import { count } from '../report/words.js';
import type { BucketRun } from './bucket-run.js';
import { undoFileFor } from './manifest-file.js';
import type { WriteOptions } from './options.js';
import { type CommandContext, exitOfPlan } from './running-command.js';

export interface Applying {
  readonly view: PlanView;
  readonly options: WriteOptions;
  /** Absolute: what the undo file is put under unless the user names one. */
  readonly folder: string;
  /** The command that goes on where this one was stopped. */
  readonly again: string;
  /** Where runs meet; absent = nobody else is thought of. */
  readonly bucket?: BucketRun | undefined;
}

/** Shows the plan, asks, applies, shows the result: the one path that `apply` and `undo` share. Returns the exit code. */
export async function showAskApply(context: CommandContext, applying: Applying): Promise<number> {
  const { host, progress, style } = context;
  const { view, options, bucket } = applying;
  progress.close();
  host.stdout.write(`${textPlan(view, style)}\n`);
  await recordPlan(context, applying);
  const errors = view.plan.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    host.stderr.write(`Not applied: ${problemCounts(errors)}.\n`);
    bucket?.note({ result: 'refused', problem: problemCounts(errors) });
    return exitOfPlan(view.plan);
  }
  if (isEmpty(view.plan)) {
    bucket?.note({ result: 'no-changes' });
    return exitOfPlan(view.plan);
  }
  if (options.approve !== true && !(await approved(context, view.plan))) {
    bucket?.note({ result: 'refused', problem: 'nobody approved it' });
    return EXIT.declined;
  }
  bucket?.note(bucket.run.record.author === undefined ? {} : { approver: bucket.run.record.author });
  return applyNow(context, applying);
}

/** Before the first write: what a run that is killed was about to do. */
async function recordPlan({ style }: CommandContext, { bucket, view }: Applying): Promise<void> {
  if (!bucket) return;
  const { planFacts } = await import('../runs/record.js');
  const { storePlan } = await import('./bucket-run.js');
  const { markdownPlan } = await import('../report/markdown.js');
  await storePlan(bucket.run, view.plan, markdownPlan(view, style));
  await bucket.run.save(planFacts(view.plan, view.digest));
}

async function approved({ host }: CommandContext, plan: Plan): Promise<boolean> {
  const changes = plan.changes.filter((change) => change.action !== 'notice').length;
  const answer = await host.ask(`Apply ${count(changes, 'change')} to ${plan.organizationId}? Only "yes" does it: `);
  if (answer?.trim().toLowerCase() === 'yes') return true;
  host.stderr.write(
    answer === undefined
      ? 'Not applied: there is no terminal to ask on. Review the plan and pass --approve.\n'
      : 'Not applied.\n',
  );
  return false;
}

async function applyNow(context: CommandContext, applying: Applying): Promise<number> {
  const { host, engine, connection, style } = context;
  const { view, options, folder, again, bucket } = applying;
  const undoFile = resolve(host.cwd, options.undoFile ?? undoFileFor(planName(view.digest), folder));
  const progress = context.restartProgress();
  let undoWritten = false;
  const listener: Listener = (event) => {
    undoWritten ||= event.code === 'undo-written';
    progress.listener(event);
  };
  const { applyRun } = await import('../engine.js');
  try {
    const lease = await bucket?.lease(progress.listener);
    const result = await applyRun(view.plan, {
      ...engine,
      listener,
      undoFile,
      ...(lease && { lease }),
      ...(bucket && { holds: await bucket.holds() }),
    });
    if (bucket && lease) await recordResult(bucket, lease, result);
    progress.close();
    const undo = undoWritten ? { undoFile: relative(host.cwd, undoFile) } : {};
    host.stdout.write(`${textResult({ result, calls: connection.aws.calls(), again, ...undo }, style)}\n`);
    return result.state === 'complete' ? exitOfPlan(view.plan) : EXIT.failed;
  } finally {
    progress.close();
  }
}

async function recordResult(bucket: BucketRun, { fence, lost }: Lease, result: ApplyResult): Promise<void> {
  const { resultFacts } = await import('../runs/record.js');
  bucket.note({ ...resultFacts(result, lost.aborted), fence });
}
