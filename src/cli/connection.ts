import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Aws, RequestHandler, SessionOptions } from '../aws/session.js';
import { type Clock, realClock, VirtualClock } from '../clock.js';
import { TowerctlError } from '../errors.js';
import type { JsonObject } from '../model.js';
import type { RequestLog } from '../runs/record.js';
import type { Behaviour, CatalogControl, Simulator } from '../simulator/index.js';
import type { Host } from './host.js';
import type { BucketOptions, ConnectOptions } from './options.js';
import { codeOf, messageOf } from './reasons.js';

/** What a command works against: AWS, or an embedded simulator that looks the same from here. */
export interface Connection {
  readonly aws: Aws;
  readonly clock: Clock;
  /** Set where the command works with a run bucket: what its sessions in other accounts are called by, and what they wrote. */
  readonly run?: { readonly id: string; readonly requests: RequestLog };
  /** Set for an embedded simulator. */
  readonly simulator?: Simulator;
  /** Keeps what happened, where the user asked for it. */
  close(): Promise<void>;
}

/** @throws TowerctlError `usage` for options that do not go together or a run id that is none, `failed` for files that cannot be read. */
export async function connect(options: ConnectOptions & BucketOptions, host: Host): Promise<Connection> {
  const pace = options.pace ?? 50;
  if (options.sandbox !== true) {
    if ((options.seed ?? options.catalog ?? options.state) !== undefined) {
      throw new TowerctlError('usage', '--seed, --catalog and --state belong to the embedded simulator: add --sandbox');
    }
    const { openSession } = await import('../aws/session.js');
    const clock = host.session?.clock ?? realClock;
    const run = await runIn(options, clock);
    const aws = openSession({ pace, ...host.session, clock, ...sessionFor(run, options) });
    return { aws, clock, ...(run && { run }), close: async () => {} };
  }
  const clock = new VirtualClock(Date.now());
  const { lifelike } = await import('../simulator/index.js');
  const simulator = await openSimulator(options, host, clock, lifelike);
  const stateFile = options.state === undefined ? undefined : resolve(host.cwd, options.state);
  const run = await runIn(options, clock);
  return {
    aws: await sessionOn(simulator, clock, pace, sessionFor(run, options)),
    clock,
    simulator,
    ...(run && { run }),
    close: async () => {
      if (stateFile !== undefined) await writeFile(stateFile, `${JSON.stringify(simulator.saveState())}\n`);
    },
  };
}

async function runIn({ bucket, runId, source }: BucketOptions, clock: Clock): Promise<Connection['run']> {
  if (bucket === undefined) return undefined;
  const { isRunId, newRunId } = await import('../runs/run-id.js');
  const { RequestLog: Log } = await import('../runs/record.js');
  // It becomes the name of sessions before anything else is done with it.
  if (runId !== undefined && !isRunId(runId)) {
    throw new TowerctlError('usage', `"${runId}" is no run id: write YYYYMMDDTHHMMSSZ-SOURCE-8 hexadecimal digits`);
  }
  return { id: runId ?? newRunId(clock.now(), source ?? 'cli'), requests: new Log(bucket) };
}

function sessionFor(run: Connection['run'], { roleArn }: ConnectOptions): SessionExtras {
  return {
    ...(run && { runId: run.id, answered: run.requests.answered }),
    ...(roleArn !== undefined && { roleArn }),
  };
}

type SessionExtras = Pick<SessionOptions, 'runId' | 'answered' | 'roleArn'>;

/** A session whose requests stay inside this process. */
export async function sessionOn(
  simulator: Simulator,
  clock: Clock,
  pace: number | 'off',
  more: SessionExtras = {},
): Promise<Aws> {
  const { openSession } = await import('../aws/session.js');
  const { inProcess } = await import('../simulator/index.js');
  const requestHandler: RequestHandler = inProcess(simulator);
  const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  return openSession({ clock, pace, requestHandler, credentials, ...more });
}

export interface SimulatorFiles {
  readonly seed?: string;
  /** What Control Catalog lists; a state file keeps the catalog that it began with. */
  readonly catalog?: string;
  readonly state?: string;
}

/** A simulator from a seed (a file, `default`, `none`), moved on to where the state file left it. */
export async function openSimulator(
  files: SimulatorFiles,
  host: Host,
  clock: Clock,
  more: Behaviour & { readonly accountId?: string },
): Promise<Simulator> {
  const { createSimulator } = await import('../simulator/index.js');
  const name = files.seed ?? 'default';
  const seed = name === 'default' || name === 'none' ? name : await readJson(resolve(host.cwd, name), '--seed');
  const catalog = files.catalog === undefined ? {} : { catalog: await readCatalog(files.catalog, host) };
  const simulator = explained('--seed', name, () => createSimulator({ seed, ...catalog, clock, ...more }));
  if (files.state !== undefined) {
    const state = await readJson(resolve(host.cwd, files.state), '--state', 'may be missing');
    if (state !== undefined) explained('--state', files.state, () => simulator.loadState(state));
  }
  return simulator;
}

async function readCatalog(file: string, host: Host): Promise<readonly CatalogControl[]> {
  const { parseCatalog } = await import('../simulator/index.js');
  const given = await readJson(resolve(host.cwd, file), '--catalog');
  return explained('--catalog', file, () => parseCatalog(given));
}

function explained<Value>(option: string, file: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw new TowerctlError('failed', `${option} ${file}: ${messageOf(error)}`, [], {
      cause: error,
    });
  }
}

async function readJson(file: string, option: string): Promise<JsonObject>;
async function readJson(file: string, option: string, missing: 'may be missing'): Promise<JsonObject | undefined>;
async function readJson(file: string, option: string, missing?: 'may be missing'): Promise<JsonObject | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const gone = codeOf(error) === 'ENOENT';
    if (gone && missing !== undefined) return undefined;
    throw new TowerctlError('failed', `${option} ${file} ${gone ? 'does not exist' : 'cannot be read'}`, [], {
      cause: error,
    });
  }
  return explained(option, file, () => {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Error('is not a JSON object');
    return parsed as JsonObject;
  });
}
