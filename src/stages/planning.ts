import { placeOfEvents } from '../engine/lifecycle.js';
import { planRun } from '../engine.js';
import { TowerctlError } from '../errors.js';
import type { PlanRun } from '../events.js';
import { eventsOfRun, takePending } from '../events-queue/take.js';
import type { Execution } from '../events-queue/taken.js';
import type { GuardInput } from '../guards/guard.js';
import { leftToFullRun, type Waiting } from '../lifecycle/approval.js';
import type { Intake } from '../lifecycle/intake.js';
import { freshAccounts, resolveScope } from '../lifecycle/resolve.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Address, NodeName } from '../model.js';
import { isEmpty } from '../report/json.js';
import { count } from '../report/words.js';
import { readHolds } from '../runs/holds.js';
import { approvalNeeded, rulesOf, unattendedOf, writingChanges } from './approval.js';
import { keptRules, sameRules } from './kept-rules.js';
import type { StageContext } from './stage.js';
import { unattendedPart } from './unattended.js';

export interface PlanningStage extends StageContext {
  readonly manifest: Manifest;
  /** That this run is part of: by it a later run learns what became of the events that this one takes. */
  readonly execution?: Execution;
}

/** What a run would do, before anybody has agreed to it. */
export interface Proposal {
  /** To be applied by this run; absent = nothing. */
  readonly run?: PlanRun;
  /** Why a person must agree to it; empty = nobody must. */
  readonly reasons: readonly string[];
  /** What this run leaves to a person: the plan of all that the events asked for, and what of it waits. */
  readonly left?: {
    readonly run: PlanRun;
    readonly waiting: readonly Waiting[];
    /** What reaches further than the events' places. */
    readonly further: readonly Address[];
  };
}

/** All that the manifest asks for, under its rules of approval. */
export async function proposeAll(stage: PlanningStage): Promise<Proposal> {
  const { run, judged } = await planned(stage, []);
  return { run, reasons: await reasonsFor(stage, run, judged) };
}

/**
 * What a lifecycle run left to a person: only that part, unless it reaches further. A person must always agree to it.
 *
 * @throws TowerctlError `failed` where that run took no events.
 */
export async function proposeLeft(stage: PlanningStage, runId: string): Promise<Proposal> {
  const { runner, place, say } = stage;
  const intake = await eventsOfRun({ s3: runner.s3, place }, runId);
  const { scope } = await whereToLook(stage, intake);
  let { run, judged } = await planned(stage, scope);
  if (scope.length > 0 && leftToFullRun(run.plan.changes).length > 0) {
    say('Some of it reaches further: looking at everything');
    ({ run, judged } = await planned(stage, []));
  }
  const rules = await reasonsFor(stage, run, judged);
  return { run, reasons: isEmpty(run.plan) ? rules : [`left by ${runId}`, ...rules] };
}

/** What pending events ask for: as much as may run unattended; the rest is left. Nothing is asked of AWS where none is pending. */
export async function proposeForEvents(stage: PlanningStage): Promise<Proposal> {
  const { runner, place, runId, engine, say, manifest, execution } = stage;
  const { codePipeline, s3 } = runner;
  const { intake, ...taken } = await takePending({
    ...{ s3, place, runId, codePipeline },
    clock: engine.clock,
    ...(execution && { execution }),
  });
  const again = taken.retried.length === 0 ? '' : `, some of them again after ${count(taken.retried.length, 'run')}`;
  say(`${count(taken.count, 'event')} taken${again}`);
  if (!intake.run) return { reasons: [] };
  const { scope, fresh } = await whereToLook(stage, intake);
  const { run } = await planned(stage, scope);
  const { waiting, part } = await unattendedPart(
    run,
    fresh,
    unattendedOf(manifest),
    async (nodes) => (await planned(stage, nodes)).run,
  );
  const further = leftToFullRun(run.plan.changes);
  const mine = waiting.length === 0 ? run : part;
  return {
    ...(mine && { run: mine }),
    reasons: [],
    ...(waiting.length + further.length > 0 && { left: { run, waiting, further } }),
  };
}

async function whereToLook(
  { manifest, engine, say }: PlanningStage,
  intake: Intake,
): Promise<{ readonly scope: readonly NodeName[]; readonly fresh: readonly NodeName[] }> {
  const place = await placeOfEvents(manifest, engine);
  const terms = intake.run?.kind === 'scope' ? intake.run.scope : [];
  const { scope, because } = resolveScope(terms, place);
  const words = scope.length === 0 ? 'everything' : count(scope.length, 'place');
  say(`Looking at ${words}${because === undefined ? '' : ': a place that an event names is gone'}`);
  return { scope, fresh: freshAccounts(intake, scope, place, engine.clock.now()) };
}

interface Planned {
  readonly run: PlanRun;
  readonly judged: GuardInput;
}

/** Holds are asked for each time: a run only reports what is held. */
async function planned({ manifest, engine, runner, place }: PlanningStage, scope: readonly string[]): Promise<Planned> {
  const holds = await readHolds(runner.s3, place);
  const seen: GuardInput[] = [];
  const run = await planRun(manifest, { ...engine, scope, holds, judged: (input) => seen.push(input) });
  const [judged] = seen;
  if (!judged) throw new TowerctlError('bug', 'a plan was made that no guard has seen');
  return { run, judged };
}

/** By the rules of this manifest and by those of the one before it: what loosens them is itself looked at by somebody. */
async function reasonsFor(stage: PlanningStage, { plan }: PlanRun, judged: GuardInput): Promise<readonly string[]> {
  const rules = rulesOf(stage.manifest);
  const kept = await keptRules(stage.runner.s3, stage.place);
  const reasons = approvalNeeded(plan, [...rules.when, ...(kept?.when ?? [])], judged);
  if (kept === undefined) return reasons.length > 0 || !isFirstToWrite(plan) ? reasons : ['the first release'];
  return sameRules(rules, kept) ? reasons : [...reasons, 'the rules of approval change'];
}

/**
 * A pipeline starts as soon as it is made, and nobody has looked yet at the rules that would let it run by itself. What a
 * lifecycle run has left waits for a person anyhow.
 */
function isFirstToWrite(plan: PlanRun['plan']): boolean {
  return plan.scope.length === 0 && writingChanges(plan).length > 0;
}
