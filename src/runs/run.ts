import { faultOf } from '../aws/faults.js';
import type { ObjectText, S3Port } from '../aws/s3.js';
import { told } from '../aws/told.js';
import type { Clock } from '../clock.js';
import { TowerctlError } from '../errors.js';
import type { RunSource } from '../lease/lease.js';
import type { RequestLog, RunFacts, RunRecord, WriteRequest } from './record.js';
import { isRunId } from './run-id.js';

/** The run bucket. */
export interface RunPlace {
  readonly bucket: string;
  readonly region: string;
}

export type RunStore = Pick<S3Port, 'getObject' | 'swapObject'>;

export interface RunOptions {
  readonly s3: RunStore;
  readonly clock: Clock;
  readonly place: RunPlace;
  readonly runId: string;
  readonly source: RunSource;
  readonly engine: string;
  /** SHA-256 of its ZIP file. */
  readonly engineDigest?: string;
  readonly manifest: RunRecord['manifest'];
  readonly commit?: string;
  readonly author?: string;
  /** Where the session tells its answers; absent = no request ids. */
  readonly requests?: RequestLog;
}

export type RunFile = 'record.json' | 'plan.json' | 'plan.md' | 'waiting.md' | 'state.json' | 'events.json';

export const runKey = (runId: string, file: RunFile): string => `runs/${runId}/${file}`;

/**
 * Writes the record of a run that begins; that of a run which goes on in another process (same id) is gone on with.
 *
 * @throws TowerctlError where the bucket cannot be written to: before anything else is done.
 */
export async function openRun(options: RunOptions): Promise<Run> {
  const { s3, place, runId, source, engine, engineDigest, manifest, commit, author, clock } = options;
  if (!isRunId(runId)) {
    throw new TowerctlError('usage', `"${runId}" is no run id: write YYYYMMDDTHHMMSSZ-SOURCE-8 hexadecimal digits`);
  }
  const key = runKey(runId, 'record.json');
  const there = await told({ ...place, key }, 'GetObject', () => s3.getObject(place.bucket, key));
  const before = there && parsed(there, place, key);
  const record: RunRecord = {
    format: 1,
    runId,
    source,
    startedAt: before?.startedAt ?? new Date(clock.now()).toISOString(),
    ...before,
    // As whoever goes on with it has them.
    manifest,
    engine,
    ...(engineDigest !== undefined && { engineDigest }),
    ...(commit !== undefined && { commit }),
    ...(author !== undefined && { author }),
    result: 'running',
    counts: before?.counts ?? {},
    outcomes: before?.outcomes ?? [],
    requestIds: before?.requestIds ?? [],
    parts: (before?.parts ?? 0) + 1,
  };
  return begun(options, record, there);
}

async function begun(options: RunOptions, record: RunRecord, there: ObjectText | undefined): Promise<Run> {
  const { endedAt: _ended, problem: _problem, ...open } = record;
  const run = new Run(options, open, there?.etag);
  await run.save({});
  return run;
}

/** One run, as it is written down. Its record is only ever written over what was written last. */
export class Run {
  readonly #options: RunOptions;
  readonly #earlier: readonly WriteRequest[];
  #record: RunRecord;
  #etag: string | undefined;

  constructor(options: RunOptions, record: RunRecord, etag: string | undefined) {
    this.#options = options;
    this.#record = record;
    this.#earlier = record.requestIds;
    this.#etag = etag;
  }

  get record(): RunRecord {
    return this.#record;
  }

  /** @throws TowerctlError `failed` when somebody else has written the record of this run. */
  async save(facts: RunFacts): Promise<void> {
    const requestIds = [...this.#earlier, ...(this.#options.requests?.writes ?? [])];
    this.#record = { ...this.#record, ...facts, requestIds };
    await this.#write();
  }

  /** The last word: with the time, and the request ids of everything that was written. */
  async finish(facts: RunFacts): Promise<void> {
    this.#record = { ...this.#record, endedAt: new Date(this.#options.clock.now()).toISOString() };
    await this.save(facts);
  }

  /** Puts a file beside the record, over what may be there. @returns `s3://BUCKET/KEY`. */
  async put(file: Exclude<RunFile, 'record.json'>, text: string): Promise<string> {
    const { s3, place, runId } = this.#options;
    const key = runKey(runId, file);
    const there = await told({ ...place, key }, 'GetObject', () => s3.getObject(place.bucket, key));
    if (there?.text !== text) await swap(s3, place, key, text, there?.etag);
    return `s3://${place.bucket}/${key}`;
  }

  async #write(): Promise<void> {
    const { s3, place, runId } = this.#options;
    const text = `${JSON.stringify(this.#record, undefined, 2)}\n`;
    this.#etag = await swap(s3, place, runKey(runId, 'record.json'), text, this.#etag);
  }
}

/** @returns undefined where there is no such run. */
export async function readRun(s3: RunStore, place: RunPlace, runId: string): Promise<RunRecord | undefined> {
  const key = runKey(runId, 'record.json');
  const there = await told({ ...place, key }, 'GetObject', () => s3.getObject(place.bucket, key));
  return there && parsed(there, place, key);
}

/**
 * Adds to the record of a run that has ended; nothing else of it changes. Where there is none, nothing is written.
 *
 * @throws TowerctlError `failed` when somebody else writes it at the same moment.
 */
export async function amendRun(s3: RunStore, place: RunPlace, runId: string, facts: RunFacts): Promise<void> {
  const key = runKey(runId, 'record.json');
  const there = await told({ ...place, key }, 'GetObject', () => s3.getObject(place.bucket, key));
  if (!there) return;
  const record = { ...parsed(there, place, key), ...facts };
  await swap(s3, place, key, `${JSON.stringify(record, undefined, 2)}\n`, there.etag);
}

/** A conditional write whose answer may have been lost: what was to be written and is there, was written. */
async function swap(
  s3: RunStore,
  place: RunPlace,
  key: string,
  text: string,
  over: string | undefined,
): Promise<string> {
  const condition = over === undefined ? 'new' : { over };
  return told({ ...place, key }, 'PutObject', async () => {
    try {
      return await s3.swapObject(place.bucket, key, text, condition);
    } catch (error) {
      if (!['PreconditionFailed', 'ConditionalRequestConflict'].includes(faultOf(error).code)) throw error;
      const there = await s3.getObject(place.bucket, key);
      if (there?.text === text) return there.etag;
      throw new TowerctlError(
        'failed',
        `s3://${place.bucket}/${key} was written by somebody else meanwhile: two processes work on one run`,
        [],
        { cause: error },
      );
    }
  });
}

function parsed({ text }: ObjectText, { bucket }: RunPlace, key: string): RunRecord {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'format' in value && value.format === 1)
      return value as RunRecord;
  } catch {
    // Told below.
  }
  throw new TowerctlError('failed', `s3://${bucket}/${key} is no run record of format 1`);
}
