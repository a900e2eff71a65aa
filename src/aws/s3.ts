import type * as Sdk from '@aws-sdk/client-s3';
import { faultOf } from './faults.js';
import {
  contentTypeOf,
  dateOf,
  notDeleted,
  type ObjectBytes,
  type ObjectText,
  type WriteCondition,
} from './s3-objects.js';
import type { Throttle } from './throttle.js';

export type { ObjectBytes, ObjectText, WriteCondition } from './s3-objects.js';

/** The client and the module that made it: imported when first called. */
export interface S3Sdk {
  readonly client: Sdk.S3Client;
  readonly sdk: typeof Sdk;
}

/**
 * S3 as far as towerctl needs it: templates too large to be sent inline, the result of the root audit, the policy of a
 * bucket that locked everybody out, and the run bucket.
 */
export class S3Port {
  readonly #client: () => Promise<S3Sdk>;
  readonly #throttle: Throttle;
  readonly region: string;

  constructor(client: () => Promise<S3Sdk>, throttle: Throttle, region: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.region = region;
  }

  /** False only where AWS says that there is none of that name; what it refuses to tell is left to the write. */
  async hasBucket(bucket: string): Promise<boolean> {
    const { client, sdk } = await this.#client();
    try {
      await this.#throttle.call('s3', 'HeadBucket', () => client.send(new sdk.HeadBucketCommand({ Bucket: bucket })), {
        place: this.region,
      });
      return true;
    } catch (error) {
      return !['NotFound', 'NoSuchBucket'].includes(faultOf(error).code);
    }
  }

  /** @returns the address that CloudFormation is told, in the form that it asks for. */
  async putTemplate(bucket: string, key: string, body: string): Promise<string> {
    const { client, sdk } = await this.#client();
    await this.#throttle.call(
      's3',
      'PutObject',
      () =>
        client.send(
          new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/x-yaml' }),
        ),
      { place: this.region },
    );
    const path = key.split('/').map(encodeURIComponent).join('/');
    return `https://${bucket}.s3.${this.region}.amazonaws.com/${path}`;
  }

  /** Undefined where there is no such object or bucket; S3 says AccessDenied instead to who may not list the bucket. */
  async getObject(bucket: string, key: string): Promise<ObjectText | undefined> {
    try {
      return await this.#call('GetObject', async ({ client, sdk }) => {
        const command = new sdk.GetObjectCommand({ Bucket: bucket, Key: key });
        let answeredAt: number | undefined;
        command.middlewareStack.add(
          (next) => async (args) => {
            const result = await next(args);
            answeredAt = dateOf(result.response);
            return result;
          },
          { step: 'deserialize', name: 'answerDate' },
        );
        const { Body, ETag, LastModified } = await client.send(command);
        return {
          text: (await Body?.transformToString('utf-8')) ?? '',
          etag: ETag ?? '',
          ...(LastModified && { modifiedAt: LastModified.getTime() }),
          ...(answeredAt !== undefined && { answeredAt }),
        };
      });
    } catch (error) {
      if (['NoSuchKey', 'NoSuchBucket', 'NotFound'].includes(faultOf(error).code)) return undefined;
      throw error;
    }
  }

  /** @throws PreconditionFailed or ConditionalRequestConflict where somebody else wrote meanwhile. */
  async putObject(bucket: string, key: string, text: string, condition: WriteCondition): Promise<void> {
    const unless = condition === 'new' ? { IfNoneMatch: '*' } : { IfMatch: condition.over };
    await this.#call('PutObject', ({ client, sdk }) =>
      client.send(
        new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: 'application/json', ...unless }),
      ),
    );
  }

  /**
   * As `putObject`, for what a run writes about itself (its lease, its record): no part of what the lease protects.
   *
   * @returns the new ETag.
   */
  async swapObject(bucket: string, key: string, text: string, condition: WriteCondition): Promise<string> {
    const unless = condition === 'new' ? { IfNoneMatch: '*' } : { IfMatch: condition.over };
    const command = { Bucket: bucket, Key: key, Body: text, ContentType: contentTypeOf(key), ...unless };
    const { ETag } = await this.#ownCall('PutObject', ({ client, sdk }) =>
      client.send(new sdk.PutObjectCommand(command)),
    );
    return ETag ?? '';
  }

  /** All keys that begin so, in the order of their bytes. Read in pages of 1,000: what is written meanwhile may be missing. */
  async listKeys(bucket: string, prefix: string): Promise<string[]> {
    const keys: string[] = [];
    let after: string | undefined;
    do {
      const page = await this.#ownCall('ListObjectsV2', ({ client, sdk }) =>
        client.send(
          new sdk.ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(after !== undefined && { ContinuationToken: after }),
          }),
        ),
      );
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
      after = page.NextContinuationToken;
    } while (after !== undefined);
    return keys;
  }

  /** As `getObject`, for what is no text. */
  async getBytes(bucket: string, key: string): Promise<ObjectBytes | undefined> {
    try {
      return await this.#ownCall('GetObject', async ({ client, sdk }) => {
        const { Body, ETag } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
        return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag ?? '' };
      });
    } catch (error) {
      if (['NoSuchKey', 'NoSuchBucket', 'NotFound'].includes(faultOf(error).code)) return undefined;
      throw error;
    }
  }

  /** Over whatever is there; of what a run writes about itself. `contentType`: `application/zip`. */
  async putBytes(bucket: string, key: string, bytes: Uint8Array, contentType: string): Promise<void> {
    const command = { Bucket: bucket, Key: key, Body: bytes, ContentType: contentType };
    await this.#ownCall('PutObject', ({ client, sdk }) => client.send(new sdk.PutObjectCommand(command)));
  }

  /**
   * Of what a run wrote about itself. What is not there (any more) is deleted too. In a bucket with versions the object
   * is hidden, and its versions stay.
   *
   * @param condition `over`: only while it has this ETag.
   * @throws PreconditionFailed or ConditionalRequestConflict where somebody else wrote meanwhile.
   */
  async deleteObject(bucket: string, key: string, condition: { readonly over?: string } = {}): Promise<void> {
    const unless = condition.over === undefined ? {} : { IfMatch: condition.over };
    const command = { Bucket: bucket, Key: key, ...unless };
    try {
      await this.#ownCall('DeleteObject', ({ client, sdk }) => client.send(new sdk.DeleteObjectCommand(command)));
    } catch (error) {
      if (!['NoSuchKey', 'NotFound'].includes(faultOf(error).code)) throw error;
    }
  }

  /**
   * Everything whose key begins so, all versions and all marks of deletion: nothing is left of it.
   *
   * @returns how many were deleted.
   * @throws TowerctlError where S3 kept some: which, and why.
   */
  async deleteVersions(bucket: string, prefix = ''): Promise<number> {
    let deleted = 0;
    for (;;) {
      const page = await this.#ownCall('ListObjectVersions', ({ client, sdk }) =>
        client.send(new sdk.ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix })),
      );
      const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(({ Key, VersionId }) =>
        Key === undefined ? [] : [{ Key, ...(VersionId !== undefined && { VersionId }) }],
      );
      if (objects.length === 0) return deleted;
      // The first page anew each time: what was on it is gone.
      const { Errors: kept = [] } = await this.#ownCall('DeleteObjects', ({ client, sdk }) =>
        client.send(new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } })),
      );
      if (kept.length > 0) throw notDeleted(bucket, kept);
      deleted += objects.length;
    }
  }

  /** As it is written; undefined where the bucket has none. */
  async bucketPolicy(bucket: string): Promise<string | undefined> {
    try {
      return await this.#call('GetBucketPolicy', async ({ client, sdk }) => {
        const { Policy } = await client.send(new sdk.GetBucketPolicyCommand({ Bucket: bucket }));
        return Policy;
      });
    } catch (error) {
      if (faultOf(error).code === 'NoSuchBucketPolicy') return undefined;
      throw error;
    }
  }

  async deleteBucketPolicy(bucket: string): Promise<void> {
    await this.#call('DeleteBucketPolicy', ({ client, sdk }) =>
      client.send(new sdk.DeleteBucketPolicyCommand({ Bucket: bucket })),
    );
  }

  /** What a run does about itself: its lease does not stand over it. */
  async #ownCall<T>(operation: string, send: (made: S3Sdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('s3', operation, () => send(made), { place: this.region, ofTheRunItself: true });
  }

  async #call<T>(operation: string, send: (made: S3Sdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('s3', operation, () => send(made), { place: this.region });
  }
}
