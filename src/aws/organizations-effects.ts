import type * as Sdk from '@aws-sdk/client-organizations';
import { faultOf } from './faults.js';
import { OrganizationsReads } from './organizations-reads.js';
import { allPages } from './pages.js';

const PAGE = 20;

/**
 * What Organizations tells about the effect of things: who acts for the management account, and what declarative
 * policies come to in an account. Source: Organizations API reference, 2016-11-28.
 */
export class OrganizationsEffects extends OrganizationsReads {
  /** Ids of the accounts that are delegated administrators of this service; of at least one where none is named. */
  delegatedAdministrators(service?: string): Promise<string[]> {
    const key = service === undefined ? 'ListDelegatedAdministrators' : `ListDelegatedAdministrators ${service}`;
    return this.once(key, () =>
      allPages('ListDelegatedAdministrators', async (NextToken) => {
        const page = await this.call('ListDelegatedAdministrators', ({ client, sdk }) =>
          client.send(
            new sdk.ListDelegatedAdministratorsCommand({
              ...(service !== undefined && { ServicePrincipal: service }),
              NextToken,
              MaxResults: PAGE,
            }),
          ),
        );
        return { items: (page.DelegatedAdministrators ?? []).map(({ Id }) => Id ?? ''), next: page.NextToken };
      }),
    );
  }

  /** Service principals that the account is a delegated administrator of; none for any other account. */
  delegatedServices(accountId: string): Promise<string[]> {
    return this.once(`ListDelegatedServicesForAccount ${accountId}`, () =>
      emptyOn('AccountNotRegisteredException', () =>
        allPages('ListDelegatedServicesForAccount', async (NextToken) => {
          const page = await this.call('ListDelegatedServicesForAccount', ({ client, sdk }) =>
            client.send(
              new sdk.ListDelegatedServicesForAccountCommand({ AccountId: accountId, NextToken, MaxResults: PAGE }),
            ),
          );
          const services = (page.DelegatedServices ?? []).map(({ ServicePrincipal }) => ServicePrincipal ?? '');
          return { items: services, next: page.NextToken };
        }),
      ),
    );
  }

  /**
   * What all policies of a merged type come to in an account, as JSON text; undefined where nothing is in force.
   * AWS gives it for accounts only, and not for service control and resource control policies.
   */
  effectivePolicy(accountId: string, wireType: string): Promise<string | undefined> {
    return this.once(`DescribeEffectivePolicy ${accountId} ${wireType}`, async () => {
      const [answer] = await emptyOn('EffectivePolicyNotFoundException', async () => [
        await this.call('DescribeEffectivePolicy', ({ client, sdk }) =>
          client.send(
            new sdk.DescribeEffectivePolicyCommand({
              PolicyType: wireType as Sdk.EffectivePolicyType,
              TargetId: accountId,
            }),
          ),
        ),
      ]);
      return answer?.EffectivePolicy?.PolicyContent;
    });
  }

  /** Accounts whose newest merge is not valid, so that an older one is still in force there. */
  accountsWithInvalidPolicy(wireType: string): Promise<string[]> {
    return this.once(`ListAccountsWithInvalidEffectivePolicy ${wireType}`, () =>
      emptyOn('EffectivePolicyNotFoundException', () =>
        allPages('ListAccountsWithInvalidEffectivePolicy', async (NextToken) => {
          const page = await this.call('ListAccountsWithInvalidEffectivePolicy', ({ client, sdk }) =>
            client.send(
              new sdk.ListAccountsWithInvalidEffectivePolicyCommand({
                PolicyType: wireType as Sdk.EffectivePolicyType,
                NextToken,
                MaxResults: PAGE,
              }),
            ),
          );
          return { items: (page.Accounts ?? []).map(({ Id }) => Id ?? ''), next: page.NextToken };
        }),
      ),
    );
  }
}

/** An error that says in so many words that there is nothing. */
async function emptyOn<Item>(code: string, read: () => Promise<Item[]>): Promise<Item[]> {
  try {
    return await read();
  } catch (error) {
    if (faultOf(error).code === code) return [];
    throw error;
  }
}
