import type { PlanRun } from '../events.js';
import { planFileText } from '../plan/file.js';
import { isEmpty } from '../report/json.js';
import { isNotice } from '../report/view.js';
import { planFacts, type RunFacts } from '../runs/record.js';
import { openRun, type Run, type RunFile, runKey } from '../runs/run.js';
import { consoleLink } from './console-link.js';
import { handOver } from './hand-over.js';
import { untilNobodyWrites } from './nobody-writes.js';
import { wholePlanText } from './plan-text.js';
import { type PlanningStage, type Proposal, proposeAll, proposeForEvents, proposeLeft } from './planning.js';
import { planSummary } from './summary.js';

export interface PlanStage extends PlanningStage {
  readonly source: 'pipeline' | 'lifecycle';
  /** Of the manifest. */
  readonly commit?: string;
  /** Who wrote it; absent = the ARN of whoever runs this. */
  readonly author?: string;
  /** `take`: plans what pending events ask for. A run id: what that lifecycle run left. Absent: everything. */
  readonly events?: 'take' | { readonly of: string };
  /** Takes over what an event's run leaves to a person. */
  readonly releasePipeline?: string;
  /** Seconds to wait while somebody else writes to the organization; absent = 3,600. */
  readonly wait?: number;
}

export interface Planned {
  readonly runId: string;
  /** What this run applies; absent = nothing was looked at, or all of it waits for a person. */
  readonly run?: PlanRun;
  /** Of the plan that is to be applied, 64 hexadecimal digits; `none` where nothing is. */
  readonly digest: string;
  /** How many changes it has. */
  readonly changes: number;
  /** One line for people: ASCII, at most 200 characters, no ids and no emails. */
  readonly summary: string;
  /** Why a person must agree; empty = nobody must. */
  readonly reasons: readonly string[];
  /** Where the whole plan is to be seen. */
  readonly url: string;
  /** The plan has problems of severity `error`: it is not applied. */
  readonly isRefused: boolean;
  /** The execution that what waits was handed over to. */
  readonly handedTo?: string;
}

/**
 * Plans, stores the plan under the run's id, and says whether a person must agree to it. Reads only. While somebody else
 * writes it waits, since its plan would be stale before anybody has read it.
 *
 * @throws TowerctlError where the bucket or the organization cannot be read, or the lease stays held; the record says why.
 */
export async function planStage(stage: PlanStage): Promise<Planned> {
  const run = await openRecord(stage);
  try {
    await untilNobodyWrites(stage, stage.wait);
    const proposal = await propose(stage);
    const { facts, planned } = await decided(stage, run, proposal);
    await run.finish(facts);
    return planned;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    await run.finish({ result: 'failed', problem }).catch((failure: unknown) => {
      stage.say(`The record of this run could not be written: ${String(failure)}`);
    });
    throw error;
  }
}

async function openRecord(stage: PlanStage): Promise<Run> {
  const { engine, engineDigest, runner, place, runId, source, manifest, commit, requests, events } = stage;
  const author = stage.author ?? (await runner.caller());
  const run = await openRun({
    ...{ place, runId, source, author },
    s3: runner.s3,
    clock: engine.clock,
    engine: engine.engineVersion,
    manifest: { name: manifest.name, digest: manifest.digest },
    ...(commit !== undefined && { commit }),
    ...(engineDigest !== undefined && { engineDigest }),
    ...(requests && { requests }),
  });
  if (typeof events === 'object') await run.save({ eventsOf: events.of });
  return run;
}

function propose(stage: PlanStage): Promise<Proposal> {
  if (stage.events === 'take') return proposeForEvents(stage);
  return stage.events === undefined ? proposeAll(stage) : proposeLeft(stage, stage.events.of);
}

interface Decided {
  readonly facts: RunFacts;
  readonly planned: Planned;
}

/** The plan is stored before anybody is told of it. */
async function decided(stage: PlanStage, run: Run, { run: mine, reasons, left }: Proposal): Promise<Decided> {
  const { runId, place, releasePipeline } = stage;
  const plan = mine?.plan;
  const isRefused = plan?.problems.some(({ severity }) => severity === 'error') ?? false;
  const isIdle = plan === undefined || isRefused || isEmpty(plan);
  const summary = summaryOf(mine, left, reasons);
  if (mine) {
    await run.put('plan.json', planFileText(mine.plan));
    await run.put('plan.md', wholePlanText(mine, factLines(stage, mine, reasons)));
  }
  if (left) await run.put('waiting.md', wholePlanText(left.run, factLines(stage, left.run, ['left to a person'])));
  const link = (file: RunFile): string => consoleLink(place, runKey(runId, file));
  const handedTo =
    left &&
    (await handOver({
      ...stage,
      left,
      link: link('waiting.md'),
      ...(releasePipeline !== undefined && { releasePipeline }),
    }));
  const shown = mine ?? left?.run;
  return {
    facts: {
      ...(shown && planFacts(shown.plan, shown.digest)),
      ...(handedTo !== undefined && { handedTo }),
      result: isRefused ? 'refused' : isIdle && !left ? 'no-changes' : 'planned',
    },
    planned: {
      ...{ runId, summary, reasons: isRefused ? [] : reasons, isRefused },
      ...(mine && { run: mine }),
      digest: isIdle ? 'none' : (mine?.digest ?? 'none'),
      changes: plan?.changes.filter((change) => !isNotice(change)).length ?? 0,
      url: link(mine ? 'plan.md' : left ? 'waiting.md' : 'record.json'),
      ...(handedTo !== undefined && { handedTo }),
    },
  };
}

function summaryOf(mine: PlanRun | undefined, left: Proposal['left'], reasons: readonly string[]): string {
  if (mine) return planSummary(mine.plan, reasons);
  return left ? planSummary(left.run.plan, ['all of it']) : 'nothing to do: no events are pending';
}

function factLines({ runId, commit }: PlanStage, { digest }: PlanRun, reasons: readonly string[]): string[] {
  return [
    `Run ${runId}${commit === undefined ? '' : `, commit ${commit}`}`,
    `Plan digest ${digest}`,
    reasons.length === 0 ? 'Needs nobody to agree' : `Needs a person: ${reasons.join(', ')}`,
  ];
}
