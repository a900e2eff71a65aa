import { faultOf } from '../aws/faults.js';
import type { ObjectText, S3Port } from '../aws/s3.js';
import { told } from '../aws/told.js';
import { TowerctlError } from '../errors.js';
import type { Plan } from '../model.js';
import type { RunPlace, RunStore } from '../runs/run.js';

/** Which release was last begun to be applied, whatever came of it. */
export const LATEST_APPLY_KEY = 'runs/latest-apply.json';

export interface LatestApply {
  readonly format: 1;
  readonly runId: string;
  readonly manifest: Plan['manifest'];
  /** ISO time (UTC). */
  readonly at: string;
}

type Latest = Omit<LatestApply, 'format'>;

/**
 * Before the first write of a release. Drift is looked for by the manifest that was last applied and verified: where another one
 * has been begun since, what it changed must not be healed away.
 */
export async function noteLatestApply(s3: RunStore, place: RunPlace, latest: Latest): Promise<void> {
  await told(at(place), 'PutObject', async () => {
    await put(s3, place, latest, await s3.getObject(place.bucket, LATEST_APPLY_KEY));
  });
}

/**
 * All of a release is so, whether it had anything to apply or not. What a later run has begun since stays noted: run ids
 * begin with their time.
 */
export async function noteVerified(s3: RunStore, place: RunPlace, latest: Latest): Promise<void> {
  await told(at(place), 'PutObject', async () => {
    const there = await s3.getObject(place.bucket, LATEST_APPLY_KEY);
    const known = there && parsed(there, place);
    if (known && (known.runId > latest.runId || known.manifest.digest === latest.manifest.digest)) return;
    try {
      await put(s3, place, latest, there);
    } catch (error) {
      // A later run begins at this very moment: it is right.
      if (faultOf(error).code !== 'PreconditionFailed') throw error;
    }
  });
}

const at = (place: RunPlace) => ({ ...place, key: LATEST_APPLY_KEY });

async function put(s3: RunStore, { bucket }: RunPlace, latest: Latest, over: ObjectText | undefined): Promise<void> {
  const text = `${JSON.stringify({ format: 1, ...latest }, undefined, 2)}\n`;
  await s3.swapObject(bucket, LATEST_APPLY_KEY, text, over === undefined ? 'new' : { over: over.etag });
}

/** Undefined where no release was begun yet. */
export async function latestApply(s3: Pick<S3Port, 'getObject'>, place: RunPlace): Promise<LatestApply | undefined> {
  const there = await told(at(place), 'GetObject', () => s3.getObject(place.bucket, LATEST_APPLY_KEY));
  return there && parsed(there, place);
}

function parsed({ text }: ObjectText, { bucket }: RunPlace): LatestApply {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'format' in value && value.format === 1)
      return value as LatestApply;
  } catch {
    // Told below.
  }
  throw new TowerctlError('failed', `s3://${bucket}/${LATEST_APPLY_KEY} is not of format 1`);
}

/** A release of another manifest has begun since, and its end was not verified. */
export function unverified(latest: LatestApply | undefined, manifest: Plan['manifest']): string | undefined {
  if (latest === undefined || latest.manifest.digest === manifest.digest) return undefined;
  return `run ${latest.runId} began to apply another manifest at ${latest.at}, and it is not verified yet`;
}
