import { EXIT } from '../../errors.js';
import { driftCounts } from '../../report/drift.js';
import { count } from '../../report/words.js';
import type { DriftStage } from '../../stages/drift.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { ManifestOptions } from '../options.js';
import { runConnected, unlessInterrupted } from '../running-command.js';
import { leaveEnv, type RunOptions, stageContext } from '../stage-context.js';

export interface RunDriftOptions extends ManifestOptions, RunOptions {}

/** Exit 0 with drift too: the report and the topic tell it, and a build that fails would tell it again every day. */
export function runDrift(options: RunDriftOptions, host: Host): Promise<number> {
  return runConnected({ ...options, source: 'drift' }, host, async (context) => {
    const manifest = await readManifest(options, host);
    const { driftStage } = await import('../../stages/drift.js');
    const { wait } = options;
    const stage: DriftStage = { ...stageContext(context, options), manifest, ...(wait !== undefined && { wait }) };
    const drifted = await unlessInterrupted(context.engine.signal, () => driftStage(stage));
    context.progress.close();
    const { report, isChanged } = drifted;
    const unknown = report.view.plan.unknown.length;
    host.stdout.write(
      `Drift: ${driftCounts(report)}${unknown === 0 ? '' : `; ${count(unknown, 'part')} could not be read`}; ${isChanged ? 'not the same as last time' : 'as last time'}\n`,
    );
    await leaveEnv(options, host, { DRIFT_CHANGED: isChanged ? 'yes' : 'no', DRIFT_COUNT: String(drifted.count) });
    return EXIT.done;
  });
}
