import { openSession } from '../../src/aws/session.js';
import { realClock } from '../../src/clock.js';
import { planRun } from '../../src/engine.js';
import { KINDS } from '../../src/kinds/index.js';
import { loadManifest } from '../../src/manifest/load.js';

/** One plan in a process of its own, so that its time, CPU and peak memory are its own. Answers one line of JSON. */
const [file = '', endpoint = ''] = process.argv.slice(2);
const startedAt = performance.now();
const manifest = await loadManifest(file, { sections: KINDS.flatMap((kind) => kind.sections), engineVersion: '0.1.0' });
const loadedAt = performance.now();
const aws = openSession({
  clock: realClock,
  pace: 'off',
  endpoint,
  credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
});
const run = await planRun(manifest, { aws, clock: realClock, engineVersion: '0.1.0' });
const cpu = process.cpuUsage();
process.stdout.write(
  `${JSON.stringify({
    loadSeconds: (loadedAt - startedAt) / 1_000,
    planSeconds: (performance.now() - loadedAt) / 1_000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
    changes: run.plan.changes.length,
    problems: run.plan.problems.length,
    calls: run.calls,
  })}\n`,
);
