import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aws, openSession, type RequestHandler } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import { applyRun, planRun } from '../../src/engine.js';
import type { PlanRun } from '../../src/events.js';
import { KINDS } from '../../src/kinds/index.js';
import { loadManifest } from '../../src/manifest/load.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { ApplyResult, CallCount } from '../../src/model.js';
import { createSimulator, inProcess, lifelike, type Simulator } from '../../src/simulator/index.js';
import { writeManifest } from './processes.js';

export type Calls = Readonly<Record<string, number>>;

/** What a manifest is written as: JSON, which is YAML too, and the files that it names. */
export interface Written {
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
}

export interface TimedApply {
  readonly result: ApplyResult;
  /** Virtual seconds from the first write to the end of settling. */
  readonly seconds: number;
  /** Machine seconds. */
  readonly realSeconds: number;
  /** From the apply's first call to its last, reading again what the plan stands on included. */
  readonly calls: number;
}

/** Engine and simulator in one process on the virtual clock, at lifelike settings; every session is a new run of the program. */
export class VirtualHouse {
  readonly clock = new VirtualClock();
  readonly simulator: Simulator;

  constructor(seed: object) {
    this.simulator = createSimulator({ ...lifelike, clock: this.clock, seed: JSON.parse(JSON.stringify(seed)) });
  }

  session(): Aws {
    return openSession({
      clock: this.clock,
      requestHandler: inProcess(this.simulator) as unknown as RequestHandler,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
  }

  options() {
    return { aws: this.session(), clock: this.clock, engineVersion: '0.1.0' };
  }

  async plan(manifest: Manifest): Promise<PlanRun> {
    return planRun(manifest, this.options());
  }

  async apply({ plan }: PlanRun): Promise<TimedApply> {
    this.simulator.calls.clear();
    const realStart = performance.now();
    let firstWrite = 0;
    const result = await applyRun(plan, {
      ...this.options(),
      listener: ({ code, at }) => {
        if (code === 'apply-started') firstWrite = at;
      },
    });
    return {
      result,
      seconds: (result.endedAt - firstWrite) / 1_000,
      realSeconds: (performance.now() - realStart) / 1_000,
      calls: total(callsOf(this.simulator.calls.counts())),
    };
  }
}

export async function loadWritten({ text, files }: Written): Promise<Manifest> {
  const folder = await mkdtemp(join(tmpdir(), 'towerctl-bench-'));
  try {
    const file = await writeManifest(folder, text, files);
    return await loadManifest(file, { sections: KINDS.flatMap((kind) => kind.sections), engineVersion: '0.1.0' });
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function callsOf(counts: readonly Pick<CallCount, 'api' | 'calls'>[]): Calls {
  return Object.fromEntries(counts.map(({ api, calls }) => [api, calls]));
}

export const total = (calls: Calls): number => Object.values(calls).reduce((sum, count) => sum + count, 0);

export const pages = (items: number, size: number): number => Math.max(1, Math.ceil(items / size));

/** `API: made instead of fewest`, where they differ. */
export function differences(made: Calls, fewest: Calls): string[] {
  return [...new Set([...Object.keys(made), ...Object.keys(fewest)])]
    .filter((api) => (made[api] ?? 0) !== (fewest[api] ?? 0))
    .sort()
    .map((api) => `${api}: ${made[api] ?? 0} instead of ${fewest[api] ?? 0}`);
}

/** Of this process so far. */
export const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1_024;

/** What the next plan would still do, and what it has to say. */
export function left({ plan }: PlanRun): number {
  return plan.changes.filter(({ action }) => action !== 'notice').length + plan.problems.length + plan.unknown.length;
}
