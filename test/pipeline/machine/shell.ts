import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Buildspec } from './deployment.js';

export interface ShellRun {
  readonly buildspec: Buildspec;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Takes what is exported at the end. */
  readonly exportsFile: string;
  /** Ends the shell and all that it has started, at once. */
  readonly kill: AbortSignal;
}

export interface ShellEnd {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'STOPPED';
  /** What all commands have written. */
  readonly log: string;
  readonly exported: Readonly<Record<string, string>>;
}

const PHASES = ['install', 'pre_build', 'build', 'post_build'] as const;

/** The commands of a build in one bash, as CodeBuild runs them: the first that fails ends it. */
export async function runInShell({ buildspec, env, cwd, exportsFile, kill }: ShellRun): Promise<ShellEnd> {
  const names = buildspec.env['exported-variables'];
  const script = [
    'set -e',
    ...PHASES.flatMap((phase) => buildspec.phases[phase]?.commands ?? []),
    `for name in ${names.join(' ')}; do printf '%s=%s\\0' "$name" "\${!name:-}"; done > "$MACHINE_EXPORTS"`,
  ].join('\n');
  // A group of its own, so that it can be ended as a whole.
  const child = spawn('bash', ['-c', script], {
    cwd,
    env: { ...env, MACHINE_EXPORTS: exportsFile },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text));
  const end = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const stop = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  kill.addEventListener('abort', stop, { once: true });
  const code = await end;
  kill.removeEventListener('abort', stop);
  if (kill.aborted) return { status: 'STOPPED', log, exported: {} };
  if (code !== 0) return { status: 'FAILED', log, exported: {} };
  const exported = readFileSync(exportsFile, 'utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  return { status: 'SUCCEEDED', log, exported: Object.fromEntries(exported) };
}
