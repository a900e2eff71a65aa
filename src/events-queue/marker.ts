import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { CodePipelinePort } from '../aws/codepipeline.js';
import type { ObjectText } from '../aws/s3.js';
import { told } from '../aws/told.js';
import type { Clock } from '../clock.js';
import { KEYS } from '../deployment/names.js';
import { TowerctlError } from '../errors.js';
import { type EventPlace, isConflict, jsonIn } from './kept.js';

const KEY = KEYS.startedRun;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Older, and nobody knows its run: its token may have been forgotten, or belong to a run that is over. */
const LOST_AFTER_MS = 15 * MINUTE_MS;
const ATTEMPTS = 8;

const schema = z.object({
  format: z.literal(1),
  /** The token of the start is made of it: whoever starts for this marker starts the same run. */
  nonce: z.string().regex(/^[0-9a-f-]{36}$/),
  /** By the clock of who wrote it, ISO: for people, and where S3 tells no times. */
  at: z.iso.datetime(),
  executionId: z.string().min(1).optional(),
  /** How many runs before this one were started and took nothing. */
  attempts: z.int().nonnegative(),
});
type Marker = Readonly<z.infer<typeof schema>>;

interface Seen {
  /** Undefined where something else lies there: it is written over. */
  readonly marker?: Marker;
  readonly etag: string;
  /** Milliseconds since it was written. */
  readonly age: number;
}

export interface StartPlace extends EventPlace {
  readonly clock: Clock;
  readonly codePipeline: Pick<CodePipelinePort, 'start' | 'status'>;
  /** The pipeline's name. */
  readonly pipeline: string;
}

/** `started`: by this call. `waiting`: one is on its way and has not taken anything yet. */
export interface RunToCome {
  readonly kind: 'started' | 'waiting';
  readonly executionId: string;
}

/**
 * Makes sure that a run will come which has not looked at what is pending yet. Put first, then call this: the run deletes
 * the marker before it looks, so whoever finds the marker knows that what they put is seen.
 *
 * @throws TowerctlError, or what CodePipeline answers, where no run is sure to come.
 */
export async function ensureRun(start: StartPlace): Promise<RunToCome> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const seen = await read(start);
    const waiting = seen?.marker && (await onItsWay(start, seen, seen.marker));
    if (waiting !== undefined) return { kind: 'waiting', executionId: waiting };
    const marker = newMarker(start, seen);
    const etag = await write(start, marker, seen?.etag);
    if (etag !== undefined) return { kind: 'started', executionId: await begin(start, marker, etag) };
  }
  const name = `s3://${start.place.bucket}/${KEY}`;
  throw new TowerctlError(
    'failed',
    `${name} was written by somebody else each of ${ATTEMPTS} times; it is tried again`,
  );
}

/** Before a run looks at what is pending: from here on, what is put starts another one. */
export async function dropMarker({ s3, place }: EventPlace): Promise<void> {
  await told({ ...place, key: KEY }, 'DeleteObject', () => s3.deleteObject(place.bucket, KEY));
}

/**
 * Whether the sweep may start a run for what lies there: not again and again where runs end before they take anything.
 * An hour after the first such run, then two, four, at most a day.
 */
export async function isDueAgain(start: StartPlace): Promise<boolean> {
  const seen = await read(start);
  return seen?.marker === undefined || seen.age >= pauseOf(seen.marker.attempts);
}

/** Milliseconds to wait before the next attempt, after so many that came to nothing. */
export const pauseOf = (attempts: number): number => Math.min(24 * HOUR_MS, HOUR_MS * 2 ** Math.min(attempts, 5));

/** The id of a run that has not looked yet; undefined where none is known to come. */
async function onItsWay(start: StartPlace, { etag, age }: Seen, marker: Marker): Promise<string | undefined> {
  const isYoung = age < LOST_AFTER_MS;
  // Whoever wrote it is at it, or died: with its token, starting twice is starting once.
  if (marker.executionId === undefined && !isYoung) return undefined;
  const executionId = marker.executionId ?? (await begin(start, marker, etag));
  const status = await start.codePipeline.status(start.pipeline, executionId);
  if (status === 'InProgress') return executionId;
  // Not known yet, just after the start.
  return status === undefined && isYoung ? executionId : undefined;
}

async function begin(start: StartPlace, marker: Marker, etag: string): Promise<string> {
  const executionId = await start.codePipeline.start({ name: start.pipeline, token: `events-${marker.nonce}` });
  try {
    await start.s3.swapObject(start.place.bucket, KEY, textOf({ ...marker, executionId }), { over: etag });
  } catch {
    // The run comes all the same. It has deleted the marker already, or the next one asks by the token.
  }
  return executionId;
}

function newMarker({ clock }: StartPlace, before: Seen | undefined): Marker {
  const attempts = before === undefined ? 0 : (before.marker?.attempts ?? 0) + 1;
  return { format: 1, nonce: randomUUID(), at: new Date(clock.now()).toISOString(), attempts };
}

async function read({ s3, place, clock }: StartPlace): Promise<Seen | undefined> {
  const there = await told({ ...place, key: KEY }, 'GetObject', () => s3.getObject(place.bucket, KEY));
  if (there === undefined) return undefined;
  const result = schema.safeParse(jsonIn(there.text));
  const marker = result.success ? result.data : undefined;
  return { ...(marker && { marker }), etag: there.etag, age: ageOf(there, marker, clock) };
}

/** By S3's own dates, where it tells them: machines differ. */
function ageOf({ modifiedAt, answeredAt }: ObjectText, marker: Marker | undefined, clock: Clock): number {
  if (modifiedAt !== undefined && answeredAt !== undefined) return answeredAt - modifiedAt;
  return marker === undefined ? LOST_AFTER_MS : clock.now() - Date.parse(marker.at);
}

/** Undefined where somebody else was faster. */
async function write(start: StartPlace, marker: Marker, over: string | undefined): Promise<string | undefined> {
  const { s3, place } = start;
  return told({ ...place, key: KEY }, 'PutObject', async () => {
    try {
      return await s3.swapObject(place.bucket, KEY, textOf(marker), over === undefined ? 'new' : { over });
    } catch (error) {
      if (!isConflict(error)) throw error;
      // The answer to a write that succeeded may have been lost, and the write sent again met itself.
      const there = await s3.getObject(place.bucket, KEY);
      return there?.text === textOf(marker) ? there.etag : undefined;
    }
  });
}

const textOf = (marker: Marker): string => `${JSON.stringify(schema.parse(marker), undefined, 2)}\n`;
