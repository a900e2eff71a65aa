import type * as Sdk from '@aws-sdk/client-sso-admin';
import { TowerctlError } from '../errors.js';
import type { InstanceRecord } from './identity-center-records.js';
import { Memo } from './memo.js';
import { allPages, type Page } from './pages.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface IdentityCenterSdk {
  readonly client: Sdk.SSOAdminClient;
  readonly sdk: typeof Sdk;
}

/** The largest page AWS gives. */
export const MaxResults = 100;

/**
 * Calls of Identity Center. All but the first are about the organization's instance: the one that the management account
 * owns, never one that an account has for itself.
 */
export class IdentityCenterCalls {
  readonly #client: () => Promise<IdentityCenterSdk>;
  readonly #throttle: Throttle;
  readonly #place: string;
  readonly #owner: () => Promise<string>;
  protected readonly memo = new Memo();

  /** `place` tells these rates from those of other accounts and Regions; `owner` is the account whose instance is meant. */
  constructor(
    client: () => Promise<IdentityCenterSdk>,
    throttle: Throttle,
    place: string,
    owner: () => Promise<string>,
  ) {
    this.#client = client;
    this.#throttle = throttle;
    this.#place = place;
    this.#owner = owner;
  }

  forget(): void {
    this.memo.forget();
  }

  /** The Region that is asked. */
  get region(): string {
    return this.#place;
  }

  /** Undefined = there is none in this Region. */
  instance(): Promise<InstanceRecord | undefined> {
    return this.memo.once('instance', async () => {
      const owner = await this.#owner();
      const found = await allPages('ListInstances', async (NextToken) => {
        const page = await this.#send('ListInstances', ({ client, sdk }) =>
          client.send(new sdk.ListInstancesCommand({ MaxResults, NextToken })),
        );
        return { items: page.Instances ?? [], next: page.NextToken };
      });
      const own = found.find(({ OwnerAccountId }) => OwnerAccountId === owner);
      if (own === undefined) {
        // A landing zone may bring it in the meantime.
        this.memo.drop('instance');
        return undefined;
      }
      return {
        arn: own.InstanceArn ?? '',
        identityStoreId: own.IdentityStoreId ?? '',
        ownerAccountId: owner,
        status: own.Status ?? 'ACTIVE',
      };
    });
  }

  /** A call about the organization's instance, whose ARN it is given. */
  protected async call<T>(
    operation: string,
    send: (made: IdentityCenterSdk, instanceArn: string) => Promise<T>,
  ): Promise<T> {
    const instance = await this.instance();
    if (instance === undefined) {
      throw new TowerctlError(
        'failed',
        `Identity Center has no instance in ${this.#place}, so ${operation} is not asked`,
      );
    }
    return this.#send(operation, (made) => send(made, instance.arn));
  }

  /** A list about the organization's instance, read to its end. */
  protected list<Item>(
    operation: string,
    read: (made: IdentityCenterSdk, instanceArn: string, token: string | undefined) => Promise<Page<Item>>,
  ): Promise<Item[]> {
    return allPages(operation, (token) => this.call(operation, (made, instanceArn) => read(made, instanceArn, token)));
  }

  async #send<T>(operation: string, send: (made: IdentityCenterSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('sso', operation, () => send(made), { place: this.#place });
  }
}
