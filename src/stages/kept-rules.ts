import type { S3Port } from '../aws/s3.js';
import { told } from '../aws/told.js';
import { KEYS } from '../deployment/names.js';
import { TowerctlError } from '../errors.js';
import type { ApprovalRule } from '../manifest/pipeline.js';
import { canonicalJson } from '../plan/digest.js';
import type { RunPlace, RunStore } from '../runs/run.js';

/** What a manifest says of when nobody is asked. */
export interface Rules {
  readonly when: readonly ApprovalRule[];
  readonly unattended: readonly string[];
}

/**
 * The rules of approval of the last release that was verified. A merge that loosens its own rules is still judged by
 * these: a manifest does not say by itself that nobody has to look at it.
 *
 * @returns undefined before the first release.
 */
export async function keptRules(s3: Pick<S3Port, 'getObject'>, place: RunPlace): Promise<Rules | undefined> {
  const there = await told(at(place), 'GetObject', () => s3.getObject(place.bucket, KEYS.approval));
  return there && parsed(there.text, place);
}

export async function keepRules(s3: RunStore, place: RunPlace, rules: Rules): Promise<void> {
  await told(at(place), 'PutObject', async () => {
    const text = `${JSON.stringify({ format: 1, ...rules }, undefined, 2)}\n`;
    const there = await s3.getObject(place.bucket, KEYS.approval);
    if (there?.text === text) return;
    await s3.swapObject(place.bucket, KEYS.approval, text, there === undefined ? 'new' : { over: there.etag });
  });
}

export function sameRules(one: Rules, other: Rules): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

const at = (place: RunPlace) => ({ ...place, key: KEYS.approval });

/** @throws TowerctlError `failed`: rules that cannot be read are no reason to ask nobody. */
function parsed(text: string, { bucket }: RunPlace): Rules {
  try {
    const value: unknown = JSON.parse(text);
    const { format, when, unattended } =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    if (format === 1 && Array.isArray(when) && Array.isArray(unattended)) return { when, unattended };
  } catch {
    // Told below.
  }
  throw new TowerctlError('failed', `s3://${bucket}/${KEYS.approval} does not hold rules of approval of format 1`);
}
