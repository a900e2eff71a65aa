import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallCount } from '../../src/model.js';

export interface PlanMeasure {
  readonly loadSeconds: number;
  readonly planSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly changes: number;
  readonly problems: number;
  readonly calls: readonly CallCount[];
}

const script = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url));

/** A plan of this manifest against this seed, each in a process of its own. */
export async function measurePlan(seed: object, manifest: string, simulator: object = {}): Promise<PlanMeasure> {
  const folder = await mkdtemp(join(tmpdir(), 'towerctl-bench-'));
  await writeFile(join(folder, 'seed.json'), JSON.stringify(seed));
  await writeFile(join(folder, 'manifest.yaml'), manifest);
  const server = spawn(
    process.execPath,
    [script('simulator-process'), join(folder, 'seed.json'), JSON.stringify(simulator)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  try {
    const url = await firstLine(server.stdout);
    const plan = spawn(process.execPath, [script('plan-process'), join(folder, 'manifest.yaml'), url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return JSON.parse(await firstLine(plan.stdout)) as PlanMeasure;
  } finally {
    server.stdin.end();
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds from start to end of a command, the median of several runs. */
export async function measureCommand(args: readonly string[], runs = 7): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const startedAt = performance.now();
    await new Promise((resolve) => spawn(process.execPath, args, { stdio: 'ignore' }).on('exit', resolve));
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
  throw new Error(`the process ended without a line: ${text}`);
}
