import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type RequestHandler } from '../../src/aws/session.js';
import { DEFAULT_PACE } from '../../src/aws/throttle.js';
import { VirtualClock } from '../../src/clock.js';
import { applyRun, planRun } from '../../src/engine.js';
import { rateOf } from '../../src/facts/rates.js';
import { KINDS } from '../../src/kinds/index.js';
import { loadManifest } from '../../src/manifest/load.js';
import { createSimulator, inProcess, kind } from '../../src/simulator/index.js';
import { bareSeed, benchManifest, benchSeed } from './organization.js';

export interface Makespan {
  readonly accounts: number;
  readonly writes: number;
  /** Virtual seconds from the first write to the end of settling. */
  readonly seconds: number;
  /** max over APIs of calls / rate at the engine's pace, and the longest chain of writes. */
  readonly boundSeconds: number;
  readonly bottleneck: string;
  readonly realSeconds: number;
  readonly left: number;
}

/** A first apply of the whole organization on the virtual clock, at the documented rates. */
export async function measureMakespan(accounts: number): Promise<Makespan> {
  const seed = benchSeed(accounts);
  const clock = new VirtualClock();
  const simulator = createSimulator({
    ...kind,
    clock,
    seed: JSON.parse(JSON.stringify(bareSeed(seed))),
    rates: { speed: 1 },
  });
  const folder = await mkdtemp(join(tmpdir(), 'towerctl-bench-'));
  try {
    await writeFile(join(folder, 'manifest.yaml'), benchManifest(seed));
    const manifest = await loadManifest(join(folder, 'manifest.yaml'), {
      sections: KINDS.flatMap((each) => each.sections),
      engineVersion: '0.1.0',
    });
    const aws = openSession({
      clock,
      requestHandler: inProcess(simulator) as unknown as RequestHandler,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
    const options = { aws, clock, engineVersion: '0.1.0' };
    const { plan } = await planRun(manifest, options);
    simulator.calls.clear();
    const realStart = performance.now();
    let firstWrite = 0;
    const result = await applyRun(plan, {
      ...options,
      listener: (event) => {
        if (event.code === 'apply-started') firstWrite = event.at;
      },
    });
    const realSeconds = (performance.now() - realStart) / 1_000;
    const seconds = (result.endedAt - firstWrite) / 1_000;
    const { bound, bottleneck } = boundOf(simulator.calls.counts().filter((count) => count.isWrite));
    const writes = simulator.calls.writes;
    const again = await planRun(manifest, options);
    return { accounts, writes, seconds, boundSeconds: bound, bottleneck, realSeconds, left: again.plan.changes.length };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Calls of one bucket over its rate at the engine's pace, less the burst that it starts with. */
function boundOf(counts: readonly { api: string; calls: number }[]): { bound: number; bottleneck: string } {
  const buckets = new Map<object, { apis: string[]; calls: number; perSecond: number; burst: number }>();
  for (const { api, calls } of counts) {
    const [service = '', operation = ''] = api.split(':');
    const rate = rateOf(service, operation);
    const share = DEFAULT_PACE / 100;
    const bucket = buckets.get(rate) ?? {
      apis: [],
      calls: 0,
      perSecond: rate.perSecond * share,
      burst: Math.max(1, Math.floor(rate.burst * share)),
    };
    bucket.apis.push(operation);
    bucket.calls += calls;
    buckets.set(rate, bucket);
  }
  const slowest = [...buckets.values()].map((bucket) => ({
    seconds: (bucket.calls - bucket.burst) / bucket.perSecond,
    name: bucket.apis.join(', '),
  }));
  const worst = slowest.sort((a, b) => b.seconds - a.seconds)[0];
  return { bound: worst?.seconds ?? 0, bottleneck: worst?.name ?? '' };
}
