import { told } from '../aws/told.js';
import { TowerctlError } from '../errors.js';
import type { Plan } from '../model.js';
import { planFileOf } from '../plan/file.js';
import { runKey } from '../runs/run.js';
import type { StageContext } from './stage.js';

/**
 * The plan that was made, and agreed to, under this run id.
 *
 * @param expect its digest, 64 hexadecimal digits: what was agreed to.
 * @throws TowerctlError `failed` where there is none, or another one: before anything is written.
 */
export async function savedPlan(
  stage: Pick<StageContext, 'runner' | 'place' | 'runId'>,
  expect: string,
): Promise<Plan> {
  const { place, runId, runner } = stage;
  const key = runKey(runId, 'plan.json');
  const name = `s3://${place.bucket}/${key}`;
  const there = await told({ ...place, key }, 'GetObject', () => runner.s3.getObject(place.bucket, key));
  if (!there) {
    throw new TowerctlError('failed', `${name} is not there: run ${runId} made no plan, or it was deleted. Plan again`);
  }
  const { plan, digest } = planFileOf(name, there.text);
  if (digest !== expect) {
    throw new TowerctlError(
      'failed',
      `${name} is another plan than the one that was agreed to: its digest is ${digest.slice(0, 12)}, expected was ${expect.slice(0, 12)}. ` +
        'Nothing was written; release the change again',
    );
  }
  return plan;
}
