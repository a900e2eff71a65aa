import { EXIT } from '../../errors.js';
import type { Manifest } from '../../manifest/manifest.js';
import { type DriftReport, driftOf } from '../../report/drift.js';
import { sanitizeText } from '../../report/sanitize.js';
import type { Style } from '../../report/style.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { DriftOptions, Format } from '../options.js';
import {
  type CommandContext,
  exitOfPlan,
  planUnlessInterrupted,
  runConnected,
  unlessInterrupted,
  viewOf,
} from '../running-command.js';

export function drift(options: DriftOptions, host: Host): Promise<number> {
  return runConnected(options, host, async (context) => {
    const { progress, style } = context;
    const manifest = await readManifest(options, host);
    if (options.detect === true) await detect(context, manifest);
    const run = await planUnlessInterrupted(context, manifest, options);
    progress.close();
    const report = driftOf(await viewOf(run));
    host.stdout.write(`${await driftText(report, options.format, style)}\n`);
    const counts = options.strict === true ? report.items : report.items.filter((item) => item.class === 'ours');
    // Drift that was seen is the answer; only without any does it matter that something could not be seen. A guard's
    // objection is about healing, not about drift.
    if (counts.length > 0) return EXIT.changes;
    return exitOfPlan({ ...run.plan, problems: [] });
  });
}

/** Asks AWS to look into every stack of the declared baselines. A set that could not be looked into keeps its last answer. */
async function detect({ engine, host, progress }: CommandContext, manifest: Manifest): Promise<void> {
  progress.say(
    'Detecting drift in the StackSets of the declared baselines; nothing else can be done to them meanwhile.',
  );
  const { detectDrift } = await import('../../engine/detect-drift.js');
  // Waiting can be left at any time: the detections go on without us.
  const outcomes = await unlessInterrupted(engine.signal, () => detectDrift(manifest, engine));
  for (const { address, state, problem } of outcomes) {
    if (problem !== undefined) host.stderr.write(`${sanitizeText(`${address}: ${problem}`)}\n`);
    else if (state === 'interrupted') host.stderr.write(`${address}: not begun, interrupted\n`);
  }
}

async function driftText(report: DriftReport, format: Format, style: Style): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../../report/json.js')).jsonDrift(report, style);
    case 'markdown':
      return (await import('../../report/markdown.js')).markdownDrift(report, style);
    case 'text':
      return (await import('../../report/drift.js')).textDrift(report, style);
  }
}
