import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where package.json and what comes along (templates, the worked example) lie: above this file, however it was compiled
 * or bundled.
 */
export function packageFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (existsSync(join(at, 'templates')) && existsSync(join(at, 'package.json'))) return at;
    if (dirname(at) === at) throw new Error('the package is incomplete: templates and package.json are not above it');
  }
}
