import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** A program that a build's command has called. */
export interface ToolCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What it ends with. */
export interface ToolEnd {
  readonly code: number;
  /** What it prints for the command that called it. */
  readonly out?: string;
}

export type AnswerTool = (call: ToolCall) => Promise<ToolEnd>;

/** Says by a socket what was called, and ends with the code that comes back. No process is started for it. */
const SHIM = `#!/usr/bin/env bash
exec 3<>"/dev/tcp/127.0.0.1/$MACHINE_PORT"
{
  printf '%s\\0' "\${0##*/}" "$PWD" "$#" "$@"
  for name in $(compgen -e); do printf '%s=%s\\0' "$name" "\${!name}"; done
  printf '\\0'
} >&3
IFS= read -r code <&3
while IFS= read -r line; do printf '%s\\n' "$line"; done <&3
exit "$code"
`;

/** Programs that lie first in a build's PATH and are answered by this process. */
export class Tools {
  /** Folder of the programs. */
  readonly folder: string;
  readonly #server: Server;

  private constructor(folder: string, server: Server) {
    this.folder = folder;
    this.#server = server;
  }

  static async open(folder: string, programs: readonly string[], answer: AnswerTool): Promise<Tools> {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'shim'), SHIM);
    chmodSync(join(folder, 'shim'), 0o755);
    for (const program of programs) symlinkSync('shim', join(folder, program));
    const server = createServer((socket) => serve(socket, answer));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Tools(folder, server);
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return address.port;
  }

  close(): void {
    this.#server.close();
  }
}

function serve(socket: Socket, answer: AnswerTool): void {
  let text = '';
  let isAsked = false;
  socket.setEncoding('utf8');
  // A build that was killed.
  socket.on('error', () => undefined);
  socket.on('data', (chunk: string) => {
    text += chunk;
    const call = isAsked ? undefined : callIn(text);
    if (!call) return;
    isAsked = true;
    answer(call).then(
      ({ code, out = '' }) => socket.end(`${code}\n${out}`),
      (error: unknown) => socket.end(`127\n${String(error)}\n`),
    );
  });
}

/** Undefined while something is still to come. */
function callIn(text: string): ToolCall | undefined {
  const [program, cwd, count, ...rest] = text.split('\0');
  const args = rest.slice(0, Number(count));
  const variables = rest.slice(args.length);
  const end = variables.indexOf('');
  if (
    program === undefined ||
    cwd === undefined ||
    args.length < Number(count) ||
    end < 0 ||
    end === variables.length - 1
  ) {
    return undefined;
  }
  const env = Object.fromEntries(
    variables.slice(0, end).map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  );
  return { program, args, cwd, env };
}
