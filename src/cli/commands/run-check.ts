import { resolve } from 'node:path';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { ManifestOptions } from '../options.js';
import { validate } from './validate.js';

export interface RunCheckOptions extends ManifestOptions {
  /** What a release keeps when it is verified. */
  readonly sourceDir?: string;
}

/** As `validate`, and whether the source can be kept; that no pipeline is described is said, since it runs in one. */
export async function runCheck(options: RunCheckOptions, host: Host): Promise<number> {
  const code = await validate(options, host);
  if (options.sourceDir !== undefined) {
    const { checkSource } = await import('../../stages/source-zip.js');
    await checkSource(resolve(host.cwd, options.sourceDir));
  }
  const { pipeline } = await readManifest(options, host);
  if (!pipeline) {
    host.stderr.write('The manifest has no `pipeline:`: each plan that changes something waits for a person.\n');
  }
  return code;
}
