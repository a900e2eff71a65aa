import type * as Sdk from '@aws-sdk/client-sqs';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface SqsSdk {
  readonly client: Sdk.SQSClient;
  readonly sdk: typeof Sdk;
}

/** Amazon SQS as far as a queue has to be unlocked: its policy. Source: SQS API reference, 2012-11-05. */
export class SqsPort {
  readonly #client: () => Promise<SqsSdk>;
  readonly #throttle: Throttle;
  readonly #place: string;

  constructor(client: () => Promise<SqsSdk>, throttle: Throttle, place: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.#place = place;
  }

  /** Undefined where the queue has none. */
  async queuePolicy(queueUrl: string): Promise<string | undefined> {
    const answer = await this.#call('GetQueueAttributes', ({ client, sdk }) =>
      client.send(new sdk.GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['Policy'] })),
    );
    const policy = answer.Attributes?.Policy;
    return policy === '' ? undefined : policy;
  }

  /** An empty policy takes the one there is away. */
  async deleteQueuePolicy(queueUrl: string): Promise<void> {
    await this.#call('SetQueueAttributes', ({ client, sdk }) =>
      client.send(new sdk.SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy: '' } })),
    );
  }

  async #call<T>(operation: string, send: (made: SqsSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('sqs', operation, () => send(made), { place: this.#place });
  }
}
