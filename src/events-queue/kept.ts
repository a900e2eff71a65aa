import { createHash } from 'node:crypto';
import { z } from 'zod';
import { faultOf } from '../aws/faults.js';
import type { ObjectText, S3Port } from '../aws/s3.js';
import { told } from '../aws/told.js';
import { TowerctlError } from '../errors.js';
import type { Judged } from '../lifecycle/intake.js';
import type { RunPlace } from '../runs/run.js';

/** What of S3 the queue needs. All of it is the run's own: no lease stands over it. */
export type EventStore = Pick<S3Port, 'getObject' | 'swapObject' | 'listKeys' | 'deleteObject'>;

/** Where events are kept: the run bucket, by a store in its Region. */
export interface EventPlace {
  readonly s3: EventStore;
  readonly place: RunPlace;
}

const kept = z.object({
  format: z.literal(1),
  /** Of SQS: a delivery that comes again finds what it wrote itself. */
  messageId: z.string(),
  why: z.string().optional(),
  event: z.unknown(),
});

/** An event as it lies in the bucket, whole. */
export type Kept = Readonly<z.infer<typeof kept>>;

/** The condition did not hold, or another conditional write was under way; `NoSuchKey`, `NotFound`: nothing is there. */
export const CONFLICTS: ReadonlySet<string> = new Set([
  'PreconditionFailed',
  'ConditionalRequestConflict',
  'NoSuchKey',
  'NotFound',
]);

export const isConflict = (error: unknown): boolean => CONFLICTS.has(faultOf(error).code);

/** So often is a write tried again that met another one in the same moment. */
const ATTEMPTS = 5;

/**
 * Writes an event where none of its name is yet.
 *
 * @returns whether it is there by this message: false where another one brought it before.
 * @throws TowerctlError where S3 refuses.
 */
export async function keepOnce({ s3, place }: EventPlace, key: string, value: Omit<Kept, 'format'>): Promise<boolean> {
  const text = `${JSON.stringify({ format: 1, ...value }, undefined, 2)}\n`;
  return told({ ...place, key }, 'PutObject', async () => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await s3.swapObject(place.bucket, key, text, 'new');
        return true;
      } catch (error) {
        if (!isConflict(error)) throw error;
        const there = await s3.getObject(place.bucket, key);
        // A write whose answer was lost meets itself when it is sent again.
        if (there) return parsed(there)?.messageId === value.messageId;
        if (attempt === ATTEMPTS) throw error;
      }
    }
  });
}

/** Undefined where there is none (any more). What cannot be read comes back as it is, so that it is judged, and told of. */
export async function readKept({ s3, place }: EventPlace, key: string): Promise<(Kept & { etag: string }) | undefined> {
  const there = await told({ ...place, key }, 'GetObject', () => s3.getObject(place.bucket, key));
  if (there === undefined) return undefined;
  const { etag, text } = there;
  return { ...(parsed(there) ?? { format: 1, messageId: '', event: text }), etag };
}

export function listEvents({ s3, place }: EventPlace, prefix: string): Promise<readonly string[]> {
  return told({ ...place, key: prefix }, 'ListObjectsV2', () => s3.listKeys(place.bucket, prefix));
}

/** What is gone already, or is not what was read any more, is left as it is. */
export async function dropEvent({ s3, place }: EventPlace, key: string, over?: string): Promise<void> {
  await told({ ...place, key }, 'DeleteObject', async () => {
    try {
      await s3.deleteObject(place.bucket, key, over === undefined ? {} : { over });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  });
}

/** JSON of a document of the queue. @throws TowerctlError for anything else. */
export function documentIn<T>(schema: z.ZodType<T>, { text }: Pick<ObjectText, 'text'>, name: string): T {
  const result = schema.safeParse(jsonIn(text));
  if (result.success) return result.data;
  const because = z.prettifyError(result.error).split('\n')[0] ?? '';
  throw new TowerctlError(
    'failed',
    `${name} is not what towerctl writes there: ${because}; look at it, then delete it`,
  );
}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parsed({ text }: ObjectText): Kept | undefined {
  const result = kept.safeParse(jsonIn(text));
  return result.success ? result.data : undefined;
}

/**
 * `20261124T131500Z-366911a2-4fa6-4e4a-ac2b-000000000001`: an event delivered twice has one name, and names sort by time.
 * An event that names no time of its own is `undated`, one without an id is called by what it says.
 */
export function eventName({ at, id, event }: Judged): string {
  return `${at === undefined ? 'undated' : stamp(at)}-${eventId({ id, event })}`;
}

/** Fit for a key and for a log: an id of another form, or none, becomes the digest of the event. */
export function eventId({ id, event }: { readonly id?: string | undefined; readonly event: unknown }): string {
  if (id !== undefined && /^[\w-]{1,64}$/.test(id)) return id;
  return createHash('sha256')
    .update(typeof event === 'string' ? event : JSON.stringify(event))
    .digest('hex')
    .slice(0, 32);
}

/** `2026-11-24`, UTC. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
