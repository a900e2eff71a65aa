import { OrganizationsEffects } from './organizations-effects.js';
import {
  type AccountRecord,
  accountRecord,
  type CreateAccountRecord,
  createAccountRecord,
  type Tags,
} from './organizations-records.js';
import { allPages } from './pages.js';

const PAGE = 20;

/** How accounts come into the organization and leave it. Source: Organizations API reference, 2016-11-28. */
export class OrganizationsAccounts extends OrganizationsEffects {
  /** Knows no client token: a request that is sent twice is two accounts, unless the email stops the second. */
  async createAccount(account: {
    readonly email: string;
    readonly name: string;
    readonly roleName: string;
    readonly tags: Tags;
  }): Promise<CreateAccountRecord> {
    const answer = await this.call(
      'CreateAccount',
      ({ client, sdk }) =>
        client.send(
          new sdk.CreateAccountCommand({
            Email: account.email,
            AccountName: account.name,
            RoleName: account.roleName,
            Tags: Object.entries(account.tags).map(([Key, Value]) => ({ Key, Value })),
          }),
        ),
      { write: true },
    );
    return createAccountRecord(answer.CreateAccountStatus);
  }

  /** Asked anew each time. */
  async createAccountStatus(id: string): Promise<CreateAccountRecord> {
    const answer = await this.call('DescribeCreateAccountStatus', ({ client, sdk }) =>
      client.send(new sdk.DescribeCreateAccountStatusCommand({ CreateAccountRequestId: id })),
    );
    return createAccountRecord(answer.CreateAccountStatus);
  }

  /** Requests in this state, asked anew each time. */
  createAccountStatuses(state: CreateAccountRecord['state']): Promise<CreateAccountRecord[]> {
    return allPages('ListCreateAccountStatus', async (NextToken) => {
      const page = await this.call('ListCreateAccountStatus', ({ client, sdk }) =>
        client.send(new sdk.ListCreateAccountStatusCommand({ States: [state], NextToken, MaxResults: PAGE })),
      );
      return { items: (page.CreateAccountStatuses ?? []).map(createAccountRecord), next: page.NextToken };
    });
  }

  /** Asked anew each time: lists lag behind. */
  async account(id: string): Promise<AccountRecord> {
    const answer = await this.call('DescribeAccount', ({ client, sdk }) =>
      client.send(new sdk.DescribeAccountCommand({ AccountId: id })),
    );
    return accountRecord(answer.Account ?? {});
  }

  /** Answered at once; the account is PENDING_CLOSURE for some minutes and listed as closed for about 90 days. */
  async closeAccount(id: string): Promise<void> {
    await this.call('CloseAccount', ({ client, sdk }) => client.send(new sdk.CloseAccountCommand({ AccountId: id })), {
      write: true,
    });
  }
}
