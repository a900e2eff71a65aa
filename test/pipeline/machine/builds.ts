import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HttpRequest } from '@smithy/core/protocols';
import type { HttpHandlerOptions } from '@smithy/types';
import { unzipSync } from 'fflate';
import type { RequestHandler } from '../../../src/aws/session.js';
import { run } from '../../../src/cli/run.js';
import { FakeHost } from '../../cli/fake-host.js';
import type { Credentials } from '../../simulator/client.js';
import type { Accounts } from './account.js';
import type { Buildspec, Project } from './deployment.js';
import { runInShell, type ShellEnd } from './shell.js';
import { type ToolCall, type ToolEnd, Tools } from './tools.js';

/** Files of a source, as a source action hands them on. */
export interface Source {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** A commit, or the version of an object. */
  readonly version: string;
  /** Of a full clone. */
  readonly author?: string;
}

export interface BuildEnd extends ShellEnd {
  readonly id: string;
  readonly project: string;
  /** Command lines of the engine, as it was called. */
  readonly commands: readonly string[];
}

/** Before a call of AWS by the engine: `kill` ends its build at this very moment. */
export type Watch = (api: string, kill: () => void) => void;

interface Running {
  readonly credentials: Credentials;
  readonly source: Source;
  readonly kill: AbortController;
  readonly commands: string[];
}

/** CodeBuild: each build in a bash of its own, under its role, in a folder that nobody has used before. */
export class Builds {
  readonly ended: BuildEnd[] = [];
  watch: Watch | undefined;
  /** What a test wants otherwise than the template: said where it is used. */
  edit: (buildspec: Buildspec) => Buildspec = (buildspec) => buildspec;
  readonly #accounts: Accounts;
  readonly #folder: string;
  readonly #running = new Map<string, Running>();
  #tools: Tools | undefined;
  #count = 0;

  constructor(accounts: Accounts, folder: string) {
    this.#accounts = accounts;
    this.#folder = folder;
  }

  async open(): Promise<void> {
    const programs = ['aws', 'git', 'node', 'unzip'];
    this.#tools = await Tools.open(join(this.#folder, 'bin'), programs, (call) => this.#answer(call));
  }

  close(): void {
    this.#tools?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async run(project: Project, source: Source, variables: Readonly<Record<string, string>> = {}): Promise<BuildEnd> {
    this.#count += 1;
    const id = `${project.name}:${String(this.#count).padStart(8, '0')}`;
    const kill = new AbortController();
    const credentials = await this.#accounts.as(project.role, `AWSCodeBuild-${this.#count}`);
    const running: Running = { credentials, source, kill, commands: [] };
    this.#running.set(id, running);
    const folder = mkdtempSync(join(this.#folder, `${project.name}-`));
    const sourceFolder = join(folder, 'src');
    for (const [path, content] of Object.entries(source.files)) put(join(sourceFolder, path), content);
    const end = await runInShell({
      buildspec: this.edit(project.buildspec),
      env: { ...this.#environment(id, folder, sourceFolder, source), ...project.variables, ...variables },
      cwd: sourceFolder,
      exportsFile: join(folder, 'exports'),
      kill: kill.signal,
    });
    this.#running.delete(id);
    const ended = { ...end, id, project: project.name, commands: running.commands };
    this.ended.push(ended);
    return ended;
  }

  #environment(id: string, folder: string, sourceFolder: string, { version }: Source): Record<string, string> {
    const { region } = this.#accounts.deployed.template;
    return {
      PATH: `${this.#tools?.folder}:${process.env['PATH'] ?? '/usr/bin:/bin'}`,
      TMPDIR: folder,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      CODEBUILD_BUILD_ID: id,
      CODEBUILD_SRC_DIR: sourceFolder,
      CODEBUILD_RESOLVED_SOURCE_VERSION: version,
      MACHINE_PORT: String(this.#tools?.port),
    };
  }

  async #answer({ program, args, cwd, env }: ToolCall): Promise<ToolEnd> {
    const running = this.#running.get(env['CODEBUILD_BUILD_ID'] ?? '');
    if (!running) return { code: 1, out: 'no such build\n' };
    if (program === 'git') return gitLog(args, running.source);
    if (program === 'aws') return this.#download(args, cwd);
    if (program === 'unzip') return unzip(args, cwd);
    return this.#engine(running, { program, args, cwd, env });
  }

  /** `aws s3 cp URL FILE --only-show-errors` */
  #download([service, command, url = '', file = '']: readonly string[], cwd: string): ToolEnd {
    if (service !== 's3' || command !== 'cp') return { code: 252, out: 'aws: no such command\n' };
    writeFileSync(join(cwd, file), this.#accounts.deployed.asset(url));
    return { code: 0 };
  }

  async #engine(running: Running, { args: [script, ...args], cwd, env }: ToolCall): Promise<ToolEnd> {
    if (script !== 'engine/dist/cli.mjs') return { code: 1, out: `Cannot find module ${script}\n` };
    running.commands.push(args.join(' '));
    const { clock } = this.#accounts;
    const requestHandler = this.#watched(running);
    const host = Object.assign(new FakeHost({ env: { ...env }, cwd }), {
      session: { clock, requestHandler, credentials: running.credentials },
    });
    const code = await run(args, host);
    return { code, out: `${host.stdout.text}${host.stderr.text}` };
  }

  /** A process that was killed sends nothing any more, and is never answered. */
  #watched({ kill }: Running): RequestHandler {
    const inner = this.#accounts.handler();
    return {
      ...inner,
      handle: (request: HttpRequest, options?: HttpHandlerOptions) => {
        if (!kill.signal.aborted) this.watch?.(apiOf(request), () => kill.abort());
        return kill.signal.aborted ? new Promise<never>(() => undefined) : inner.handle(request, options);
      },
    };
  }
}

/** `organizations:AttachPolicy`; of a service without such a header, the path. */
function apiOf({ headers, hostname, path }: HttpRequest): string {
  const [, operation] = headers['x-amz-target']?.split('.') ?? [];
  return `${hostname.split('.')[0]}:${operation ?? path}`;
}

/** `git --git-dir=FOLDER/.git log -1 --format=%an` */
function gitLog([place, ...asked]: readonly string[], { author }: Source): ToolEnd {
  const isAsked = place?.startsWith('--git-dir=') && asked.join(' ') === 'log -1 --format=%an';
  return isAsked && author !== undefined ? { code: 0, out: `${author}\n` } : { code: 128 };
}

/** `unzip -q FILE -d FOLDER` */
function unzip([quiet, file = '', into, folder = '']: readonly string[], cwd: string): ToolEnd {
  if (quiet !== '-q' || into !== '-d') return { code: 10, out: 'unzip: invalid option\n' };
  for (const [path, content] of Object.entries(unzipSync(readFileSync(join(cwd, file)))))
    put(join(cwd, folder, path), content);
  return { code: 0 };
}

function put(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
