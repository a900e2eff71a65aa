import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { ownBucket } from '../access.js';
import { type BucketRow, bytesOf, keysOf, type ObjectRow, objectOf } from '../state.js';

type Input = Readonly<Record<string, unknown>>;

const LARGEST_PAGE = 1_000;

const ListObjectsV2: Operation<World> = (input, context) => {
  const bucket = ownBucket(input, context);
  const text = (name: string): string => String(input[name] ?? '');
  const asked = Number(input['MaxKeys'] ?? LARGEST_PAGE);
  const size = Math.min(asked, LARGEST_PAGE, context.world.settings.pageSize ?? LARGEST_PAGE);
  const after = input['ContinuationToken'] === undefined ? text('StartAfter') : fromToken(text('ContinuationToken'));
  const entries = entriesOf(bucket, text('Prefix'), text('Delimiter')).filter((entry) => entry > after);
  const shown = entries.slice(0, size);
  const isTruncated = size > 0 && entries.length > size;
  const name = input['EncodingType'] === 'url' ? encodeURIComponent : (each: string): string => each;
  const keys = shown.flatMap((each) => {
    const object = objectOf(bucket, each);
    return object && isKey(each, text('Prefix'), text('Delimiter')) ? [{ key: each, object }] : [];
  });
  const prefixes = shown.filter((each) => !isKey(each, text('Prefix'), text('Delimiter')));
  return {
    Name: bucket.name,
    Prefix: name(text('Prefix')),
    MaxKeys: asked,
    KeyCount: shown.length,
    IsTruncated: isTruncated,
    ...(keys.length > 0 && { Contents: keys.map(({ key, object }) => content(name(key), object)) }),
    ...(prefixes.length > 0 && { CommonPrefixes: prefixes.map((each) => ({ Prefix: name(each) })) }),
    ...(isTruncated && { NextContinuationToken: toToken(shown.at(-1) ?? '') }),
    ...pick(input, ['Delimiter', 'EncodingType', 'ContinuationToken', 'StartAfter']),
  };
};

/** In a bucket that never had versions each object is its only one, under the id `null`. */
const ListObjectVersions: Operation<World> = (input, context) => {
  const bucket = ownBucket(input, context);
  const text = (name: string): string => String(input[name] ?? '');
  if (text('Delimiter') !== '') throw new ServiceError('NotImplemented', 'versions under a delimiter', {}, 501);
  const asked = Number(input['MaxKeys'] ?? LARGEST_PAGE);
  const size = Math.min(asked, LARGEST_PAGE, context.world.settings.pageSize ?? LARGEST_PAGE);
  const keys = entriesOf(bucket, text('Prefix'), '').filter((key) => key > text('KeyMarker'));
  const shown = keys.slice(0, size);
  const isTruncated = keys.length > size;
  const name = input['EncodingType'] === 'url' ? encodeURIComponent : (each: string): string => each;
  const versions = shown.flatMap((key) => {
    const object = objectOf(bucket, key);
    return object ? [{ ...content(name(key), object), VersionId: 'null', IsLatest: true }] : [];
  });
  return {
    Name: bucket.name,
    Prefix: name(text('Prefix')),
    KeyMarker: name(text('KeyMarker')),
    MaxKeys: asked,
    IsTruncated: isTruncated,
    ...(versions.length > 0 && { Versions: versions }),
    ...(isTruncated && { NextKeyMarker: name(shown.at(-1) ?? ''), NextVersionIdMarker: 'null' }),
    ...pick(input, ['EncodingType']),
  };
};

/** Keys and common prefixes, sorted by their bytes. */
function entriesOf(bucket: BucketRow, prefix: string, delimiter: string): string[] {
  const keys = keysOf(bucket).filter((key) => key.startsWith(prefix));
  const entries = keys.map((key) => (isKey(key, prefix, delimiter) ? key : upTo(key, prefix, delimiter)));
  return [...new Set(entries)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

const isKey = (key: string, prefix: string, delimiter: string): boolean =>
  delimiter === '' || key.indexOf(delimiter, prefix.length) < 0;
const upTo = (key: string, prefix: string, delimiter: string): string =>
  key.slice(0, key.indexOf(delimiter, prefix.length) + delimiter.length);

const content = (key: string, object: ObjectRow): Record<string, unknown> => ({
  Key: key,
  LastModified: new Date(object.modifiedAt),
  ETag: object.etag,
  Size: bytesOf(object).byteLength,
  StorageClass: 'STANDARD',
});

const pick = (input: Input, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
const toToken = (key: string): string => Buffer.from(key).toString('base64url');
const fromToken = (token: string): string => Buffer.from(token, 'base64url').toString('utf8');

export const listOperations = { ListObjectsV2, ListObjectVersions };
