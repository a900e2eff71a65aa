import type * as Sdk from '@aws-sdk/client-config-service';
import {
  type AccountDeploymentRecord,
  accountStatus,
  type DeploymentStatus,
  type DeploymentStatusRecord,
  type OrganizationPackInput,
  type OrganizationPackRecord,
  type OrganizationRuleInput,
  type OrganizationRuleRecord,
  packRecord,
  packStatus,
  ruleRecord,
  ruleStatus,
} from './config-records.js';
import { packRequest, ruleRequest } from './config-requests.js';
import { unlessGone } from './faults.js';
import { Memo } from './memo.js';
import { allPages, type Page } from './pages.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface ConfigSdk {
  readonly client: Sdk.ConfigServiceClient;
  readonly sdk: typeof Sdk;
}

/** The largest page of every list here. */
const Limit = 100;

/** What a deployment ends with where it did not work; an update fails as a creation in an account that joined meanwhile. */
const FAILURES: readonly DeploymentStatus[] = ['CREATE_FAILED', 'UPDATE_FAILED', 'DELETE_FAILED'];

/**
 * Organization rules and conformance packs that one account laid in one Region: another caller's are not listed.
 * Lists and answers are kept until they are forgotten; a status asked for by its name is not.
 * Source: AWS Config API reference, 2014-11-12.
 */
export class ConfigDeployments {
  readonly #client: () => Promise<ConfigSdk>;
  readonly #throttle: Throttle;
  readonly #place: string;
  readonly #memo = new Memo();

  /** `place` tells these rates from those of other accounts and Regions. */
  constructor(client: () => Promise<ConfigSdk>, throttle: Throttle, place: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.#place = place;
  }

  forget(): void {
    this.#memo.forget();
  }

  organizationRules(): Promise<OrganizationRuleRecord[]> {
    return this.list('DescribeOrganizationConfigRules', async ({ client, sdk }, NextToken) => {
      const page = await client.send(new sdk.DescribeOrganizationConfigRulesCommand({ Limit, NextToken }));
      return { items: (page.OrganizationConfigRules ?? []).map(ruleRecord), next: page.NextToken };
    });
  }

  organizationRuleStatuses(): Promise<DeploymentStatusRecord[]> {
    return this.list('DescribeOrganizationConfigRuleStatuses', async ({ client, sdk }, NextToken) => {
      const page = await client.send(new sdk.DescribeOrganizationConfigRuleStatusesCommand({ Limit, NextToken }));
      return { items: (page.OrganizationConfigRuleStatuses ?? []).map(ruleStatus), next: page.NextToken };
    });
  }

  /** As it is now; undefined = there is no such rule. */
  async organizationRuleStatus(name: string): Promise<DeploymentStatusRecord | undefined> {
    return unlessGone(async () => {
      const page = await this.call('DescribeOrganizationConfigRuleStatuses', ({ client, sdk }) =>
        client.send(new sdk.DescribeOrganizationConfigRuleStatusesCommand({ OrganizationConfigRuleNames: [name] })),
      );
      return (page.OrganizationConfigRuleStatuses ?? []).map(ruleStatus)[0];
    });
  }

  /** The accounts in which the last creation, update or deletion failed. */
  async organizationRuleFailures(name: string): Promise<AccountDeploymentRecord[]> {
    const api = 'GetOrganizationConfigRuleDetailedStatus';
    const ofStatus = (MemberAccountRuleStatus: DeploymentStatus) =>
      this.pages(api, async ({ client, sdk }, NextToken) => {
        const page = await client.send(
          new sdk.GetOrganizationConfigRuleDetailedStatusCommand({
            OrganizationConfigRuleName: name,
            Filters: { MemberAccountRuleStatus },
            Limit,
            NextToken,
          }),
        );
        const items = (page.OrganizationConfigRuleDetailedStatus ?? []).map((status) =>
          accountStatus({ ...status, Status: status.MemberAccountRuleStatus }),
        );
        return { items, next: page.NextToken };
      });
    return this.once(`${api} ${name}`, async () => (await Promise.all(FAILURES.map(ofStatus))).flat());
  }

  /** The text of a rule that is written in Guard. */
  organizationRulePolicy(name: string): Promise<string> {
    const api = 'GetOrganizationCustomRulePolicy';
    return this.once(`${api} ${name}`, async () => {
      const answer = await this.call(api, ({ client, sdk }) =>
        client.send(new sdk.GetOrganizationCustomRulePolicyCommand({ OrganizationConfigRuleName: name })),
      );
      return answer.PolicyText ?? '';
    });
  }

  /** Creates it or updates it; AWS lays it in the accounts afterwards. */
  async putOrganizationRule(input: OrganizationRuleInput): Promise<void> {
    await this.call('PutOrganizationConfigRule', ({ client, sdk }) =>
      client.send(new sdk.PutOrganizationConfigRuleCommand(ruleRequest(input))),
    );
  }

  async deleteOrganizationRule(name: string): Promise<void> {
    await this.call('DeleteOrganizationConfigRule', ({ client, sdk }) =>
      client.send(new sdk.DeleteOrganizationConfigRuleCommand({ OrganizationConfigRuleName: name })),
    );
  }

  organizationPacks(): Promise<OrganizationPackRecord[]> {
    return this.list('DescribeOrganizationConformancePacks', async ({ client, sdk }, NextToken) => {
      const page = await client.send(new sdk.DescribeOrganizationConformancePacksCommand({ Limit, NextToken }));
      return { items: (page.OrganizationConformancePacks ?? []).map(packRecord), next: page.NextToken };
    });
  }

  organizationPackStatuses(): Promise<DeploymentStatusRecord[]> {
    return this.list('DescribeOrganizationConformancePackStatuses', async ({ client, sdk }, NextToken) => {
      const page = await client.send(new sdk.DescribeOrganizationConformancePackStatusesCommand({ Limit, NextToken }));
      return { items: (page.OrganizationConformancePackStatuses ?? []).map(packStatus), next: page.NextToken };
    });
  }

  /** As it is now; undefined = there is no such pack. */
  async organizationPackStatus(name: string): Promise<DeploymentStatusRecord | undefined> {
    return unlessGone(async () => {
      const OrganizationConformancePackNames = [name];
      const page = await this.call('DescribeOrganizationConformancePackStatuses', ({ client, sdk }) =>
        client.send(new sdk.DescribeOrganizationConformancePackStatusesCommand({ OrganizationConformancePackNames })),
      );
      return (page.OrganizationConformancePackStatuses ?? []).map(packStatus)[0];
    });
  }

  /** The accounts in which the last creation, update or deletion failed. */
  async organizationPackFailures(name: string): Promise<AccountDeploymentRecord[]> {
    const api = 'GetOrganizationConformancePackDetailedStatus';
    const ofStatus = (Status: DeploymentStatus) =>
      this.pages(api, async ({ client, sdk }, NextToken) => {
        const page = await client.send(
          new sdk.GetOrganizationConformancePackDetailedStatusCommand({
            OrganizationConformancePackName: name,
            Filters: { Status },
            Limit,
            NextToken,
          }),
        );
        const items = (page.OrganizationConformancePackDetailedStatuses ?? []).map(accountStatus);
        return { items, next: page.NextToken };
      });
    return this.once(`${api} ${name}`, async () => (await Promise.all(FAILURES.map(ofStatus))).flat());
  }

  /** Creates it or updates it; AWS lays it in the accounts afterwards. */
  async putOrganizationPack(input: OrganizationPackInput): Promise<void> {
    await this.call('PutOrganizationConformancePack', ({ client, sdk }) =>
      client.send(new sdk.PutOrganizationConformancePackCommand(packRequest(input))),
    );
  }

  async deleteOrganizationPack(name: string): Promise<void> {
    await this.call('DeleteOrganizationConformancePack', ({ client, sdk }) =>
      client.send(new sdk.DeleteOrganizationConformancePackCommand({ OrganizationConformancePackName: name })),
    );
  }

  /** A list that is kept until it is forgotten. */
  protected list<Item>(
    api: string,
    read: (made: ConfigSdk, token: string | undefined) => Promise<Page<Item>>,
    key = api,
  ): Promise<Item[]> {
    return this.once(key, () => this.pages(api, read));
  }

  protected pages<Item>(
    api: string,
    read: (made: ConfigSdk, token: string | undefined) => Promise<Page<Item>>,
  ): Promise<Item[]> {
    return allPages(api, (token) => this.call(api, (made) => read(made, token)));
  }

  protected once<T>(key: string, read: () => Promise<T>): Promise<T> {
    return this.#memo.once(key, read);
  }

  protected async call<T>(operation: string, send: (made: ConfigSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('config', operation, () => send(made), { place: this.#place });
  }
}
