import type { World } from '../../world.js';

export interface ObjectRow {
  /** base64. */
  readonly body: string;
  /** MD5 in quotes. */
  readonly etag: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Clock milliseconds. */
  readonly modifiedAt: number;
}

export interface BucketRow {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Clock milliseconds. */
  readonly createdAt: number;
  /** The bucket policy as it was sent; absent = none. */
  readonly policy?: string;
  /** By `/KEY`: a key may be any word, `__proto__` included. */
  readonly objects: Record<string, ObjectRow>;
}

export interface S3State {
  /** By name: unique over all accounts. */
  readonly buckets: Record<string, BucketRow>;
}

export function s3State(world: World): S3State {
  return world.state('s3', (): S3State => ({ buckets: {} }));
}

export function bucketOf(world: World, name: string): BucketRow | undefined {
  const { buckets } = s3State(world);
  return Object.hasOwn(buckets, name) ? buckets[name] : undefined;
}

/** Replaces the bucket's policy; undefined takes it away. */
export function setPolicy(world: World, bucket: BucketRow, policy: string | undefined): void {
  const { policy: _before, ...rest } = bucket;
  s3State(world).buckets[bucket.name] = policy === undefined ? rest : { ...rest, policy };
}

export function objectOf(bucket: BucketRow, key: string): ObjectRow | undefined {
  return bucket.objects[`/${key}`];
}

export function putObject(bucket: BucketRow, key: string, object: ObjectRow): void {
  bucket.objects[`/${key}`] = object;
}

export function removeObject(bucket: BucketRow, key: string): void {
  delete bucket.objects[`/${key}`];
}

export const keysOf = (bucket: BucketRow): string[] => Object.keys(bucket.objects).map((key) => key.slice(1));

export const bytesOf = (object: ObjectRow): Uint8Array => new Uint8Array(Buffer.from(object.body, 'base64'));
