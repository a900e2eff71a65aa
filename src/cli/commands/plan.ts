import { resolve } from 'node:path';
import { EXIT } from '../../errors.js';
import type { PlanRun } from '../../events.js';
import type { Style } from '../../report/style.js';
import type { PlanView } from '../../report/view.js';
import { type BucketRun, withBucketRun } from '../bucket-run.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { Format, PlanOptions } from '../options.js';
import { exitOfPlan, planUnlessInterrupted, runConnected, viewOf } from '../running-command.js';

export function plan(options: PlanOptions, host: Host): Promise<number> {
  return runConnected(options, host, async (context) => {
    const { progress, style } = context;
    const manifest = await readManifest(options, host);
    const { homeRegion } = manifest.organization;
    let planned: PlanRun | undefined;
    const code = await withBucketRun(context, options, { manifest, homeRegion }, async (bucket) => {
      planned = await planUnlessInterrupted(context, manifest, {
        ...options,
        ...(bucket && { holds: await bucket.holds() }),
      });
      progress.close();
      const view = await viewOf(planned);
      host.stdout.write(`${await planText(view, options.format, style)}\n`);
      if (bucket) host.stderr.write(`Plan stored: ${await keepPlan(bucket, view, style)}\n`);
      return exitOfPlan(planned.plan);
    });
    const run = planned;
    if (run === undefined) return code;
    const { isEmpty } = await import('../../report/json.js');
    if (options.out !== undefined) {
      const { writePlanFile } = await import('../../plan/file.js');
      await writePlanFile(resolve(host.cwd, options.out), run.plan);
      host.stderr.write(`Plan written. To apply exactly this: towerctl apply ${options.out}\n`);
    }
    if (code !== EXIT.done) return code;
    return options.detailedExitcode === true && !isEmpty(run.plan) ? EXIT.changes : EXIT.done;
  });
}

/** @returns where the plan lies, as `apply` takes it. */
async function keepPlan(bucket: BucketRun, view: PlanView, style: Style): Promise<string> {
  const { storePlan } = await import('../bucket-run.js');
  const { planFacts } = await import('../../runs/record.js');
  const { isEmpty } = await import('../../report/json.js');
  const { plan, digest } = view;
  const isRefused = plan.problems.some(({ severity }) => severity === 'error');
  bucket.note({
    ...planFacts(plan, digest),
    result: isRefused ? 'refused' : isEmpty(plan) ? 'no-changes' : 'planned',
  });
  return storePlan(bucket.run, plan, await planText(view, 'markdown', style));
}

export async function planText(view: PlanView, format: Format, style: Style): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../../report/json.js')).jsonPlan(view, style);
    case 'markdown':
      return (await import('../../report/markdown.js')).markdownPlan(view, style);
    case 'text':
      return (await import('../../report/text.js')).textPlan(view, style);
  }
}
