import { resolve } from 'node:path';
import { EXIT } from '../../errors.js';
import type { VerifyStage } from '../../stages/verify.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { ManifestOptions } from '../options.js';
import { runConnected, unlessInterrupted } from '../running-command.js';
import { leaveEnv, type RunOptions, stageContext } from '../stage-context.js';

export interface RunVerifyOptions extends ManifestOptions, RunOptions {
  readonly runId: string;
  readonly sourceDir?: string;
}

/** Exit 2 when something is left. What could not be read is told, and does not stop the pipeline. */
export function runVerify(options: RunVerifyOptions, host: Host): Promise<number> {
  return runConnected(options, host, async (context) => {
    const manifest = await readManifest(options, host);
    const { verifyStage } = await import('../../stages/verify.js');
    const { sourceDir } = options;
    const stage: VerifyStage = {
      ...stageContext(context, options),
      manifest,
      ...(sourceDir !== undefined && { sourceDir: resolve(host.cwd, sourceDir) }),
    };
    const { status, message, isReleased } = await unlessInterrupted(context.engine.signal, () => verifyStage(stage));
    context.progress.close();
    host.stdout.write(`Verify ${status}: ${message}\n`);
    if (isReleased) host.stdout.write('This source is the applied one now: events and drift are looked at by it.\n');
    await leaveEnv(options, host, { VERIFY_STATUS: status });
    return status === 'DRIFT' ? EXIT.changes : EXIT.done;
  });
}
