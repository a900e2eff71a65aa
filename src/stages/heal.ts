import { applyRun, planRun } from '../engine.js';
import { TowerctlError } from '../errors.js';
import type { PlanRun } from '../events.js';
import type { Lease } from '../lease/lease.js';
import { openLease } from '../lease/open.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Address, ApplyResult, Change } from '../model.js';
import { planFileText } from '../plan/file.js';
import { isActive } from '../plan/order.js';
import { isEmpty } from '../report/json.js';
import { count } from '../report/words.js';
import { readHolds } from '../runs/holds.js';
import { planFacts, type RunFacts, resultFacts } from '../runs/record.js';
import { openRun, type Run, runKey } from '../runs/run.js';
import { consoleLink } from './console-link.js';
import { latestApply, unverified } from './latest-apply.js';
import { untilNobodyWrites } from './nobody-writes.js';
import { tell } from './notice.js';
import { wholePlanText } from './plan-text.js';
import { RecordedProgress } from './progress.js';
import type { StageContext } from './stage.js';

export interface HealStage extends StageContext {
  /** As it was last applied and verified. */
  readonly manifest: Manifest;
  /** Kinds whose drift is mended; all else is left. */
  readonly kinds: readonly string[];
  /** Seconds to wait for the lease; absent = 3,600. */
  readonly wait?: number;
}

/** NOTHING: nothing of these kinds has drifted. LEFT: a release that is not verified stands in between. */
export type HealStatus = 'DONE' | 'NOTHING' | 'LEFT' | 'FAILED';

export interface Healed {
  readonly status: HealStatus;
  /** One line. */
  readonly message: string;
  readonly healed: readonly Address[];
  readonly plan?: PlanRun;
  readonly result?: ApplyResult;
}

/**
 * Mends drift of the named kinds by creations, updates and repairs, and by nothing else: no removal, no replacement,
 * nothing that is held. The guards judge what is left of the plan.
 *
 * @throws TowerctlError where something could not be read, or the lease not be had; the record says so too.
 */
export async function healStage(stage: HealStage): Promise<Healed> {
  const { runner, place, manifest } = stage;
  await untilNobodyWrites(stage, stage.wait);
  const between = unverified(await latestApply(runner.s3, place), manifest);
  if (between !== undefined) return { status: 'LEFT', message: `nothing is healed: ${between}`, healed: [] };
  const first = await plan(stage);
  if (isEmpty(first.plan)) return nothing(first);
  const run = await openRecord(stage);
  try {
    const { facts, ...healed } = await underLease(stage, run);
    await run.finish(facts);
    if (healed.status !== 'NOTHING') await tellOf(stage, healed);
    return healed;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    // Neither may hide what went wrong.
    await run.finish({ result: 'failed', problem }).catch(() => undefined);
    await tellOf(stage, { status: 'FAILED', message: problem, healed: [] }).catch(() => undefined);
    throw error;
  }
}

const nothing = (run: PlanRun): Healed => {
  const left = leftOf(run.plan.changes);
  const message =
    left === 0 ? 'nothing has drifted' : `nothing of these kinds has drifted; ${count(left, 'change')} left`;
  return { status: 'NOTHING', message, healed: [], plan: run };
};

const leftOf = (changes: readonly Change[]): number =>
  changes.filter(({ action, why }) => action === 'notice' && why === 'held').length;

/** Drift of baselines and controls that is otherwise only reported is mended too, where their kinds are named. */
async function plan({ engine, runner, place, manifest, kinds }: HealStage): Promise<PlanRun> {
  const holds = await readHolds(runner.s3, place);
  return planRun(manifest, { ...engine, holds, resetDrift: true, heal: new Set(kinds) });
}

function openRecord({ runner, engine, engineDigest, place, runId, manifest, requests }: HealStage): Promise<Run> {
  return openRun({
    ...{ place, runId, source: 'drift' },
    s3: runner.s3,
    clock: engine.clock,
    engine: engine.engineVersion,
    manifest: { name: manifest.name, digest: manifest.digest },
    ...(engineDigest !== undefined && { engineDigest }),
    ...(requests && { requests }),
  });
}

type Ended = Healed & { readonly facts: RunFacts };

/** Planned again under the lease: what another run did in the meantime is not healed away. */
async function underLease(stage: HealStage, run: Run): Promise<Ended> {
  const { engine, manifest, runner, place } = stage;
  let lease: Lease | undefined;
  try {
    lease = await takeLease(stage);
    const between = unverified(await latestApply(runner.s3, place), manifest);
    if (between !== undefined) {
      const message = `nothing is healed: ${between}`;
      return { status: 'LEFT', message, healed: [], facts: { result: 'refused', problem: message } };
    }
    engine.aws.forget();
    const planned = await plan(stage);
    const facts = { ...planFacts(planned.plan, planned.digest), fence: lease.fence };
    if (isEmpty(planned.plan)) return { ...nothing(planned), facts: { ...facts, result: 'no-changes' } };
    await run.put('plan.json', planFileText(planned.plan));
    await run.put('plan.md', wholePlanText(planned, [`Healing ${stage.kinds.join(', ')}`]));
    await run.save(facts);
    return await apply(stage, run, planned, lease);
  } finally {
    await lease?.release();
  }
}

async function takeLease({ engine, place, runId, runner, wait }: HealStage): Promise<Lease> {
  const { clock, listener, signal } = engine;
  return openLease({
    ...{ clock, place, runId, source: 'drift', s3: runner.s3 },
    by: await runner.caller(),
    ...(signal && { signal }),
    ...(wait !== undefined && { wait }),
    ...(listener && { listener }),
  });
}

async function apply(stage: HealStage, run: Run, planned: PlanRun, lease: Lease): Promise<Ended> {
  const { engine, runner, place } = stage;
  const errors = planned.plan.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new TowerctlError(
      'guard',
      `what would heal has ${count(errors.length, 'problem')}; nothing was written`,
      errors,
    );
  }
  const progress = new RecordedProgress(run, engine.clock);
  const result = await applyRun(planned.plan, {
    ...engine,
    lease,
    holds: await readHolds(runner.s3, place),
    listener: (event) => {
      progress.listener(event);
      engine.listener?.(event);
    },
  }).finally(() => progress.toEnd());
  const healed = planned.plan.changes.filter(isActive).map(({ address }) => address);
  const open = result.outcomes.filter(({ state }) => !['done', 'already-so', 'settling'].includes(state));
  const isDone = result.state === 'complete';
  const rest = open.map(({ address, problem }) => `${address} (${problem ?? 'interrupted'})`).join('; ');
  const message = isDone
    ? `${count(healed.length, 'change')} healed`
    : `${count(open.length, 'change')} not healed: ${rest}`;
  const facts = { ...resultFacts(result, lease.lost.aborted), ...(isDone ? {} : { problem: message }) };
  const done = healed.filter((address) => !open.some((outcome) => outcome.address === address));
  return {
    status: isDone ? 'DONE' : 'FAILED',
    message,
    healed: done,
    plan: planned,
    result,
    facts: { ...facts, fence: lease.fence },
  };
}

/** Nobody was asked, so everybody is told. */
async function tellOf(stage: HealStage, { status, message, healed }: Healed): Promise<void> {
  const { manifest, place, runId } = stage;
  const words =
    status === 'DONE' ? `healed ${count(healed.length, 'thing')} that had drifted` : 'could not heal all drift';
  const lines = [`Run ${runId} in ${manifest.name}: ${message}`, '', ...healed.map((address) => `  ${address}`)];
  await tell(stage, `towerctl ${words} in ${manifest.name}`, lines, consoleLink(place, runKey(runId, 'plan.md')));
}
