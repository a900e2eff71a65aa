import { resolve } from 'node:path';
import { showAskApply } from '../applying.js';
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
      return showAskApply(context, { view, options, folder: host.cwd, again: `towerctl apply ${file}` });
    }
    const manifest = await readManifest(options, host);
    const view = await viewOf(await planUnlessInterrupted(context, manifest, options));
    return showAskApply(context, { view, options, folder: folderOf(options, host), again: 'towerctl apply' });
  });
}
