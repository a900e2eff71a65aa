import type * as Sdk from '@aws-sdk/client-s3';
import { HttpResponse } from '@smithy/core/protocols';
import { faultOf } from './faults.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface S3Sdk {
  readonly client: Sdk.S3Client;
  readonly sdk: typeof Sdk;
}

export interface ObjectText {
  readonly text: string;
  readonly etag: string;
  /** When it was written, and when S3 answered: by S3's own clock, in milliseconds. */
  readonly modifiedAt?: number;
  readonly answeredAt?: number;
}

/** Only where nothing is yet, or only over what was read. */
export type WriteCondition = 'new' | { readonly over: string };

/**
 * S3 as far as towerctl needs it: templates too large to be sent inline, the result of the root audit, and the policy of
 * a bucket that locked everybody out.
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
    const { client, sdk } = await this.#client();
    const command = { Bucket: bucket, Key: key, Body: text, ContentType: contentTypeOf(key), ...unless };
    const { ETag } = await this.#throttle.call(
      's3',
      'PutObject',
      () => client.send(new sdk.PutObjectCommand(command)),
      {
        place: this.region,
        ofTheRunItself: true,
      },
    );
    return ETag ?? '';
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

  async #call<T>(operation: string, send: (made: S3Sdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('s3', operation, () => send(made), { place: this.region });
  }
}

/** The answer's `Date`, in milliseconds. */
function dateOf(response: unknown): number | undefined {
  if (!HttpResponse.isInstance(response)) return undefined;
  const at = Date.parse(response.headers['date'] ?? '');
  return Number.isNaN(at) ? undefined : at;
}

const contentTypeOf = (key: string): string =>
  key.endsWith('.md') ? 'text/markdown; charset=utf-8' : 'application/json';
