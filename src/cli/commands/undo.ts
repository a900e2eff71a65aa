import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { TowerctlError } from '../../errors.js';
import type { Plan } from '../../model.js';
import { showAskApply } from '../applying.js';
import { withBucketRun } from '../bucket-run.js';
import type { Host } from '../host.js';
import { undoFileFor } from '../manifest-file.js';
import type { WriteOptions } from '../options.js';
import { runConnected, viewOf } from '../running-command.js';

const PLAN_ID = /^[0-9a-f]{8}$/;
const FOLDERS = ['manifest', '.'];

/** An ordinary plan, the other way round: shown, asked about and applied like any other. */
export function undo(given: string, options: WriteOptions, host: Host): Promise<number> {
  return runConnected(options, host, async (context) => {
    const file = fileOf(given, host);
    const { readPlanFile } = await import('../../plan/file.js');
    const { plan: saved } = await readPlanFile(file);
    // What an apply left as its undo file is the inverse already.
    const plan = saved.undoes === undefined ? await inverseOf(saved, options) : saved;
    const { undoRun } = await import('../../engine.js');
    const view = await viewOf(await undoRun(plan, context.engine), 'Undo plan');
    return withBucketRun(context, options, plan, (bucket) =>
      showAskApply(context, { view, options, folder: host.cwd, again: `towerctl undo ${given}`, bucket }),
    );
  });
}

async function inverseOf(plan: Plan, options: WriteOptions): Promise<Plan> {
  const { undoPlan } = await import('../../engine.js');
  return undoPlan(plan, options.pace);
}

/** @throws TowerctlError `usage` when there is no such file. */
function fileOf(given: string, host: Host): string {
  const named = resolve(host.cwd, given);
  if (existsSync(named)) return named;
  const candidates = FOLDERS.map((folder) => resolve(host.cwd, undoFileFor(given, folder)));
  const found = PLAN_ID.test(given) ? candidates.find((file) => existsSync(file)) : undefined;
  if (found !== undefined) return found;
  throw new TowerctlError(
    'usage',
    PLAN_ID.test(given)
      ? `no undo file of plan ${given}: looked for ${candidates.join(' and ')}`
      : `there is no plan file ${given}: give one, or the 8 digits that name an applied plan`,
  );
}
