import { realClock } from '../../clock.js';
import { EXIT } from '../../errors.js';
import { problemCounts, textProblems } from '../../report/problems.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { ManifestOptions } from '../options.js';
import { styleOf } from '../terminal.js';
import { version } from '../version.js';

/** Offline: nothing is asked of AWS, so `--sandbox` makes no difference here. */
export async function validate(options: ManifestOptions, host: Host): Promise<number> {
  const manifest = await readManifest(options, host);
  const { validateRun } = await import('../../engine.js');
  const problems = validateRun(manifest, { now: realClock.now(), engineVersion: version() });
  if (problems.length > 0) {
    host.stdout.write(`${textProblems(problems, styleOf(host.stdout, host, options.color))}\n`);
  }
  const errors = problems.filter((problem) => problem.severity === 'error');
  host.stdout.write(`${manifest.file}: ${errors.length === 0 ? 'valid' : 'not valid'}, ${problemCounts(problems)}\n`);
  if (errors.length === 0) return EXIT.done;
  const { GUARDS } = await import('../../guards/index.js');
  const guards = new Set(GUARDS.map((guard) => guard.code));
  return errors.every((problem) => guards.has(problem.code)) ? EXIT.guard : EXIT.manifest;
}
