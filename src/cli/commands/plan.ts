import { resolve } from 'node:path';
import { EXIT } from '../../errors.js';
import type { Style } from '../../report/style.js';
import type { PlanView } from '../../report/view.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { Format, PlanOptions } from '../options.js';
import { exitOfPlan, planUnlessInterrupted, runConnected, viewOf } from '../running-command.js';

export function plan(options: PlanOptions, host: Host): Promise<number> {
  return runConnected(options, host, async (context) => {
    const { progress, style } = context;
    const manifest = await readManifest(options, host);
    const run = await planUnlessInterrupted(context, manifest, options);
    progress.close();
    host.stdout.write(`${await planText(await viewOf(run), options.format, style)}\n`);
    const { isEmpty } = await import('../../report/json.js');
    if (options.out !== undefined) {
      const { writePlanFile } = await import('../../plan/file.js');
      await writePlanFile(resolve(host.cwd, options.out), run.plan);
      host.stderr.write(`Plan written. To apply exactly this: towerctl apply ${options.out}\n`);
    }
    const code = await exitOfPlan(run.plan);
    if (code !== EXIT.done) return code;
    return options.detailedExitcode === true && !isEmpty(run.plan) ? EXIT.changes : EXIT.done;
  });
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
