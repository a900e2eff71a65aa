import { z } from 'zod';
import type { CodePipelinePort } from '../aws/codepipeline.js';
import { told } from '../aws/told.js';
import { KEYS } from '../deployment/names.js';
import { documentIn, type EventPlace, listEvents } from './kept.js';

/** The execution of a pipeline that a run is part of: by it is asked what became of the run. */
export interface Execution {
  readonly pipeline: string;
  readonly id: string;
}

const schema = z.object({
  format: z.literal(1),
  runId: z.string(),
  takenAt: z.iso.datetime(),
  /** How many runs have taken these events before and did not succeed. */
  attempts: z.int().nonnegative(),
  execution: z.object({ pipeline: z.string(), id: z.string() }).optional(),
});

/** That a run has taken events and is not known to have succeeded: `events/taken/RUN-ID.json`. */
export type TakenMark = Readonly<z.infer<typeof schema>>;

export interface Unfinished extends TakenMark {
  readonly key: string;
  readonly etag: string;
}

const keyOf = (runId: string): string => `${KEYS.takenEvents}${runId}.json`;

export async function putTaken({ s3, place }: EventPlace, mark: Omit<TakenMark, 'format'>): Promise<void> {
  const key = keyOf(mark.runId);
  const text = `${JSON.stringify(schema.parse({ format: 1, ...mark }), undefined, 2)}\n`;
  await told({ ...place, key }, 'PutObject', async () => {
    const there = await s3.getObject(place.bucket, key);
    await s3.swapObject(place.bucket, key, text, there === undefined ? 'new' : { over: there.etag });
  });
}

export interface TakenOptions extends EventPlace {
  readonly codePipeline: Pick<CodePipelinePort, 'status'>;
  /** Of the run that asks: a run before it in the same execution has ended, its stage was tried again. */
  readonly execution?: Execution;
}

export interface TakenRuns {
  /** Ended without success, or nobody knows of them. */
  readonly ended: readonly Unfinished[];
  /** To be crossed off. */
  readonly succeeded: readonly Unfinished[];
}

/** Runs that took events, by what became of them; those that go on are left out. Nothing is written. */
export async function takenRuns(options: TakenOptions): Promise<TakenRuns> {
  const found = await Promise.all((await listEvents(options, KEYS.takenEvents)).map((key) => read(options, key)));
  const marks = found.filter((mark) => mark !== undefined);
  const states = await Promise.all(marks.map((mark) => state(mark, options)));
  const those = (wanted: (typeof states)[number]): Unfinished[] => marks.filter((_, index) => states[index] === wanted);
  return { ended: those('ended'), succeeded: those('succeeded') };
}

async function state(
  { execution }: TakenMark,
  { codePipeline, execution: own }: TakenOptions,
): Promise<'succeeded' | 'going-on' | 'ended'> {
  // Taking events twice is harmless, forgetting them is not: a run that nobody can be asked about has ended.
  if (execution === undefined || execution.id === own?.id) return 'ended';
  const status = await codePipeline.status(execution.pipeline, execution.id);
  if (status === 'Succeeded') return 'succeeded';
  return status === 'InProgress' || status === 'Stopping' ? 'going-on' : 'ended';
}

async function read({ s3, place }: EventPlace, key: string): Promise<Unfinished | undefined> {
  const there = await told({ ...place, key }, 'GetObject', () => s3.getObject(place.bucket, key));
  if (there === undefined) return undefined;
  return { ...documentIn(schema, there, `s3://${place.bucket}/${key}`), key, etag: there.etag };
}
