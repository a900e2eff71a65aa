import type { World } from '../../world.js';
import { placeOf } from './endpoint.js';
import { type BucketRow, bucketOf, bytesOf, objectOf, s3State, setPolicy } from './state.js';

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

/** In every account and Region. */
export function bucketsWithPolicies(world: World): { readonly name: string; readonly policy: string }[] {
  return Object.values(s3State(world).buckets).flatMap(({ name, policy }) =>
    policy === undefined ? [] : [{ name, policy }],
  );
}

/** Undefined where there is no such bucket. */
export function bucketState(world: World, name: string): { readonly isEmpty: boolean } | undefined {
  const row = bucketOf(world, name);
  return row && { isEmpty: Object.keys(row.objects).length === 0 };
}

/** One that is there already stays as it is. */
export function addBucket(world: World, bucket: Omit<BucketRow, 'policy' | 'objects'>): void {
  if (bucketOf(world, bucket.name) === undefined) s3State(world).buckets[bucket.name] = { ...bucket, objects: {} };
}

/** With all that is in it. */
export function removeBucket(world: World, name: string): void {
  delete s3State(world).buckets[name];
}

/** As JSON; undefined takes it away. Nothing happens where there is no such bucket. */
export function setBucketPolicy(world: World, name: string, policy: string | undefined): void {
  const row = bucketOf(world, name);
  if (row) setPolicy(world, row, policy);
}
