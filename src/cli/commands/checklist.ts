import { resolve } from 'node:path';
import type { Checklist } from '../../checklist/verdict.js';
import { EXIT } from '../../errors.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { Style } from '../../report/style.js';
import type { Host } from '../host.js';
import { hasManifest, readManifest } from '../manifest-file.js';
import type { ChecklistOptions, Format } from '../options.js';
import { runConnected, unlessInterrupted } from '../running-command.js';

/** Reads only. What could not be read is in the report, so it does not make the command fail. */
export async function checklist(options: ChecklistOptions, host: Host): Promise<number> {
  const manifest = await manifestFor(options, host);
  return runConnected(options, host, async (context) => {
    const { progress, style, connection, engine } = context;
    const { checklistRun } = await import('../../checklist/checklist.js');
    const { passes } = await import('../../checklist/verdict.js');
    const { aws, clock } = connection;
    const { listener, signal } = engine;
    const report = await unlessInterrupted(signal, () =>
      checklistRun({ aws, clock, ...(listener && { listener }), ...(manifest && { manifest }) }),
    );
    progress.close();
    host.stdout.write(`${(await checklistText(report, options.format, style)).trimEnd()}\n`);
    return options.failOn === 'not-met' && !report.rows.every(passes) ? EXIT.changes : EXIT.done;
  });
}

/** One that is named, or one that is where it usually is; without either the organization speaks for itself. */
async function manifestFor(options: ChecklistOptions, host: Host): Promise<Manifest | undefined> {
  const { manifest, ...rest } = options;
  if (manifest === false || (manifest === undefined && !hasManifest(host))) return undefined;
  return readManifest({ ...rest, ...(manifest === undefined ? {} : { manifest: resolve(host.cwd, manifest) }) }, host);
}

async function checklistText(report: Checklist, format: Format, style: Style): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../../report/checklist-json.js')).jsonChecklist(report, style);
    case 'markdown':
      return (await import('../../report/checklist-markdown.js')).markdownChecklist(report, style);
    case 'text':
      return (await import('../../report/checklist.js')).textChecklist(report, style);
  }
}
