import type { World } from '../../world.js';
import { placeOf } from './endpoint.js';
import { bucketOf, bytesOf, objectOf } from './state.js';

/** Amazon S3 as other simulated services see it: what is there now, whoever owns it. */

/** The object as text; undefined where there is none. */
export function objectAt(world: World, bucket: string, key: string): string | undefined {
  const row = bucketOf(world, bucket);
  const object = row && objectOf(row, key);
  return object && new TextDecoder().decode(bytesOf(object));
}

/** By `https://BUCKET.s3.REGION.amazonaws.com/KEY` or `https://s3.REGION.amazonaws.com/BUCKET/KEY`; undefined for any other URL too. */
export function objectAtUrl(world: World, url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  if (!/(^|\.)s3[.-].*amazonaws\.com(\.cn)?$/.test(hostname)) return undefined;
  const { bucket, path } = placeOf(hostname, pathname);
  if (bucket === undefined) return undefined;
  try {
    return objectAt(world, bucket, decodeURIComponent(path.slice(1)));
  } catch {
    return undefined;
  }
}
