import { createHash } from 'node:crypto';
import { type Operation, type OperationContext, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { ownBucket } from '../access.js';
import { bytesOf, type ObjectRow, objectOf, putObject, removeObject } from '../state.js';
import { bare } from './buckets.js';

type Input = Readonly<Record<string, unknown>>;

const KEY_BYTES = 1_024;
const MOST_DELETED = 1_000;

const PutObject: Operation<World> = (input, context) => {
  const bucket = ownBucket(input, context);
  const key = keyOf(input);
  checkWrite(input, objectOf(bucket, key));
  const body = input['Body'] instanceof Uint8Array ? input['Body'] : new Uint8Array();
  const metadata = input['Metadata'];
  const row: ObjectRow = {
    body: Buffer.from(body).toString('base64'),
    etag: `"${createHash('md5').update(body).digest('hex')}"`,
    contentType: String(input['ContentType'] ?? 'binary/octet-stream'),
    metadata: typeof metadata === 'object' && metadata !== null ? { ...(metadata as Record<string, string>) } : {},
    modifiedAt: context.clock.now(),
  };
  putObject(bucket, key, row);
  return { ETag: row.etag };
};

function keyOf(input: Input): string {
  const key = String(input['Key'] ?? '');
  if (Buffer.byteLength(key) > KEY_BYTES) {
    throw new ServiceError('KeyTooLongError', 'Your key is too long', { MaxSizeAllowed: KEY_BYTES }, 400);
  }
  return key;
}

/** Conditional writes: only where there is nothing, or only over what the writer has seen. */
function checkWrite(input: Input, there: ObjectRow | undefined): void {
  const unlessThere = input['IfNoneMatch'];
  if (unlessThere !== undefined && unlessThere !== '*') throw notImplemented('If-None-Match takes * alone on a write');
  if (unlessThere === '*' && there) throw preconditionFailed('If-None-Match');
  if (input['IfMatch'] === undefined) return;
  if (!there) throw noSuchKey(String(input['Key']));
  if (!isMatch(input['IfMatch'], there)) throw preconditionFailed('If-Match');
}

const GetObject: Operation<World> = (input, context) => {
  const object = readable(input, context);
  return { Body: bytesOf(object), ...describe(object) };
};

const HeadObject: Operation<World> = (input, context) => describe(bare(() => readable(input, context)));

function readable(input: Input, context: OperationContext<World>): ObjectRow {
  const key = keyOf(input);
  const object = objectOf(ownBucket(input, context), key);
  if (!object) throw noSuchKey(key);
  if (input['Range'] !== undefined) throw notImplemented('ranges are not simulated');
  if (input['IfMatch'] !== undefined && !isMatch(input['IfMatch'], object)) throw preconditionFailed('If-Match');
  if (input['IfNoneMatch'] !== undefined && isMatch(input['IfNoneMatch'], object)) {
    throw new ServiceError('NotModified', 'Not Modified', {}, 304);
  }
  return object;
}

function describe(object: ObjectRow): Record<string, unknown> {
  return {
    ETag: object.etag,
    ContentLength: bytesOf(object).byteLength,
    ContentType: object.contentType,
    LastModified: new Date(object.modifiedAt),
    AcceptRanges: 'bytes',
    Metadata: object.metadata,
  };
}

const DeleteObject: Operation<World> = (input, context) => {
  const bucket = ownBucket(input, context);
  const key = keyOf(input);
  const there = objectOf(bucket, key);
  if (input['IfMatch'] !== undefined && !there) throw noSuchKey(key);
  if (there && input['IfMatch'] !== undefined && !isMatch(input['IfMatch'], there))
    throw preconditionFailed('If-Match');
  removeObject(bucket, key);
  return {};
};

const isMatch = (asked: unknown, { etag }: ObjectRow): boolean =>
  asked === '*' || String(asked).replaceAll('"', '') === etag.replaceAll('"', '');

function preconditionFailed(condition: string): ServiceError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new ServiceError('PreconditionFailed', message, { Condition: condition }, 412);
}

const noSuchKey = (key: string): ServiceError =>
  new ServiceError('NoSuchKey', 'The specified key does not exist.', { Key: key }, 404);
const notImplemented = (message: string): ServiceError => new ServiceError('NotImplemented', message, {}, 501);

/** Quietly, only what could not be deleted is told: here that is nothing. */
const DeleteObjects: Operation<World> = (input, context) => {
  const bucket = ownBucket(input, context);
  const { Objects: listed, Quiet: quiet } = Object(input['Delete']) as Input;
  const keys = (Array.isArray(listed) ? listed : []).map((each: Input) => keyOf(each));
  if (keys.length === 0 || keys.length > MOST_DELETED) {
    throw new ServiceError(
      'MalformedXML',
      `Delete names ${keys.length} objects: 1 to ${MOST_DELETED} are taken.`,
      {},
      400,
    );
  }
  for (const key of keys) removeObject(bucket, key);
  return quiet === true ? {} : { Deleted: keys.map((Key) => ({ Key })) };
};

export const objectOperations = { PutObject, GetObject, HeadObject, DeleteObject, DeleteObjects };
