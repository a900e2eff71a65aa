import type * as Sdk from '@aws-sdk/client-ssm';
import { Memo } from './memo.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface SsmSdk {
  readonly client: Sdk.SSMClient;
  readonly sdk: typeof Sdk;
}

export interface SsmParameterRecord {
  /** A SecureString's stays encrypted: nothing here ever asks for its plain text. */
  readonly value: string;
  readonly type: 'String' | 'StringList' | 'SecureString';
}

/** Names in one GetParameters call. */
const NAMES = 10;

/** Systems Manager's Parameter Store in one Region of the management account. Source: SSM API reference, 2014-11-06. */
export class SsmPort {
  readonly #client: () => Promise<SsmSdk>;
  readonly #throttle: Throttle;
  readonly #place: string;
  readonly #memo = new Memo();

  constructor(client: () => Promise<SsmSdk>, throttle: Throttle, place: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.#place = place;
  }

  forget(): void {
    this.#memo.forget();
  }

  /** Those that are not there are not in the answer. */
  async parameters(names: readonly string[]): Promise<ReadonlyMap<string, SsmParameterRecord>> {
    const distinct = [...new Set(names)].sort();
    const batches = Array.from({ length: Math.ceil(distinct.length / NAMES) }, (_, index) =>
      distinct.slice(index * NAMES, (index + 1) * NAMES),
    );
    const found = await Promise.all(batches.map((batch) => this.#batch(batch)));
    return new Map(found.flatMap((batch) => [...batch]));
  }

  #batch(names: readonly string[]): Promise<ReadonlyMap<string, SsmParameterRecord>> {
    return this.#memo.once(`GetParameters ${names.join(' ')}`, async () => {
      const { client, sdk } = await this.#client();
      const answer = await this.#throttle.call(
        'ssm',
        'GetParameters',
        () => client.send(new sdk.GetParametersCommand({ Names: [...names], WithDecryption: false })),
        { place: this.#place },
      );
      return new Map(
        (answer.Parameters ?? []).map(({ Name, Value, Type }) => [
          Name ?? '',
          { value: Value ?? '', type: Type ?? 'String' },
        ]),
      );
    });
  }
}
