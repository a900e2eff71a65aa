import { faultOf } from '../aws/faults.js';
import type { ObjectText, S3Port } from '../aws/s3.js';
import { told } from '../aws/told.js';
import { KEYS } from '../deployment/names.js';
import { TowerctlError } from '../errors.js';
import type { Unknown } from '../model.js';
import { canonicalJson, sha256 } from '../plan/digest.js';
import type { DriftClass, DriftItem } from '../report/drift.js';
import type { RunPlace } from '../runs/run.js';

/** What the last drift run saw, and whether people know it: `drift/latest.json`. */
export interface DriftLatest {
  readonly format: 1;
  /** ISO time (UTC). */
  readonly at: string;
  readonly runId: string;
  /** Of the items and of what could not be read, without times and places in the manifest: 64 hexadecimal digits. */
  readonly digest: string;
  /** False while the topic has not taken the message: the next run sends it. */
  readonly isTold: boolean;
  readonly counts: Readonly<Partial<Record<DriftClass, number>>>;
  readonly items: readonly DriftItem[];
  readonly unknown: readonly Pick<Unknown, 'kind' | 'address'>[];
}

export interface SeenLatest {
  readonly latest: DriftLatest;
  readonly etag: string;
}

const placeOf = (place: RunPlace) => ({ ...place, key: KEYS.driftLatest });

/** Undefined before the first drift run. @throws TowerctlError `failed` where the object holds something else. */
export async function readLatest(s3: Pick<S3Port, 'getObject'>, place: RunPlace): Promise<SeenLatest | undefined> {
  const there = await told(placeOf(place), 'GetObject', () => s3.getObject(place.bucket, KEYS.driftLatest));
  return there && { latest: parsed(there, place), etag: there.etag };
}

/**
 * Only over what was read. @returns undefined where another run wrote meanwhile.
 */
export async function writeLatest(
  s3: Pick<S3Port, 'swapObject'>,
  place: RunPlace,
  latest: DriftLatest,
  over: SeenLatest | undefined,
): Promise<SeenLatest | undefined> {
  const text = `${JSON.stringify(latest, undefined, 2)}\n`;
  return told(placeOf(place), 'PutObject', async () => {
    try {
      const condition = over === undefined ? 'new' : { over: over.etag };
      return { latest, etag: await s3.swapObject(place.bucket, KEYS.driftLatest, text, condition) };
    } catch (error) {
      if (LOST.has(faultOf(error).code)) return undefined;
      throw error;
    }
  });
}

const LOST: ReadonlySet<string> = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

/** The same things drifted in the same way: the same digest, whenever and in whatever order they were seen. */
export function driftDigest(items: readonly DriftItem[], unknown: DriftLatest['unknown']): string {
  const lines = items.map(({ origin: _, ...item }) => canonicalJson(item)).sort();
  const unread = unknown.map(({ kind, address }) => canonicalJson({ kind, address })).sort();
  return sha256(canonicalJson([lines, [...new Set(unread)]]));
}

function parsed({ text }: ObjectText, place: RunPlace): DriftLatest {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'format' in value && value.format === 1)
      return value as DriftLatest;
  } catch {
    // Told below.
  }
  const name = `s3://${place.bucket}/${KEYS.driftLatest}`;
  throw new TowerctlError(
    'failed',
    `${name} is no drift report of format 1: delete it, and the next run tells everything`,
  );
}
