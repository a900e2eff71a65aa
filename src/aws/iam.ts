import type * as Sdk from '@aws-sdk/client-iam';
import { faultOf } from './faults.js';
import { Memo } from './memo.js';
import { allPages } from './pages.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface IamSdk {
  readonly client: Sdk.IAMClient;
  readonly sdk: typeof Sdk;
}

/** The features of centralized root access: RootCredentialsManagement and RootSessions. */
export type OrganizationsFeature = 'credentials-management' | 'sessions';

export interface IamUserRecord {
  readonly name: string;
  /** Clock milliseconds; undefined = never, or the user has no password. */
  readonly passwordLastUsed?: number;
}

const FEATURES: ReadonlyMap<string, OrganizationsFeature> = new Map([
  ['RootCredentialsManagement', 'credentials-management'],
  ['RootSessions', 'sessions'],
]);

/** The API reference leaves the suffix out, the service model does not. */
const NO_TRUSTED_ACCESS: ReadonlySet<string> = new Set(['ServiceAccessNotEnabled', 'ServiceAccessNotEnabledException']);

/**
 * What towerctl asks of IAM inside one account: its alias, its users, and in the management account the switches of
 * centralized root access. Source: IAM API reference, 2010-05-08.
 */
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

  /** Of the organization. `no trusted access` where IAM is not trusted in it: then all of them are off. */
  organizationFeatures(): Promise<readonly OrganizationsFeature[] | 'no trusted access'> {
    return this.#memo.once('ListOrganizationsFeatures', async () => {
      try {
        const answer = await this.#call('ListOrganizationsFeatures', ({ client, sdk }) =>
          client.send(new sdk.ListOrganizationsFeaturesCommand({})),
        );
        return (answer.EnabledFeatures ?? []).flatMap((feature) => FEATURES.get(feature) ?? []);
      } catch (error) {
        if (NO_TRUSTED_ACCESS.has(faultOf(error).code)) return 'no trusted access';
        throw error;
      }
    });
  }

  /** The management account alone may. Needs trusted access of iam.amazonaws.com. */
  async enableFeature(feature: OrganizationsFeature): Promise<void> {
    if (feature === 'sessions')
      await this.#call('EnableOrganizationsRootSessions', ({ client, sdk }) =>
        client.send(new sdk.EnableOrganizationsRootSessionsCommand({})),
      );
    else
      await this.#call('EnableOrganizationsRootCredentialsManagement', ({ client, sdk }) =>
        client.send(new sdk.EnableOrganizationsRootCredentialsManagementCommand({})),
      );
  }

  async disableFeature(feature: OrganizationsFeature): Promise<void> {
    if (feature === 'sessions')
      await this.#call('DisableOrganizationsRootSessions', ({ client, sdk }) =>
        client.send(new sdk.DisableOrganizationsRootSessionsCommand({})),
      );
    else
      await this.#call('DisableOrganizationsRootCredentialsManagement', ({ client, sdk }) =>
        client.send(new sdk.DisableOrganizationsRootCredentialsManagementCommand({})),
      );
  }

  /** What the account holds, by AWS's names: `Users`, `AccountMFAEnabled`, `AccountAccessKeysPresent` ... */
  summary(): Promise<Readonly<Record<string, number>>> {
    return this.#memo.once('GetAccountSummary', async () => {
      const answer = await this.#call('GetAccountSummary', ({ client, sdk }) =>
        client.send(new sdk.GetAccountSummaryCommand({})),
      );
      return { ...answer.SummaryMap };
    });
  }

  users(): Promise<readonly IamUserRecord[]> {
    return this.#memo.once('ListUsers', () =>
      allPages('ListUsers', async (Marker) => {
        const page = await this.#call('ListUsers', ({ client, sdk }) =>
          client.send(new sdk.ListUsersCommand({ Marker, MaxItems: 1_000 })),
        );
        const items = (page.Users ?? []).flatMap(({ UserName, PasswordLastUsed }) =>
          UserName === undefined
            ? []
            : [{ name: UserName, ...(PasswordLastUsed && { passwordLastUsed: PasswordLastUsed.getTime() }) }],
        );
        return { items, next: page.IsTruncated === true ? page.Marker : undefined };
      }),
    );
  }

  hasPassword(user: string): Promise<boolean> {
    return this.#memo.once(`GetLoginProfile ${user}`, async () => {
      try {
        await this.#call('GetLoginProfile', ({ client, sdk }) =>
          client.send(new sdk.GetLoginProfileCommand({ UserName: user })),
        );
        return true;
      } catch (error) {
        if (faultOf(error).class === 'gone') return false;
        throw error;
      }
    });
  }

  async #call<T>(operation: string, send: (made: IamSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('iam', operation, () => send(made), { place: this.#accountId });
  }
}
