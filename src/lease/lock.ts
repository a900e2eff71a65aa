import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { faultOf } from '../aws/faults.js';
import { type ObjectPlace, told } from '../aws/told.js';
import { TowerctlError } from '../errors.js';
import { keyOf, type LeasePlace, type LockStore, nameOf } from './lease.js';

const SOURCES = ['pipeline', 'lifecycle', 'cli', 'drift'] as const;

const takenFrom = z.object({
  fence: z.int().positive(),
  runId: z.string(),
  source: z.enum(SOURCES),
  acquiredAt: z.string(),
  /** When S3 last had a heartbeat of it, ISO. */
  lastHeartbeat: z.string().optional(),
  reason: z.string(),
  /** Nobody asked for it: the heartbeats had stopped. */
  expired: z.boolean(),
});

const lock = z.object({
  format: z.literal(1),
  /** A lock that is released stays, for its number. */
  state: z.enum(['held', 'released']),
  fence: z.int().positive(),
  runId: z.string(),
  source: z.enum(SOURCES),
  by: z.string().optional(),
  /** Equal bodies have equal ETags, and a run may hold twice: this tells holders apart. */
  nonce: z.string(),
  /** Counts heartbeats, so that no two bodies are equal. */
  beat: z.int().nonnegative(),
  /** By the clock of who took it, ISO: for people; nothing is decided by it. */
  acquiredAt: z.string(),
  releasedAt: z.string().optional(),
  takenFrom: takenFrom.optional(),
});

/** What lies in `lease/lock.json`. */
export type Lock = Readonly<z.infer<typeof lock>>;
export type TakenFrom = Readonly<z.infer<typeof takenFrom>>;

/** A lock as S3 answered it. */
export interface SeenLock {
  readonly lock: Lock;
  readonly etag: string;
  /** Milliseconds since its last heartbeat by S3's own dates; undefined where S3 did not tell. */
  readonly age?: number;
  /** Clock of S3, milliseconds. */
  readonly modifiedAt?: number;
}

export const newNonce = (): string => randomBytes(16).toString('hex');

export const lockText = (value: Lock): string => `${JSON.stringify(lock.parse(value), undefined, 2)}\n`;

/** @throws TowerctlError where something else lies there, or S3 refuses. */
export async function readLock(s3: LockStore, place: LeasePlace): Promise<SeenLock | undefined> {
  const found = await told(objectOf(place), 'GetObject', () => s3.getObject(place.bucket, keyOf(place)));
  if (found === undefined) return undefined;
  const { etag, modifiedAt, answeredAt } = found;
  return {
    lock: parsed(found.text, place),
    etag,
    ...(modifiedAt !== undefined && { modifiedAt }),
    ...(modifiedAt !== undefined && answeredAt !== undefined && { age: Math.max(0, answeredAt - modifiedAt) }),
  };
}

function parsed(text: string, place: LeasePlace): Lock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const result = lock.safeParse(value);
  if (result.success) return result.data;
  throw new TowerctlError(
    'failed',
    `${nameOf(place)} is no lease of towerctl (${z.prettifyError(result.error).split('\n')[0] ?? ''}): nothing was written. Look at it, and at who wrote it, before you delete it`,
  );
}

/**
 * Writes the lock where nothing is yet, or over exactly what was seen.
 *
 * @returns the new ETag; undefined where somebody else was faster.
 */
export async function swapLock(
  s3: LockStore,
  place: LeasePlace,
  over: SeenLock | undefined,
  next: Lock,
): Promise<string | undefined> {
  const condition = over === undefined ? 'new' : { over: over.etag };
  const written = await told(objectOf(place), 'PutObject', async () => {
    try {
      return await s3.swapObject(place.bucket, keyOf(place), lockText(next), condition);
    } catch (error) {
      if (CONFLICTS.has(faultOf(error).code)) return undefined;
      throw error;
    }
  });
  if (written !== undefined) return written;
  // The answer to a write that succeeded may have been lost, and the write sent again met itself.
  const now = await readLock(s3, place);
  const isOurs = now?.lock.nonce === next.nonce && now.lock.beat === next.beat && now.lock.state === next.state;
  return isOurs ? now?.etag : undefined;
}

/** `NoSuchKey`: it was deleted in between. */
const CONFLICTS: ReadonlySet<string> = new Set(['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey']);

const objectOf = (place: LeasePlace): ObjectPlace => ({ ...place, key: keyOf(place) });
