import type * as Sdk from '@aws-sdk/client-identitystore';
import { unlessGone } from './faults.js';
import { Memo } from './memo.js';
import { allPages } from './pages.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface IdentityStoreSdk {
  readonly client: Sdk.IdentitystoreClient;
  readonly sdk: typeof Sdk;
}

/** A group by its display name, a user by its user name. */
export interface DirectoryRecord {
  readonly id: string;
  readonly name: string;
  /** It comes from an identity provider outside, which writes it again at its next synchronisation. */
  readonly external: boolean;
}

export interface GroupRecord extends DirectoryRecord {
  readonly description?: string;
}

export interface MembershipRecord {
  readonly membershipId: string;
  readonly userId: string;
}

/** The largest page AWS gives. */
const MaxResults = 100;

/**
 * The directory of Identity Center: groups, users, memberships. Every method is told which store, since only the
 * instance knows. Source: Identity Store API reference, 2020-06-15.
 */
export class IdentityStorePort {
  readonly #client: () => Promise<IdentityStoreSdk>;
  readonly #throttle: Throttle;
  readonly #place: string;
  readonly #memo = new Memo();

  /** `place` tells these rates from those of other accounts and Regions. */
  constructor(client: () => Promise<IdentityStoreSdk>, throttle: Throttle, place: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.#place = place;
  }

  forget(): void {
    this.#memo.forget();
  }

  /** By display name; undefined = nobody has it. */
  groupId(IdentityStoreId: string, name: string): Promise<string | undefined> {
    return this.#memo.once(`groupId ${IdentityStoreId} ${name}`, () =>
      unlessGone(async () => {
        const AlternateIdentifier = { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: name } };
        const answer = await this.#call('GetGroupId', ({ client, sdk }) =>
          client.send(new sdk.GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier })),
        );
        return answer.GroupId;
      }),
    );
  }

  /** By user name; undefined = nobody has it. */
  userId(IdentityStoreId: string, name: string): Promise<string | undefined> {
    return this.#memo.once(`userId ${IdentityStoreId} ${name}`, () =>
      unlessGone(async () => {
        const AlternateIdentifier = { UniqueAttribute: { AttributePath: 'userName', AttributeValue: name } };
        const answer = await this.#call('GetUserId', ({ client, sdk }) =>
          client.send(new sdk.GetUserIdCommand({ IdentityStoreId, AlternateIdentifier })),
        );
        return answer.UserId;
      }),
    );
  }

  /** All of them. For names that are not found, and to say which is near. */
  groups(IdentityStoreId: string): Promise<readonly GroupRecord[]> {
    return this.#memo.once(`groups ${IdentityStoreId}`, () =>
      allPages('ListGroups', async (NextToken) => {
        const page = await this.#call('ListGroups', ({ client, sdk }) =>
          client.send(new sdk.ListGroupsCommand({ IdentityStoreId, MaxResults, NextToken })),
        );
        return { items: (page.Groups ?? []).map(groupRecord), next: page.NextToken };
      }),
    );
  }

  users(IdentityStoreId: string): Promise<readonly DirectoryRecord[]> {
    return this.#memo.once(`users ${IdentityStoreId}`, () =>
      allPages('ListUsers', async (NextToken) => {
        const page = await this.#call('ListUsers', ({ client, sdk }) =>
          client.send(new sdk.ListUsersCommand({ IdentityStoreId, MaxResults, NextToken })),
        );
        return { items: (page.Users ?? []).map(userRecord), next: page.NextToken };
      }),
    );
  }

  /** Undefined = it is gone. */
  group(IdentityStoreId: string, GroupId: string): Promise<GroupRecord | undefined> {
    return this.#memo.once(`group ${IdentityStoreId} ${GroupId}`, () =>
      unlessGone(async () =>
        groupRecord(
          await this.#call('DescribeGroup', ({ client, sdk }) =>
            client.send(new sdk.DescribeGroupCommand({ IdentityStoreId, GroupId })),
          ),
        ),
      ),
    );
  }

  /** Undefined = it is gone. */
  user(IdentityStoreId: string, UserId: string): Promise<DirectoryRecord | undefined> {
    return this.#memo.once(`user ${IdentityStoreId} ${UserId}`, () =>
      unlessGone(async () =>
        userRecord(
          await this.#call('DescribeUser', ({ client, sdk }) =>
            client.send(new sdk.DescribeUserCommand({ IdentityStoreId, UserId })),
          ),
        ),
      ),
    );
  }

  members(IdentityStoreId: string, GroupId: string): Promise<readonly MembershipRecord[]> {
    return this.#memo.once(`members ${IdentityStoreId} ${GroupId}`, () =>
      allPages('ListGroupMemberships', async (NextToken) => {
        const page = await this.#call('ListGroupMemberships', ({ client, sdk }) =>
          client.send(new sdk.ListGroupMembershipsCommand({ IdentityStoreId, GroupId, MaxResults, NextToken })),
        );
        const items = (page.GroupMemberships ?? []).map(({ MembershipId, MemberId }) => ({
          membershipId: MembershipId ?? '',
          userId: MemberId?.UserId ?? '',
        }));
        return { items, next: page.NextToken };
      }),
    );
  }

  /** Answers the id. */
  async createGroup(IdentityStoreId: string, DisplayName: string, Description: string | undefined): Promise<string> {
    const answer = await this.#call('CreateGroup', ({ client, sdk }) =>
      client.send(
        new sdk.CreateGroupCommand({
          IdentityStoreId,
          DisplayName,
          ...(Description !== undefined && { Description }),
        }),
      ),
    );
    return answer.GroupId ?? '';
  }

  /** Its description: the one thing of a group that may be changed here. */
  async updateGroup(IdentityStoreId: string, GroupId: string, description: string): Promise<void> {
    const Operations = [{ AttributePath: 'description', AttributeValue: description }];
    await this.#call('UpdateGroup', ({ client, sdk }) =>
      client.send(new sdk.UpdateGroupCommand({ IdentityStoreId, GroupId, Operations })),
    );
  }

  async deleteGroup(IdentityStoreId: string, GroupId: string): Promise<void> {
    await this.#call('DeleteGroup', ({ client, sdk }) =>
      client.send(new sdk.DeleteGroupCommand({ IdentityStoreId, GroupId })),
    );
  }

  async addMember(IdentityStoreId: string, GroupId: string, UserId: string): Promise<void> {
    await this.#call('CreateGroupMembership', ({ client, sdk }) =>
      client.send(new sdk.CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } })),
    );
  }

  async removeMember(IdentityStoreId: string, MembershipId: string): Promise<void> {
    await this.#call('DeleteGroupMembership', ({ client, sdk }) =>
      client.send(new sdk.DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId })),
    );
  }

  async #call<T>(operation: string, send: (made: IdentityStoreSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('identitystore', operation, () => send(made), { place: this.#place });
  }
}

interface WireIds {
  readonly ExternalIds?: readonly unknown[] | undefined;
}

function groupRecord(
  wire: WireIds & {
    readonly GroupId: string | undefined;
    readonly DisplayName?: string | undefined;
    readonly Description?: string | undefined;
  },
): GroupRecord {
  return {
    id: wire.GroupId ?? '',
    name: wire.DisplayName ?? '',
    external: (wire.ExternalIds ?? []).length > 0,
    ...(wire.Description && { description: wire.Description }),
  };
}

function userRecord(
  wire: WireIds & { readonly UserId: string | undefined; readonly UserName?: string | undefined },
): DirectoryRecord {
  return { id: wire.UserId ?? '', name: wire.UserName ?? '', external: (wire.ExternalIds ?? []).length > 0 };
}
