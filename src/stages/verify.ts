import { told } from '../aws/told.js';
import { KEYS } from '../deployment/names.js';
import { planRun } from '../engine.js';
import type { PlanRun } from '../events.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Plan } from '../model.js';
import { planFileOf } from '../plan/file.js';
import { isEmpty } from '../report/json.js';
import { count } from '../report/words.js';
import { readHolds } from '../runs/holds.js';
import { amendRun, readRun, runKey } from '../runs/run.js';
import { rulesOf } from './approval.js';
import { consoleLink } from './console-link.js';
import { keepRules } from './kept-rules.js';
import { noteVerified } from './latest-apply.js';
import { tell } from './notice.js';
import { zipOf } from './source-zip.js';
import type { StageContext } from './stage.js';
import { planSummary } from './summary.js';

/** UNKNOWN: nothing differs in what could be read. */
export type VerifyStatus = 'CLEAN' | 'DRIFT' | 'UNKNOWN';

export interface VerifyStage extends StageContext {
  readonly manifest: Manifest;
  /** What becomes the applied source after a clean run of everything; absent = nothing does. */
  readonly sourceDir?: string;
}

export interface Verified {
  readonly status: VerifyStatus;
  /** One line, without ids and emails. */
  readonly message: string;
  /** The second plan; absent where this run had applied nothing. */
  readonly run?: PlanRun;
  /** The source was written to `manifest/applied.zip`: from now on events and drift are looked at by it. */
  readonly isReleased: boolean;
}

/**
 * Plans what the run has applied once more: nothing may be left. After a run of everything the source becomes the applied
 * one.
 *
 * @throws TowerctlError where the bucket or the organization cannot be read, or the source is not what the run planned.
 */
export async function verifyStage(stage: VerifyStage): Promise<Verified> {
  const { runner, place, runId, manifest, engine } = stage;
  const applied = await planOf(stage);
  if (!applied) return { status: 'CLEAN', message: 'this run had nothing to apply', isReleased: false };
  const holds = await readHolds(runner.s3, place);
  const run = await planRun(manifest, { ...engine, scope: applied.scope, holds });
  const status = statusOf(run.plan);
  const isWhole = (await readRun(runner.s3, place, runId))?.result === 'complete';
  const message = messageOf(status, run.plan, isWhole);
  await amendRun(runner.s3, place, runId, { verified: status });
  if (status !== 'CLEAN') {
    const link = consoleLink(place, runKey(runId, 'record.json'));
    await tell(stage, `towerctl: verify ${status} (${runId})`, [message], link);
  }
  const isReleased = status !== 'DRIFT' && isRelease(stage, applied) && (await release(stage));
  if (isReleased) {
    await keepRules(runner.s3, place, rulesOf(manifest));
    const at = new Date(engine.clock.now()).toISOString();
    await noteVerified(runner.s3, place, { runId, manifest: applied.manifest, at });
  }
  return { status, message, run, isReleased };
}

async function planOf({ runner, place, runId }: VerifyStage): Promise<Plan | undefined> {
  const key = runKey(runId, 'plan.json');
  const there = await told({ ...place, key }, 'GetObject', () => runner.s3.getObject(place.bucket, key));
  return there && planFileOf(`s3://${place.bucket}/${key}`, there.text).plan;
}

function statusOf(plan: Plan): VerifyStatus {
  if (!isEmpty(plan)) return 'DRIFT';
  return plan.unknown.length > 0 ? 'UNKNOWN' : 'CLEAN';
}

function messageOf(status: VerifyStatus, plan: Plan, isWhole: boolean): string {
  if (status === 'CLEAN') return 'a second plan is empty';
  if (status === 'UNKNOWN')
    return `a second plan is empty, but ${count(plan.unknown.length, 'part')} could not be read`;
  const because = isWhole
    ? 'Somebody else changed it meanwhile, or AWS does not keep it'
    : 'Not all of the plan was applied: start the pipeline again, and it goes on';
  return `a second plan is not empty: ${planSummary(plan, [])}. ${because}`;
}

/** Everything was planned, and by this very source. */
function isRelease({ manifest }: VerifyStage, { scope, manifest: planned }: Plan): boolean {
  return scope.length === 0 && planned.digest === manifest.digest;
}

/** Written anew only where it differs: each version is kept. */
async function release({ runner, place, sourceDir }: VerifyStage): Promise<boolean> {
  if (sourceDir === undefined) return false;
  const zip = await zipOf(sourceDir);
  const key = KEYS.applied;
  const there = await told({ ...place, key }, 'GetObject', () => runner.s3.getBytes(place.bucket, key));
  if (there && Buffer.from(there.bytes).equals(zip)) return true;
  await told({ ...place, key }, 'PutObject', () => runner.s3.putBytes(place.bucket, key, zip, 'application/zip'));
  return true;
}
