import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import type { SessionOptions } from '../aws/session.js';

/** One of the process's output streams. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Columns of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}

/** Everything a command needs of the world outside, so that tests can be that world. */
export interface Host {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** By which AWS is reached, in the place of the machine's network, credentials and clock; absent = by those. */
  readonly session?: Pick<SessionOptions, 'clock' | 'requestHandler' | 'credentials'>;
  /** The answer to a question, or undefined where nobody can be asked. */
  ask(question: string): Promise<string | undefined>;
  /** Calls `handler` for every SIGINT and SIGTERM until the returned function is called. */
  onInterrupt(handler: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
  /** Runs a program whose output is ours. @returns its exit code. */
  runProgram(program: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<number>;
  /** Ends the process at once: the second Ctrl-C. */
  quit(code: number): void;
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => {
      stream.write(text);
    },
    get isTTY() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.columns;
    },
  };
}

/** The process itself. */
export function processHost(): Host {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    ask: askOnTerminal,
    onInterrupt(handler) {
      process.on('SIGINT', handler);
      process.on('SIGTERM', handler);
      return () => {
        process.off('SIGINT', handler);
        process.off('SIGTERM', handler);
      };
    },
    runProgram,
    quit: (code) => process.exit(code),
  };
}

function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function askOnTerminal(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY !== true) return undefined;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const interrupted = new Promise<string>((resolve) => {
      lines.once('SIGINT', () => resolve(''));
      lines.once('close', () => resolve(''));
    });
    return await Promise.race([lines.question(question), interrupted]);
  } finally {
    lines.close();
  }
}
