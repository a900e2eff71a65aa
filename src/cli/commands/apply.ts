import { resolve } from 'node:path';
import { showAskApply } from '../applying.js';
import { withBucketRun } from '../bucket-run.js';
import type { Host } from '../host.js';
import { folderOf, readManifest } from '../manifest-file.js';
import type { ApplyOptions } from '../options.js';
import { planUnlessInterrupted, runConnected, viewOf } from '../running-command.js';

/** With a plan file exactly that plan, no manifest read; without one it plans first. */
export function apply(file: string | undefined, options: ApplyOptions, host: Host): Promise<number> {
  return runConnected(options, host, async (context) => {
    if (file !== undefined) {
      const { readPlanFile } = await import('../../plan/file.js');
      const view = await viewOf(await readPlanFile(resolve(host.cwd, file)));
      return withBucketRun(context, options, view.plan, (bucket) =>
        showAskApply(context, { view, options, folder: host.cwd, again: `towerctl apply ${file}`, bucket }),
      );
    }
    const manifest = await readManifest(options, host);
    const { homeRegion } = manifest.organization;
    return withBucketRun(context, options, { manifest, homeRegion }, async (bucket) => {
      // Nobody is asked in between: what is planned in the queue's turn is not stale when it is applied.
      if (options.approve === true) await bucket?.lease(context.progress.listener);
      const run = await planUnlessInterrupted(context, manifest, {
        ...options,
        ...(bucket && { holds: await bucket.holds() }),
      });
      const view = await viewOf(run);
      return showAskApply(context, { view, options, folder: folderOf(options, host), again: 'towerctl apply', bucket });
    });
  });
}
