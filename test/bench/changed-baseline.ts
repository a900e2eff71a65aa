import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aws, openSession, type RequestHandler } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import { applyRun, planRun } from '../../src/engine.js';
import { KINDS } from '../../src/kinds/index.js';
import { loadManifest } from '../../src/manifest/load.js';
import { createSimulator, inProcess, lifelike } from '../../src/simulator/index.js';
import { writeManifest } from './processes.js';
import { type Operations, REGIONS, type Size, stackManifest, stackSeed } from './stack-baselines.js';

/** Seconds that the simulated AWS takes for one instance: assumed (cloudformation/stack-sets/durations.ts). */
const INSTANCE = 60;

export interface ChangedMeasure {
  readonly changes: number;
  readonly instances: number;
  /** Virtual seconds from the first write to the end of settling. */
  readonly seconds: number;
  readonly boundSeconds: number;
  readonly realSeconds: number;
  /** Calls of the apply: reading again what the plan stands on, the write, polling, looking whether it shows. */
  readonly calls: number;
  readonly left: number;
}

/** The first baseline's template is another one: every instance is updated, by one operation. */
export async function measureChangedBaseline(size: Size, operations: Operations = {}): Promise<ChangedMeasure> {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...lifelike, clock, seed: JSON.parse(JSON.stringify(stackSeed(size))) });
  const session = (): Aws =>
    openSession({
      clock,
      requestHandler: inProcess(simulator) as unknown as RequestHandler,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
  const folder = await mkdtemp(join(tmpdir(), 'towerctl-bench-'));
  try {
    const { text, files } = stackManifest(size, { changed: 0, operations });
    const sections = KINDS.flatMap((kind) => kind.sections);
    const manifest = await loadManifest(await writeManifest(folder, text, files), { sections, engineVersion: '0.1.0' });
    const options = { aws: session(), clock, engineVersion: '0.1.0' };
    const { plan } = await planRun(manifest, options);
    simulator.calls.clear();
    const realStart = performance.now();
    let firstWrite = 0;
    const result = await applyRun(plan, {
      ...options,
      listener: ({ code, at }) => {
        if (code === 'apply-started') firstWrite = at;
      },
    });
    const realSeconds = (performance.now() - realStart) / 1_000;
    const calls = simulator.calls.counts().reduce((sum, count) => sum + count.calls, 0);
    const again = await planRun(manifest, { ...options, aws: session() });
    return {
      changes: plan.changes.length,
      instances: size.accounts * REGIONS.length,
      seconds: (result.endedAt - firstWrite) / 1_000,
      boundSeconds: boundOf(size, operations),
      realSeconds,
      calls,
      left: again.plan.changes.length + again.plan.problems.length,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** So many accounts of a Region at once, the Regions side by side unless told: the waves that this leaves, one after the other. */
function boundOf({ accounts }: Size, { concurrency = '100%', regions = 'parallel' }: Operations): number {
  const atOnce = Math.max(1, Math.floor((accounts * Number.parseInt(concurrency, 10)) / 100));
  const waves = Math.ceil(accounts / atOnce) * (regions === 'sequential' ? REGIONS.length : 1);
  return waves * INSTANCE;
}
