import type * as Sdk from '@aws-sdk/client-account';
import { faultOf } from './faults.js';
import { Memo } from './memo.js';
import { allPages } from './pages.js';
import type { CallOptions, Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface AccountSdk {
  readonly client: Sdk.AccountClient;
  readonly sdk: typeof Sdk;
}

export type ContactType = Sdk.AlternateContactType;

export interface ContactRecord {
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
}

/** ENABLED_BY_DEFAULT cannot be changed; the others are asked for and come within minutes or hours. */
export type RegionStatus = Sdk.RegionOptStatus;

const PAGE = 50;

/**
 * AWS Account Management, in us-east-1. `accountId` names a member; undefined is the caller's own account: the
 * management account is refused when it names itself. Source: Account Management API reference, 2021-02-01.
 */
export class AccountPort {
  readonly #client: () => Promise<AccountSdk>;
  readonly #throttle: Throttle;
  readonly #memo = new Memo();

  constructor(client: () => Promise<AccountSdk>, throttle: Throttle) {
    this.#client = client;
    this.#throttle = throttle;
  }

  /** Forgets what was read: the next read asks AWS again. */
  forget(): void {
    this.#memo.forget();
  }

  /** Undefined where none is set. */
  alternateContact(type: ContactType, accountId: string | undefined): Promise<ContactRecord | undefined> {
    return this.#memo.once(`GetAlternateContact ${type} ${accountId ?? ''}`, async () => {
      try {
        const answer = await this.#call('GetAlternateContact', ({ client, sdk }) =>
          client.send(new sdk.GetAlternateContactCommand({ AlternateContactType: type, AccountId: accountId })),
        );
        const { Name = '', Title = '', EmailAddress = '', PhoneNumber = '' } = answer.AlternateContact ?? {};
        return { name: Name, title: Title, email: EmailAddress, phone: PhoneNumber };
      } catch (error) {
        if (faultOf(error).class === 'gone') return undefined;
        throw error;
      }
    });
  }

  async putAlternateContact(type: ContactType, contact: ContactRecord, accountId: string | undefined): Promise<void> {
    await this.#call('PutAlternateContact', ({ client, sdk }) =>
      client.send(
        new sdk.PutAlternateContactCommand({
          AlternateContactType: type,
          Name: contact.name,
          Title: contact.title,
          EmailAddress: contact.email,
          PhoneNumber: contact.phone,
          AccountId: accountId,
        }),
      ),
    );
  }

  async deleteAlternateContact(type: ContactType, accountId: string | undefined): Promise<void> {
    await this.#call('DeleteAlternateContact', ({ client, sdk }) =>
      client.send(new sdk.DeleteAlternateContactCommand({ AlternateContactType: type, AccountId: accountId })),
    );
  }

  /** Every Region of the partition with its state, by name. */
  regions(accountId: string | undefined): Promise<ReadonlyMap<string, RegionStatus>> {
    return this.#memo.once(`ListRegions ${accountId ?? ''}`, async () => {
      const regions = await allPages('ListRegions', async (NextToken) => {
        const page = await this.#call('ListRegions', ({ client, sdk }) =>
          client.send(new sdk.ListRegionsCommand({ AccountId: accountId, NextToken, MaxResults: PAGE })),
        );
        return { items: page.Regions ?? [], next: page.NextToken };
      });
      return new Map(
        regions.flatMap(({ RegionName, RegionOptStatus }) =>
          RegionName === undefined || RegionOptStatus === undefined ? [] : [[RegionName, RegionOptStatus] as const],
        ),
      );
    });
  }

  /** Asked anew each time: what a Region under way is polled with. */
  async regionStatus(region: string, accountId: string | undefined): Promise<RegionStatus | undefined> {
    const answer = await this.#call('GetRegionOptStatus', ({ client, sdk }) =>
      client.send(new sdk.GetRegionOptStatusCommand({ RegionName: region, AccountId: accountId })),
    );
    return answer.RegionOptStatus;
  }

  /** Six Regions at a time in an account, fifty in the organization: one too many is asked again. */
  async enableRegion(region: string, accountId: string | undefined): Promise<void> {
    await this.#call('EnableRegion', ({ client, sdk }) =>
      client.send(new sdk.EnableRegionCommand({ RegionName: region, AccountId: accountId })),
    );
  }

  async disableRegion(region: string, accountId: string | undefined): Promise<void> {
    await this.#call('DisableRegion', ({ client, sdk }) =>
      client.send(new sdk.DisableRegionCommand({ RegionName: region, AccountId: accountId })),
    );
  }

  /** The account's name, as Organizations lists it too. */
  async putName(name: string, accountId: string | undefined): Promise<void> {
    await this.#call('PutAccountName', ({ client, sdk }) =>
      client.send(new sdk.PutAccountNameCommand({ AccountName: name, AccountId: accountId })),
    );
  }

  async #call<T>(operation: string, send: (made: AccountSdk) => Promise<T>, options?: CallOptions): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('account', operation, () => send(made), options);
  }
}
