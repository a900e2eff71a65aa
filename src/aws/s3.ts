import type * as Sdk from '@aws-sdk/client-s3';
import { faultOf } from './faults.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface S3Sdk {
  readonly client: Sdk.S3Client;
  readonly sdk: typeof Sdk;
}

/** S3 as far as templates need it: what is too large to be sent inline is put into a bucket first. */
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
}
