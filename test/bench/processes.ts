import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallCount } from '../../src/model.js';
import type { Measured, MeasureName } from './measures.js';

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

/** A plan of this manifest (and the files it names) against this seed, each in a process of its own. */
export async function measurePlan(
  seed: object,
  manifest: string,
  simulator: object = {},
  files: Readonly<Record<string, string>> = {},
): Promise<PlanMeasure> {
  const folder = await mkdtemp(join(tmpdir(), 'towerctl-bench-'));
  await writeFile(join(folder, 'seed.json'), JSON.stringify(seed));
  await writeManifest(folder, manifest, files);
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

/** A measurement on the virtual clock in a process of its own, so that its peak memory is its own. */
export async function measureAlone<Name extends MeasureName>(name: Name): Promise<Measured<Name>> {
  const measuring = spawn(process.execPath, [script('measure-process'), name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await firstLine(measuring.stdout)) as Measured<Name>;
}

/** The manifest as `manifest.yaml`, and beside it the files that it names. */
export async function writeManifest(
  folder: string,
  manifest: string,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await writeFile(join(folder, 'manifest.yaml'), manifest);
  return join(folder, 'manifest.yaml');
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
