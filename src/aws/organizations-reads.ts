import type * as Sdk from '@aws-sdk/client-organizations';
import { Memo } from './memo.js';
import {
  type AccountRecord,
  accountRecord,
  type PolicyRecord,
  type PolicyTargetRecord,
  policyRecord,
  type RootRecord,
  type Tags,
  type UnitRecord,
} from './organizations-records.js';
import { allPages } from './pages.js';
import type { CallOptions, Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface OrganizationsSdk {
  readonly client: Sdk.OrganizationsClient;
  readonly sdk: typeof Sdk;
}

/** The largest page that Organizations gives (MaxResults 1..20). */
const PAGE = 20;

/**
 * What towerctl reads of AWS Organizations: plain records, each asked for once until they are forgotten.
 * Source: Organizations API reference, 2016-11-28.
 */
export class OrganizationsReads {
  readonly #client: () => Promise<OrganizationsSdk>;
  readonly #throttle: Throttle;
  readonly #memo = new Memo();

  constructor(client: () => Promise<OrganizationsSdk>, throttle: Throttle) {
    this.#client = client;
    this.#throttle = throttle;
  }

  /** Forgets what was read: the next read asks AWS again. */
  forget(): void {
    this.#memo.forget();
  }

  organization(): Promise<{ id: string; managementAccountId: string; allFeatures: boolean }> {
    return this.once('DescribeOrganization', async () => {
      const answer = await this.call('DescribeOrganization', ({ client, sdk }) =>
        client.send(new sdk.DescribeOrganizationCommand({})),
      );
      const organization = answer.Organization;
      return {
        id: organization?.Id ?? '',
        managementAccountId: organization?.MasterAccountId ?? '',
        allFeatures: organization?.FeatureSet === 'ALL',
      };
    });
  }

  root(): Promise<RootRecord> {
    return this.once('ListRoots', async () => {
      const roots = await allPages('ListRoots', async (NextToken) => {
        const page = await this.call('ListRoots', ({ client, sdk }) =>
          client.send(new sdk.ListRootsCommand({ NextToken, MaxResults: PAGE })),
        );
        return { items: page.Roots ?? [], next: page.NextToken };
      });
      const root = roots[0];
      const types = (root?.PolicyTypes ?? []).map((type) => [type.Type ?? '', type.Status ?? ''] as const);
      return { id: root?.Id ?? '', arn: root?.Arn ?? '', policyTypes: new Map(types) };
    });
  }

  /** Asked anew each time: what a pending policy type is polled with. */
  async policyTypeStatus(wireType: string): Promise<string | undefined> {
    this.#memo.drop('ListRoots');
    return (await this.root()).policyTypes.get(wireType);
  }

  accounts(): Promise<AccountRecord[]> {
    return this.once('ListAccounts', () =>
      allPages('ListAccounts', async (NextToken) => {
        const page = await this.call('ListAccounts', ({ client, sdk }) =>
          client.send(new sdk.ListAccountsCommand({ NextToken, MaxResults: PAGE })),
        );
        return { items: (page.Accounts ?? []).map(accountRecord), next: page.NextToken };
      }),
    );
  }

  accountsIn(parentId: string): Promise<AccountRecord[]> {
    return this.once(`ListAccountsForParent ${parentId}`, () =>
      allPages('ListAccountsForParent', async (NextToken) => {
        const page = await this.call('ListAccountsForParent', ({ client, sdk }) =>
          client.send(new sdk.ListAccountsForParentCommand({ ParentId: parentId, NextToken, MaxResults: PAGE })),
        );
        return {
          items: (page.Accounts ?? []).map((account) => ({ ...accountRecord(account), parentId })),
          next: page.NextToken,
        };
      }),
    );
  }

  unitsIn(parentId: string): Promise<UnitRecord[]> {
    return this.once(`ListOrganizationalUnitsForParent ${parentId}`, () =>
      allPages('ListOrganizationalUnitsForParent', async (NextToken) => {
        const page = await this.call('ListOrganizationalUnitsForParent', ({ client, sdk }) =>
          client.send(
            new sdk.ListOrganizationalUnitsForParentCommand({ ParentId: parentId, NextToken, MaxResults: PAGE }),
          ),
        );
        const items = (page.OrganizationalUnits ?? []).map((unit) => ({
          id: unit.Id ?? '',
          arn: unit.Arn ?? '',
          name: unit.Name ?? '',
        }));
        return { items, next: page.NextToken };
      }),
    );
  }

  /** Asked anew each time: only used where a fresh answer matters. */
  /** Asked anew each time. A first page may be empty here too. */
  async parentOf(childId: string): Promise<string | undefined> {
    const [parent] = await allPages('ListParents', async (NextToken) => {
      const page = await this.call('ListParents', ({ client, sdk }) =>
        client.send(new sdk.ListParentsCommand({ ChildId: childId, NextToken })),
      );
      return { items: page.Parents ?? [], next: page.NextToken };
    });
    return parent?.Id;
  }

  tagsOf(resourceId: string): Promise<Tags> {
    return this.once(`ListTagsForResource ${resourceId}`, async () => {
      const tags = await allPages('ListTagsForResource', async (NextToken) => {
        const page = await this.call('ListTagsForResource', ({ client, sdk }) =>
          client.send(new sdk.ListTagsForResourceCommand({ ResourceId: resourceId, NextToken })),
        );
        return { items: page.Tags ?? [], next: page.NextToken };
      });
      return Object.fromEntries(tags.map((tag) => [tag.Key ?? '', tag.Value ?? '']));
    });
  }

  policies(wireType: string): Promise<PolicyRecord[]> {
    return this.once(`ListPolicies ${wireType}`, () =>
      allPages('ListPolicies', async (NextToken) => {
        const page = await this.call('ListPolicies', ({ client, sdk }) =>
          client.send(new sdk.ListPoliciesCommand({ Filter: wireType as Sdk.PolicyType, NextToken, MaxResults: PAGE })),
        );
        return { items: (page.Policies ?? []).map(policyRecord), next: page.NextToken };
      }),
    );
  }

  policyContent(policyId: string): Promise<string> {
    return this.once(`DescribePolicy ${policyId}`, async () => {
      const answer = await this.call('DescribePolicy', ({ client, sdk }) =>
        client.send(new sdk.DescribePolicyCommand({ PolicyId: policyId })),
      );
      return answer.Policy?.Content ?? '';
    });
  }

  targetsOf(policyId: string): Promise<PolicyTargetRecord[]> {
    return this.once(`ListTargetsForPolicy ${policyId}`, () =>
      allPages('ListTargetsForPolicy', async (NextToken) => {
        const page = await this.call('ListTargetsForPolicy', ({ client, sdk }) =>
          client.send(new sdk.ListTargetsForPolicyCommand({ PolicyId: policyId, NextToken, MaxResults: PAGE })),
        );
        return { items: (page.Targets ?? []).map((target) => ({ id: target.TargetId ?? '' })), next: page.NextToken };
      }),
    );
  }

  policiesOn(targetId: string, wireType: string): Promise<PolicyRecord[]> {
    return this.once(`ListPoliciesForTarget ${targetId} ${wireType}`, () =>
      allPages('ListPoliciesForTarget', async (NextToken) => {
        const page = await this.call('ListPoliciesForTarget', ({ client, sdk }) =>
          client.send(
            new sdk.ListPoliciesForTargetCommand({
              TargetId: targetId,
              Filter: wireType as Sdk.PolicyType,
              NextToken,
              MaxResults: PAGE,
            }),
          ),
        );
        return { items: (page.Policies ?? []).map(policyRecord), next: page.NextToken };
      }),
    );
  }

  trustedServices(): Promise<string[]> {
    return this.once('ListAWSServiceAccessForOrganization', () =>
      allPages('ListAWSServiceAccessForOrganization', async (NextToken) => {
        const page = await this.call('ListAWSServiceAccessForOrganization', ({ client, sdk }) =>
          client.send(new sdk.ListAWSServiceAccessForOrganizationCommand({ NextToken, MaxResults: PAGE })),
        );
        return {
          items: (page.EnabledServicePrincipals ?? []).map((service) => service.ServicePrincipal ?? ''),
          next: page.NextToken,
        };
      }),
    );
  }

  protected once<T>(key: string, read: () => Promise<T>): Promise<T> {
    return this.#memo.once(key, read);
  }

  protected async call<T>(
    operation: string,
    send: (made: OrganizationsSdk) => Promise<T>,
    options?: CallOptions,
  ): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('organizations', operation, () => send(made), options);
  }
}
