import type * as Sdk from '@aws-sdk/client-organizations';
import { allPages } from './pages.js';
import type { CallOptions, Throttle } from './throttle.js';

export interface AccountRecord {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly email: string;
  /** PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE or CLOSED. `Status` is retired, `State` may be missing in older regions: either serves. */
  readonly state: string;
  /** Id of the unit or root it is in, where the answer told. */
  readonly parentId?: string;
}

export interface UnitRecord {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
}

export interface RootRecord {
  readonly id: string;
  readonly arn: string;
  /** By wire name: ENABLED, PENDING_ENABLE, PENDING_DISABLE; a disabled type is absent. */
  readonly policyTypes: ReadonlyMap<string, string>;
}

export interface PolicyRecord {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly awsManaged: boolean;
}

export interface PolicyTargetRecord {
  readonly id: string;
}

export type Tags = Readonly<Record<string, string>>;

type Client = Sdk.OrganizationsClient;
type Module = typeof Sdk;

/** The largest page that Organizations gives (MaxResults 1..20). */
const PAGE = 20;

/**
 * AWS Organizations as towerctl uses it: reads answer plain records and are asked once a run, writes are one call each.
 * Source: Organizations API reference, 2016-11-28.
 */
export class OrganizationsPort {
  readonly #client: () => Promise<{ client: Client; sdk: Module }>;
  readonly #throttle: Throttle;
  #memo = new Map<string, Promise<unknown>>();

  constructor(client: () => Promise<{ client: Client; sdk: Module }>, throttle: Throttle) {
    this.#client = client;
    this.#throttle = throttle;
  }

  /** Forgets what was read: the next read asks AWS again. */
  forget(): void {
    this.#memo = new Map();
  }

  organization(): Promise<{ id: string; managementAccountId: string; allFeatures: boolean }> {
    return this.#once('DescribeOrganization', async () => {
      const answer = await this.#call('DescribeOrganization', ({ client, sdk }) =>
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
    return this.#once('ListRoots', async () => {
      const roots = await allPages('ListRoots', async (NextToken) => {
        const page = await this.#call('ListRoots', ({ client, sdk }) =>
          client.send(new sdk.ListRootsCommand({ NextToken, MaxResults: PAGE })),
        );
        return { items: page.Roots ?? [], next: page.NextToken };
      });
      const root = roots[0];
      const types = (root?.PolicyTypes ?? []).map((type) => [type.Type ?? '', type.Status ?? ''] as const);
      return { id: root?.Id ?? '', arn: root?.Arn ?? '', policyTypes: new Map(types) };
    });
  }

  accounts(): Promise<AccountRecord[]> {
    return this.#once('ListAccounts', () =>
      allPages('ListAccounts', async (NextToken) => {
        const page = await this.#call('ListAccounts', ({ client, sdk }) =>
          client.send(new sdk.ListAccountsCommand({ NextToken, MaxResults: PAGE })),
        );
        return { items: (page.Accounts ?? []).map(accountRecord), next: page.NextToken };
      }),
    );
  }

  accountsIn(parentId: string): Promise<AccountRecord[]> {
    return this.#once(`ListAccountsForParent ${parentId}`, () =>
      allPages('ListAccountsForParent', async (NextToken) => {
        const page = await this.#call('ListAccountsForParent', ({ client, sdk }) =>
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
    return this.#once(`ListOrganizationalUnitsForParent ${parentId}`, () =>
      allPages('ListOrganizationalUnitsForParent', async (NextToken) => {
        const page = await this.#call('ListOrganizationalUnitsForParent', ({ client, sdk }) =>
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
  async parentOf(childId: string): Promise<string | undefined> {
    const answer = await this.#call('ListParents', ({ client, sdk }) =>
      client.send(new sdk.ListParentsCommand({ ChildId: childId })),
    );
    return answer.Parents?.[0]?.Id;
  }

  tagsOf(resourceId: string): Promise<Tags> {
    return this.#once(`ListTagsForResource ${resourceId}`, async () => {
      const tags = await allPages('ListTagsForResource', async (NextToken) => {
        const page = await this.#call('ListTagsForResource', ({ client, sdk }) =>
          client.send(new sdk.ListTagsForResourceCommand({ ResourceId: resourceId, NextToken })),
        );
        return { items: page.Tags ?? [], next: page.NextToken };
      });
      return Object.fromEntries(tags.map((tag) => [tag.Key ?? '', tag.Value ?? '']));
    });
  }

  policies(wireType: string): Promise<PolicyRecord[]> {
    return this.#once(`ListPolicies ${wireType}`, () =>
      allPages('ListPolicies', async (NextToken) => {
        const page = await this.#call('ListPolicies', ({ client, sdk }) =>
          client.send(new sdk.ListPoliciesCommand({ Filter: wireType as Sdk.PolicyType, NextToken, MaxResults: PAGE })),
        );
        return { items: (page.Policies ?? []).map(policyRecord), next: page.NextToken };
      }),
    );
  }

  policyContent(policyId: string): Promise<string> {
    return this.#once(`DescribePolicy ${policyId}`, async () => {
      const answer = await this.#call('DescribePolicy', ({ client, sdk }) =>
        client.send(new sdk.DescribePolicyCommand({ PolicyId: policyId })),
      );
      return answer.Policy?.Content ?? '';
    });
  }

  targetsOf(policyId: string): Promise<PolicyTargetRecord[]> {
    return this.#once(`ListTargetsForPolicy ${policyId}`, () =>
      allPages('ListTargetsForPolicy', async (NextToken) => {
        const page = await this.#call('ListTargetsForPolicy', ({ client, sdk }) =>
          client.send(new sdk.ListTargetsForPolicyCommand({ PolicyId: policyId, NextToken, MaxResults: PAGE })),
        );
        return { items: (page.Targets ?? []).map((target) => ({ id: target.TargetId ?? '' })), next: page.NextToken };
      }),
    );
  }

  policiesOn(targetId: string, wireType: string): Promise<PolicyRecord[]> {
    return this.#once(`ListPoliciesForTarget ${targetId} ${wireType}`, () =>
      allPages('ListPoliciesForTarget', async (NextToken) => {
        const page = await this.#call('ListPoliciesForTarget', ({ client, sdk }) =>
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
    return this.#once('ListAWSServiceAccessForOrganization', () =>
      allPages('ListAWSServiceAccessForOrganization', async (NextToken) => {
        const page = await this.#call('ListAWSServiceAccessForOrganization', ({ client, sdk }) =>
          client.send(new sdk.ListAWSServiceAccessForOrganizationCommand({ NextToken, MaxResults: PAGE })),
        );
        return {
          items: (page.EnabledServicePrincipals ?? []).map((service) => service.ServicePrincipal ?? ''),
          next: page.NextToken,
        };
      }),
    );
  }

  // Writes. One call each; what AWS answers to a repeated write is the step's to read.

  async createUnit(parentId: string, name: string, tags: Tags): Promise<string> {
    const answer = await this.#write('CreateOrganizationalUnit', ({ client, sdk }) =>
      client.send(new sdk.CreateOrganizationalUnitCommand({ ParentId: parentId, Name: name, Tags: tagList(tags) })),
    );
    return answer.OrganizationalUnit?.Id ?? '';
  }

  async renameUnit(id: string, name: string): Promise<void> {
    await this.#write('UpdateOrganizationalUnit', ({ client, sdk }) =>
      client.send(new sdk.UpdateOrganizationalUnitCommand({ OrganizationalUnitId: id, Name: name })),
    );
  }

  /** A unit whose last child has just gone may still look full for a moment. */
  async deleteUnit(id: string): Promise<void> {
    await this.#write(
      'DeleteOrganizationalUnit',
      ({ client, sdk }) => client.send(new sdk.DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id })),
      { alsoRetry: ['OrganizationalUnitNotEmptyException'] },
    );
  }

  async moveAccount(accountId: string, fromId: string, toId: string): Promise<void> {
    await this.#write('MoveAccount', ({ client, sdk }) =>
      client.send(
        new sdk.MoveAccountCommand({ AccountId: accountId, SourceParentId: fromId, DestinationParentId: toId }),
      ),
    );
  }

  async tag(resourceId: string, tags: Tags): Promise<void> {
    await this.#write('TagResource', ({ client, sdk }) =>
      client.send(new sdk.TagResourceCommand({ ResourceId: resourceId, Tags: tagList(tags) })),
    );
  }

  async untag(resourceId: string, keys: readonly string[]): Promise<void> {
    await this.#write('UntagResource', ({ client, sdk }) =>
      client.send(new sdk.UntagResourceCommand({ ResourceId: resourceId, TagKeys: [...keys] })),
    );
  }

  async createPolicy(policy: {
    wireType: string;
    name: string;
    description: string;
    content: string;
    tags: Tags;
  }): Promise<string> {
    const answer = await this.#write('CreatePolicy', ({ client, sdk }) =>
      client.send(
        new sdk.CreatePolicyCommand({
          Type: policy.wireType as Sdk.PolicyType,
          Name: policy.name,
          Description: policy.description,
          Content: policy.content,
          Tags: tagList(policy.tags),
        }),
      ),
    );
    return answer.Policy?.PolicySummary?.Id ?? '';
  }

  async updatePolicy(id: string, change: { name?: string; description?: string; content?: string }): Promise<void> {
    await this.#write('UpdatePolicy', ({ client, sdk }) =>
      client.send(
        new sdk.UpdatePolicyCommand({
          PolicyId: id,
          ...(change.name !== undefined && { Name: change.name }),
          ...(change.description !== undefined && { Description: change.description }),
          ...(change.content !== undefined && { Content: change.content }),
        }),
      ),
    );
  }

  /** A policy whose last attachment has just gone may still look in use for a moment. */
  async deletePolicy(id: string): Promise<void> {
    await this.#write('DeletePolicy', ({ client, sdk }) => client.send(new sdk.DeletePolicyCommand({ PolicyId: id })), {
      alsoRetry: ['PolicyInUseException'],
    });
  }

  /** Right after a policy type was enabled AWS may still answer that it is not. */
  async attachPolicy(policyId: string, targetId: string): Promise<void> {
    await this.#write(
      'AttachPolicy',
      ({ client, sdk }) => client.send(new sdk.AttachPolicyCommand({ PolicyId: policyId, TargetId: targetId })),
      {
        alsoRetry: ['PolicyTypeNotEnabledException'],
      },
    );
  }

  async detachPolicy(policyId: string, targetId: string): Promise<void> {
    await this.#write('DetachPolicy', ({ client, sdk }) =>
      client.send(new sdk.DetachPolicyCommand({ PolicyId: policyId, TargetId: targetId })),
    );
  }

  async enablePolicyType(rootId: string, wireType: string): Promise<void> {
    await this.#write('EnablePolicyType', ({ client, sdk }) =>
      client.send(new sdk.EnablePolicyTypeCommand({ RootId: rootId, PolicyType: wireType as Sdk.PolicyType })),
    );
  }

  async disablePolicyType(rootId: string, wireType: string): Promise<void> {
    await this.#write('DisablePolicyType', ({ client, sdk }) =>
      client.send(new sdk.DisablePolicyTypeCommand({ RootId: rootId, PolicyType: wireType as Sdk.PolicyType })),
    );
  }

  /** Asked anew each time: what a pending policy type is polled with. */
  async policyTypeStatus(wireType: string): Promise<string | undefined> {
    this.#memo.delete('ListRoots');
    return (await this.root()).policyTypes.get(wireType);
  }

  async trustService(service: string): Promise<void> {
    await this.#write('EnableAWSServiceAccess', ({ client, sdk }) =>
      client.send(new sdk.EnableAWSServiceAccessCommand({ ServicePrincipal: service })),
    );
  }

  async distrustService(service: string): Promise<void> {
    await this.#write('DisableAWSServiceAccess', ({ client, sdk }) =>
      client.send(new sdk.DisableAWSServiceAccessCommand({ ServicePrincipal: service })),
    );
  }

  #once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#memo.get(key);
    // The memo is keyed by call and argument, and each key is written by one method: its type is that method's.
    if (known) return known as Promise<T>;
    const answer = read();
    this.#memo.set(key, answer);
    return answer;
  }

  async #call<T>(
    operation: string,
    send: (made: { client: Client; sdk: Module }) => Promise<T>,
    options?: CallOptions,
  ): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('organizations', operation, () => send(made), options);
  }

  #write<T>(
    operation: string,
    send: (made: { client: Client; sdk: Module }) => Promise<T>,
    options: CallOptions = {},
  ): Promise<T> {
    return this.#call(operation, send, { ...options, write: true });
  }
}

function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** `o-…/r-…/ou-…/ou-…/`, with or without the account's own id at the end: the last unit or root is the parent. */
function parentInPath(paths: readonly string[] | undefined): string | undefined {
  return paths?.[0]
    ?.split('/')
    .filter((part) => part.startsWith('ou-') || part.startsWith('r-'))
    .at(-1);
}

function accountRecord(account: Sdk.Account): AccountRecord {
  const parentId = parentInPath(account.Paths);
  return {
    id: account.Id ?? '',
    arn: account.Arn ?? '',
    name: account.Name ?? '',
    email: account.Email ?? '',
    state: account.State ?? account.Status ?? 'ACTIVE',
    ...(parentId && { parentId }),
  };
}

function policyRecord(policy: Sdk.PolicySummary): PolicyRecord {
  return {
    id: policy.Id ?? '',
    arn: policy.Arn ?? '',
    name: policy.Name ?? '',
    description: policy.Description ?? '',
    awsManaged: policy.AwsManaged === true,
  };
}
