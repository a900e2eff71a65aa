import type { Tag } from '@aws-sdk/client-sso-admin';
import { unlessGone, unlessMissing } from './faults.js';
import { IdentityCenterCalls, MaxResults } from './identity-center-calls.js';
import {
  type AssignmentRecord,
  type BoundaryRecord,
  type CustomerPolicyRecord,
  type PermissionSetRecord,
  type PoliciesRecord,
  type PrincipalRecord,
  type PrincipalType,
  principalType,
  wirePrincipal,
} from './identity-center-records.js';

/** What Identity Center is asked. Lists are read once, until they are forgotten. */
export class IdentityCenterReads extends IdentityCenterCalls {
  #hasTags = true;

  /** ARNs of every set of the instance. */
  permissionSetArns(): Promise<readonly string[]> {
    return this.memo.once('permissionSetArns', () =>
      this.list('ListPermissionSets', async ({ client, sdk }, InstanceArn, NextToken) => {
        const page = await client.send(new sdk.ListPermissionSetsCommand({ InstanceArn, MaxResults, NextToken }));
        return { items: page.PermissionSets ?? [], next: page.NextToken };
      }),
    );
  }

  /** Every set of the instance, whoever made it: one call each. */
  permissionSets(): Promise<readonly PermissionSetRecord[]> {
    return this.memo.once('permissionSets', async () => {
      const arns = await this.permissionSetArns();
      const read = await Promise.all(arns.map((arn) => this.permissionSet(arn)));
      return read.filter((one) => one !== undefined);
    });
  }

  /** Undefined = it is gone. */
  permissionSet(arn: string): Promise<PermissionSetRecord | undefined> {
    return this.memo.once(`permissionSet ${arn}`, () =>
      unlessGone(async () => {
        const { PermissionSet: set } = await this.call('DescribePermissionSet', ({ client, sdk }, InstanceArn) =>
          client.send(new sdk.DescribePermissionSetCommand({ InstanceArn, PermissionSetArn: arn })),
        );
        return {
          arn,
          name: set?.Name ?? '',
          session: set?.SessionDuration ?? 'PT1H',
          ...(set?.Description && { description: set.Description }),
          ...(set?.RelayState && { relayState: set.RelayState }),
        };
      }),
    );
  }

  /** False after an emulator was found not to know tags: then nothing tells whose a set is. */
  get hasTags(): boolean {
    return this.#hasTags;
  }

  tagsOf(setArn: string): Promise<Readonly<Record<string, string>>> {
    return this.memo.once(`tagsOf ${setArn}`, async () => {
      const tags = await unlessMissing(() => this.#tags(setArn));
      this.#hasTags = tags !== undefined;
      return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
    });
  }

  /** All that makes up the rights of a set: four calls. */
  policiesOf(setArn: string): Promise<PoliciesRecord> {
    return this.memo.once(`policiesOf ${setArn}`, async () => {
      const [managed, customer, inline, boundary] = await Promise.all([
        this.#managed(setArn),
        this.#customer(setArn),
        this.#inline(setArn),
        this.#boundary(setArn),
      ]);
      return { managed, customer, ...(inline !== undefined && { inline }), ...(boundary && { boundary }) };
    });
  }

  /** Accounts in which the set is a role; `stale`: only those whose role is older than the set. */
  accountsOf(setArn: string, which?: 'stale'): Promise<readonly string[]> {
    return this.memo.once(`accountsOf ${setArn} ${which ?? ''}`, () =>
      this.list('ListAccountsForProvisionedPermissionSet', async ({ client, sdk }, InstanceArn, NextToken) => {
        const page = await client.send(
          new sdk.ListAccountsForProvisionedPermissionSetCommand({
            InstanceArn,
            PermissionSetArn: setArn,
            MaxResults,
            NextToken,
            ...(which && { ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' }),
          }),
        );
        return { items: page.AccountIds ?? [], next: page.NextToken };
      }),
    );
  }

  /** ARNs of the sets that are roles in the account. */
  setsIn(accountId: string): Promise<readonly string[]> {
    return this.memo.once(`setsIn ${accountId}`, () =>
      this.list('ListPermissionSetsProvisionedToAccount', async ({ client, sdk }, InstanceArn, NextToken) => {
        const page = await client.send(
          new sdk.ListPermissionSetsProvisionedToAccountCommand({
            InstanceArn,
            AccountId: accountId,
            MaxResults,
            NextToken,
          }),
        );
        return { items: page.PermissionSets ?? [], next: page.NextToken };
      }),
    );
  }

  /** Who is assigned the set in the account, each once: AWS keeps duplicates. */
  assignments(accountId: string, setArn: string): Promise<readonly PrincipalRecord[]> {
    return this.memo.once(`assignments ${accountId} ${setArn}`, async () => {
      const rows = await this.list('ListAccountAssignments', async ({ client, sdk }, InstanceArn, NextToken) => {
        const page = await client.send(
          new sdk.ListAccountAssignmentsCommand({
            InstanceArn,
            AccountId: accountId,
            PermissionSetArn: setArn,
            MaxResults,
            NextToken,
          }),
        );
        return { items: page.AccountAssignments ?? [], next: page.NextToken };
      });
      return each(
        rows.map(({ PrincipalType, PrincipalId }) => ({
          type: principalType(PrincipalType),
          principalId: PrincipalId ?? '',
        })),
      );
    });
  }

  /** What a principal is assigned everywhere. The rows of a user's groups show the group. Only the management account may ask. */
  assignmentsOf(type: PrincipalType, principalId: string): Promise<readonly AssignmentRecord[]> {
    return this.memo.once(`assignmentsOf ${type} ${principalId}`, async () => {
      const rows = await this.list(
        'ListAccountAssignmentsForPrincipal',
        async ({ client, sdk }, InstanceArn, NextToken) => {
          const page = await client.send(
            new sdk.ListAccountAssignmentsForPrincipalCommand({
              InstanceArn,
              PrincipalType: wirePrincipal(type),
              PrincipalId: principalId,
              MaxResults,
              NextToken,
            }),
          );
          return { items: page.AccountAssignments ?? [], next: page.NextToken };
        },
      );
      return each(
        rows.map((row) => ({
          accountId: row.AccountId ?? '',
          setArn: row.PermissionSetArn ?? '',
          type: principalType(row.PrincipalType),
          principalId: row.PrincipalId ?? '',
        })),
      );
    });
  }

  #tags(ResourceArn: string): Promise<Tag[]> {
    return this.list('ListTagsForResource', async ({ client, sdk }, InstanceArn, NextToken) => {
      const page = await client.send(new sdk.ListTagsForResourceCommand({ InstanceArn, ResourceArn, NextToken }));
      return { items: page.Tags ?? [], next: page.NextToken };
    });
  }

  #managed(setArn: string): Promise<PoliciesRecord['managed']> {
    return this.list('ListManagedPoliciesInPermissionSet', async ({ client, sdk }, InstanceArn, NextToken) => {
      const page = await client.send(
        new sdk.ListManagedPoliciesInPermissionSetCommand({
          InstanceArn,
          PermissionSetArn: setArn,
          MaxResults,
          NextToken,
        }),
      );
      const items = (page.AttachedManagedPolicies ?? []).map(({ Name, Arn }) => ({ name: Name ?? '', arn: Arn ?? '' }));
      return { items, next: page.NextToken };
    });
  }

  #customer(setArn: string): Promise<CustomerPolicyRecord[]> {
    return this.list(
      'ListCustomerManagedPolicyReferencesInPermissionSet',
      async ({ client, sdk }, InstanceArn, NextToken) => {
        const page = await client.send(
          new sdk.ListCustomerManagedPolicyReferencesInPermissionSetCommand({
            InstanceArn,
            PermissionSetArn: setArn,
            MaxResults,
            NextToken,
          }),
        );
        return { items: (page.CustomerManagedPolicyReferences ?? []).map(customerPolicy), next: page.NextToken };
      },
    );
  }

  /** None is an empty answer, not an error. */
  async #inline(setArn: string): Promise<string | undefined> {
    const { InlinePolicy } = await this.call('GetInlinePolicyForPermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(new sdk.GetInlinePolicyForPermissionSetCommand({ InstanceArn, PermissionSetArn: setArn })),
    );
    return InlinePolicy === undefined || InlinePolicy === '' ? undefined : InlinePolicy;
  }

  /** None is an error or an empty answer; and where the operation is missing, nobody can have put one. */
  #boundary(setArn: string): Promise<BoundaryRecord | undefined> {
    return unlessMissing(() => unlessGone(() => this.#boundaryThere(setArn)));
  }

  async #boundaryThere(setArn: string): Promise<BoundaryRecord | undefined> {
    const { PermissionsBoundary: found } = await this.call(
      'GetPermissionsBoundaryForPermissionSet',
      ({ client, sdk }, InstanceArn) =>
        client.send(new sdk.GetPermissionsBoundaryForPermissionSetCommand({ InstanceArn, PermissionSetArn: setArn })),
    );
    if (found?.ManagedPolicyArn) return { managedArn: found.ManagedPolicyArn };
    const { CustomerManagedPolicyReference: customer } = found ?? {};
    return customer && { customer: customerPolicy(customer) };
  }
}

function customerPolicy({
  Name,
  Path,
}: {
  readonly Name: string | undefined;
  readonly Path?: string | undefined;
}): CustomerPolicyRecord {
  return { name: Name ?? '', path: Path ?? '/' };
}

function each<Row>(rows: readonly Row[]): Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
