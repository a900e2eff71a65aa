import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT, TowerctlError } from '../../errors.js';
import type { RootFinding } from '../../root/result.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { RootAuditOptions } from '../options.js';
import { runConnected, unlessInterrupted } from '../running-command.js';

/**
 * Audits, writes the dated result, prints what was found. Exit 0 when every member is clean, 2 when there are
 * credentials or an account could not be looked into.
 */
export async function rootAudit(options: RootAuditOptions, host: Host): Promise<number> {
  const manifest = await readManifest(options, host);
  const { rootAccessSection } = await import('../../kinds/root-access/section.js');
  if (options.out === undefined && !manifest.section(rootAccessSection)?.audit) {
    throw new TowerctlError(
      'usage',
      'the manifest does not say where the result is kept: add rootAccess: { audit: { bucket: NAME } }, or give --out FILE',
    );
  }
  return runConnected(options, host, async ({ engine, progress, style }) => {
    const { rootAuditRun } = await import('../../engine/root-audit.js');
    const audit = await unlessInterrupted(engine.signal, () =>
      rootAuditRun(manifest, { ...engine, scope: options.scope }),
    );
    progress.close();
    if (options.out !== undefined) {
      const { resultText } = await import('../../root/result.js');
      await writeFile(resolve(host.cwd, options.out), resultText(audit.result));
    }
    const { textRootAudit } = await import('../../report/root-audit.js');
    const places = [audit.written, options.out].filter((place) => place !== undefined);
    host.stdout.write(`${textRootAudit(audit.findings, audit.result.at, style)}\n`);
    host.stderr.write(`Written to ${places.join(' and ')}\n`);
    return [...audit.findings.values()].every(isClean) ? EXIT.done : EXIT.changes;
  });
}

function isClean({ state }: RootFinding): boolean {
  return state === 'clean';
}
