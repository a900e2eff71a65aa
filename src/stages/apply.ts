import { applyRun } from '../engine.js';
import { TowerctlError } from '../errors.js';
import type { Execution } from '../events-queue/taken.js';
import type { Lease, RunSource } from '../lease/lease.js';
import { openLease } from '../lease/open.js';
import type { AddressHold, ApplyResult, Outcome, Plan, Problem } from '../model.js';
import { heldBack } from '../plan/holds.js';
import { isEmpty } from '../report/json.js';
import { count } from '../report/words.js';
import { readHolds } from '../runs/holds.js';
import { type RunFacts, resultFacts } from '../runs/record.js';
import { openRun, type Run, readRun, runKey } from '../runs/run.js';
import { refuseUnlessAgreed } from './agreed.js';
import { consoleLink } from './console-link.js';
import { noteLatestApply } from './latest-apply.js';
import { tell } from './notice.js';
import { RecordedProgress } from './progress.js';
import { savedPlan } from './saved-plan.js';
import type { StageContext } from './stage.js';
import { stopAfter, TimeIsOver } from './stopping.js';

/**
 * DONE: all of the plan is so. CONTINUE: time was over; the same stage again goes on. STALE: refused, since what the plan
 * was made from has changed. FAILED: something could not be done; the same stage again tries what is left.
 */
export type ApplyStatus = 'DONE' | 'CONTINUE' | 'STALE' | 'FAILED';

export interface ApplyStage extends StageContext {
  /** Digest of the plan that was agreed to, 64 hexadecimal digits, or `none` where nothing is to be applied. */
  readonly expect: string;
  /** That this build is part of: a person's yes is looked for there. Absent = whoever runs this has agreed. */
  readonly execution?: Execution;
  /** Seconds after which nothing more is started, waiting for the lease included; absent = never. */
  readonly stopAfter?: number;
  /** Seconds to wait for the lease; absent = 3,600. */
  readonly wait?: number;
}

export interface Applied {
  readonly status: ApplyStatus;
  /** One line. */
  readonly message: string;
  /** Of a plan that was refused. */
  readonly problems: readonly Problem[];
  /** Of this build alone; absent where nothing was begun. */
  readonly result?: ApplyResult;
}

/**
 * Applies exactly the plan of this run, under the lease. Reads no manifest. Where there is nothing to do the lease is not
 * asked for.
 *
 * @throws TowerctlError where the plan is not the one that was agreed to (before anything is written), where the lease
 * could not be had, or where AWS could not be read; the record says so too.
 */
export async function applyStage(stage: ApplyStage): Promise<Applied> {
  if (stage.expect === 'none') return done('nothing is to be applied');
  const plan = await savedPlan(stage, stage.expect);
  if (isEmpty(plan)) return done('the plan is empty');
  const { place, runId, runner } = stage;
  const before = await readRun(runner.s3, place, runId);
  if (before?.result === 'complete' && before.planDigest === stage.expect) return done('all of it was applied before');
  return recorded(stage, plan);
}

const done = (message: string): Applied => ({ status: 'DONE', message, problems: [] });

/** Whatever comes of it, the record says it. */
async function recorded(stage: ApplyStage, plan: Plan): Promise<Applied> {
  const run = await openRecord(stage, plan);
  const progress = new RecordedProgress(run, stage.engine.clock);
  try {
    if (stage.execution) await refuseUnlessAgreed(stage, plan, stage.execution);
    const { facts, ...applied } = await underLease(stage, plan, progress);
    await progress.toEnd();
    await run.finish(facts);
    await tellUnless(stage, plan, applied);
    return applied;
  } catch (error) {
    await progress.toEnd();
    const message = error instanceof Error ? error.message : String(error);
    // Neither may hide what went wrong.
    await run.finish({ result: 'failed', problem: message }).catch(() => undefined);
    await tellUnless(stage, plan, { status: 'FAILED', message, problems: [] });
    throw error;
  }
}

async function openRecord(stage: ApplyStage, plan: Plan): Promise<Run> {
  const { engine, engineDigest, place, runId, execution, requests, runner } = stage;
  // What is not known does not stop what was approved.
  const approver =
    execution &&
    (await runner.codePipeline
      .approverOf(execution.pipeline, execution.id)
      .catch((error: unknown) => `unknown: it could not be read (${error instanceof Error ? error.message : error})`));
  const run = await openRun({
    s3: runner.s3,
    clock: engine.clock,
    place,
    runId,
    source: sourceOf(runId),
    engine: engine.engineVersion,
    manifest: plan.manifest,
    ...(engineDigest !== undefined && { engineDigest }),
    ...(requests && { requests }),
  });
  if (approver !== undefined) await run.save({ approver });
  return run;
}

/** A run id says it. */
function sourceOf(runId: string): RunSource {
  const source = runId.split('-')[1];
  return source === 'lifecycle' || source === 'cli' || source === 'drift' ? source : 'pipeline';
}

type Ended = Applied & { readonly facts: RunFacts };

async function underLease(stage: ApplyStage, plan: Plan, progress: RecordedProgress): Promise<Ended> {
  const { engine, place, runId, runner } = stage;
  const stop = stopAfter(stage.stopAfter, engine.clock);
  const signal = AbortSignal.any([stop.signal, ...(engine.signal ? [engine.signal] : [])]);
  let lease: Lease | undefined;
  try {
    lease = await takeLease(stage, signal);
    const holds = await readHolds(runner.s3, place);
    if (sourceOf(runId) === 'pipeline') {
      const at = new Date(engine.clock.now()).toISOString();
      await noteLatestApply(runner.s3, place, { runId, manifest: plan.manifest, at });
    }
    const { listener } = engine;
    const result = await applyRun(plan, {
      ...engine,
      signal,
      lease,
      holds,
      listener: (event) => {
        progress.listener(event);
        listener?.(event);
      },
    });
    const isLost = lease.lost.aborted;
    const outcomes = progress.together(result.outcomes);
    const whole: ApplyResult = { ...result, outcomes, ...(outcomes.every(isDone) && { state: 'complete' }) };
    const isStopped = stop.signal.aborted && !isLost;
    const applied = appliedOf(whole, { plan, holds, isStopped, now: engine.clock.now() });
    const problem = applied.status === 'DONE' && whole.state === 'complete' ? {} : { problem: applied.message };
    const facts = { ...resultFacts(whole, isLost), fence: lease.fence, ...problem };
    return { ...applied, result, facts };
  } catch (error) {
    return notBegun(error, lease);
  } finally {
    stop.cancel();
    await lease?.release();
  }
}

async function takeLease(stage: ApplyStage, signal: AbortSignal): Promise<Lease> {
  const { engine, place, runId, wait, runner } = stage;
  const { clock, listener } = engine;
  return openLease({
    s3: runner.s3,
    clock,
    place,
    runId,
    source: sourceOf(runId),
    by: await runner.caller(),
    signal,
    ...(wait !== undefined && { wait }),
    ...(listener && { listener }),
  });
}

interface Circumstances {
  readonly plan: Plan;
  readonly holds: readonly AddressHold[];
  readonly isStopped: boolean;
  readonly now: number;
}

function appliedOf(result: ApplyResult, { plan, holds, isStopped, now }: Circumstances): Applied {
  const base = { problems: [], result };
  if (result.state === 'complete') return { ...base, status: 'DONE', message: 'all of the plan is so' };
  const held = heldBack(plan.changes, holds, now);
  const open = result.outcomes.filter((outcome) => !isDone(outcome) && !held.has(outcome.address));
  if (open.length === 0) {
    return { ...base, status: 'DONE', message: `done but for what is held: ${[...held.keys()].join(', ')}` };
  }
  if (isStopped && open.some(({ state }) => state === 'interrupted')) {
    const left = count(open.length, 'change');
    return {
      ...base,
      status: 'CONTINUE',
      message: `time is over, ${left} left: the same run goes on in the next build`,
    };
  }
  return {
    ...base,
    status: 'FAILED',
    message: `${count(open.length, 'change')} not done: ${open.map(wordsOf).join('; ')}`,
  };
}

const isDone = ({ state, problem }: Outcome): boolean =>
  state === 'already-so' || state === 'settling' || (state === 'done' && problem === undefined);

const wordsOf = ({ address, state, problem }: Outcome): string =>
  `${address} ${state}${problem === undefined ? '' : ` (${problem})`}`;

/** Time was over in the queue, or the engine refused the plan before its first write. */
function notBegun(error: unknown, lease: Lease | undefined): Ended {
  if (error instanceof TimeIsOver) {
    const message = 'time is over, and the lease is still somebody else’s: the same run goes on in the next build';
    return { status: 'CONTINUE', message, problems: [], facts: { result: 'incomplete', problem: message } };
  }
  if (!(error instanceof TowerctlError) || error.problems.every(({ code }) => code !== 'stale-plan')) throw error;
  const moved = [...new Set(error.problems.flatMap(({ address }) => address ?? []))];
  const message = `the plan is stale, since these have moved: ${moved.join(', ')}. Nothing was written by this build. Release the change again: it is planned anew`;
  return {
    status: 'STALE',
    message,
    problems: error.problems,
    facts: { result: 'refused', problem: message, ...(lease && { fence: lease.fence }) },
  };
}

/** Of what went as it should the pipeline tells enough. That people could not be told makes nothing worse. */
async function tellUnless(stage: ApplyStage, plan: Plan, { status, message, problems }: Applied): Promise<void> {
  if (status === 'DONE' || status === 'CONTINUE') return;
  const { place, runId } = stage;
  const what = status === 'STALE' ? 'refused a plan that is stale' : 'could not apply all of a plan';
  const lines = [
    `Run ${runId} ${what}.`,
    '',
    message,
    ...problems.map((problem) => `  ${problem.message}`),
    ...(status === 'FAILED' ? ['', 'Retry the stage: what is done is left alone, the rest is tried again.'] : []),
  ];
  const link = consoleLink(place, runKey(runId, 'record.json'));
  await tell(stage, `towerctl ${what}: ${plan.manifest.name}`, lines, link).catch(() => undefined);
}
