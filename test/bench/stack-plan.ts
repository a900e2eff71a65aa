import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type RequestHandler } from '../../src/aws/session.js';
import { DEFAULT_PACE } from '../../src/aws/throttle.js';
import { VirtualClock } from '../../src/clock.js';
import { planRun } from '../../src/engine.js';
import { rateOf } from '../../src/facts/rates.js';
import { KINDS } from '../../src/kinds/index.js';
import { loadManifest } from '../../src/manifest/load.js';
import { createSimulator, inProcess, lifelike } from '../../src/simulator/index.js';
import { writeManifest } from './processes.js';
import { type Size, stackManifest, stackSeed } from './stack-baselines.js';

export interface PacedPlan {
  /** Virtual seconds. */
  readonly seconds: number;
  /** Calls to CloudFormation, those that were throttled included. */
  readonly calls: number;
  readonly throttled: number;
  /** Those that were answered, over what this AWS allows or over how far the engine goes by itself, whichever is less. */
  readonly boundSeconds: number;
}

/** A plan where nothing differs, against an AWS that allows so many times the documented and assumed rates. */
export async function measurePacedPlan(size: Size, speed: number): Promise<PacedPlan> {
  const clock = new VirtualClock();
  const seed = JSON.parse(JSON.stringify(stackSeed(size)));
  const simulator = createSimulator({ ...lifelike, rates: { speed }, clock, seed });
  const folder = await mkdtemp(join(tmpdir(), 'towerctl-bench-'));
  try {
    const { text, files } = stackManifest(size);
    const sections = KINDS.flatMap((kind) => kind.sections);
    const manifest = await loadManifest(await writeManifest(folder, text, files), { sections, engineVersion: '0.1.0' });
    const aws = openSession({
      clock,
      requestHandler: inProcess(simulator) as unknown as RequestHandler,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
    const run = await planRun(manifest, { aws, clock, engineVersion: '0.1.0' });
    const ours = run.calls.filter(({ api }) => api.startsWith('cloudformation:'));
    const calls = ours.reduce((sum, count) => sum + count.calls, 0);
    const throttled = ours.reduce((sum, count) => sum + count.throttled, 0);
    const { perSecond, growsTo = perSecond } = rateOf('cloudformation', 'ListStackInstances');
    const fastest = Math.min(perSecond * speed, (growsTo * DEFAULT_PACE) / 100);
    return { seconds: run.seconds, calls, throttled, boundSeconds: (calls - throttled) / fastest };
  } finally {
    await rm(folder, { recursive: true });
  }
}
