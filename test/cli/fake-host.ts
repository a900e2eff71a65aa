import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host, Output } from '../../src/cli/host.js';

export class FakeOutput implements Output {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number | undefined;

  constructor(terminal: { readonly columns: number } | undefined) {
    this.isTTY = terminal !== undefined;
    this.columns = terminal?.columns;
  }

  write(text: string): void {
    this.text += text;
  }
}

export interface FakeHostOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly terminal?: { readonly columns: number };
  /** What the user answers; without it there is nobody to ask. */
  readonly answer?: string;
}

/** A process that exists in this test only: what was written, asked and ended can be looked at. */
export class FakeHost implements Host {
  readonly stdout: FakeOutput;
  readonly stderr: FakeOutput;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly asked: string[] = [];
  readonly quits: number[] = [];
  /** What every program ends with. */
  programExit = 0;
  /** Programs that were to be run, as command lines; none is. */
  readonly programs: { readonly line: string; readonly env: Readonly<Record<string, string>> }[] = [];
  readonly #answer: string | undefined;
  readonly #handlers = new Set<(signal: 'SIGINT' | 'SIGTERM') => void>();

  constructor(options: FakeHostOptions = {}) {
    this.stdout = new FakeOutput(options.terminal);
    this.stderr = new FakeOutput(options.terminal);
    this.env = options.env ?? {};
    this.cwd = options.cwd ?? mkdtempSync(join(tmpdir(), 'towerctl-'));
    this.#answer = options.answer;
  }

  async ask(question: string): Promise<string | undefined> {
    this.asked.push(question);
    return this.#answer;
  }

  onInterrupt(handler: (signal: 'SIGINT' | 'SIGTERM') => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  async runProgram(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    this.programs.push({ line: [program, ...args].join(' '), env });
    return this.programExit;
  }

  quit(code: number): void {
    this.quits.push(code);
  }

  get listening(): number {
    return this.#handlers.size;
  }

  interrupt(signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): void {
    for (const handler of [...this.#handlers]) handler(signal);
  }
}
