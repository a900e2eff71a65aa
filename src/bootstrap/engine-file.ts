import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeploymentSettings } from '../deployment/settings.js';
import { TowerctlError } from '../errors.js';
import { packageFolder } from '../package-folder.js';

/** What builds and the function run, and its digest: this version as it was packed, unless another file is given. */
export async function engineFile(
  version: string,
  file = join(packageFolder(), 'dist', 'engine.zip'),
): Promise<DeploymentSettings['engine']> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new TowerctlError(
      'failed',
      `${file} cannot be read; "npm run build" in the package makes dist/engine.zip`,
      [],
      {
        cause: error,
      },
    );
  }
  return { file, sha256: createHash('sha256').update(bytes).digest('hex'), version };
}
