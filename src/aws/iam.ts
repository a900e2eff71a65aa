import type * as Sdk from '@aws-sdk/client-iam';
import { Memo } from './memo.js';
import { allPages } from './pages.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface IamSdk {
  readonly client: Sdk.IAMClient;
  readonly sdk: typeof Sdk;
}

/** What towerctl asks of IAM inside one account: its alias. Source: IAM API reference, 2010-05-08. */
export class IamPort {
  readonly #client: () => Promise<IamSdk>;
  readonly #throttle: Throttle;
  readonly #accountId: string;
  readonly #memo = new Memo();

  /** AWS's rates hold for each account by itself. */
  constructor(client: () => Promise<IamSdk>, throttle: Throttle, accountId: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.#accountId = accountId;
  }

  forget(): void {
    this.#memo.forget();
  }

  /** An account has one alias at most; undefined = none. */
  alias(): Promise<string | undefined> {
    return this.#memo.once('ListAccountAliases', async () => {
      const aliases = await allPages('ListAccountAliases', async (Marker) => {
        const page = await this.#call('ListAccountAliases', ({ client, sdk }) =>
          client.send(new sdk.ListAccountAliasesCommand({ Marker })),
        );
        return { items: page.AccountAliases ?? [], next: page.IsTruncated === true ? page.Marker : undefined };
      });
      return aliases[0];
    });
  }

  /** Takes the place of the one there was. Aliases are unique among all accounts of AWS. */
  async createAlias(alias: string): Promise<void> {
    await this.#call('CreateAccountAlias', ({ client, sdk }) =>
      client.send(new sdk.CreateAccountAliasCommand({ AccountAlias: alias })),
    );
  }

  async deleteAlias(alias: string): Promise<void> {
    await this.#call('DeleteAccountAlias', ({ client, sdk }) =>
      client.send(new sdk.DeleteAccountAliasCommand({ AccountAlias: alias })),
    );
  }

  async #call<T>(operation: string, send: (made: IamSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('iam', operation, () => send(made), { place: this.#accountId });
  }
}
