import { pageByKey } from '../../cursor.js';
import { end, isShown, isThere } from '../../lived.js';
import type { Operation } from '../../service.js';
import type { World } from '../../world.js';
import { storeIn } from './access.js';
import { addMember } from './for-services.js';
import { groupIn } from './groups.js';
import { type Input, memberIn, missing, taken, text } from './input.js';
import type { MembershipRow, StoreRow } from './state.js';
import { userIn } from './users.js';

const PAGE = 100;

function membershipOf(store: StoreRow, groupId: string, userId: string): MembershipRow | undefined {
  return Object.values(store.memberships).find(
    (row) => isThere(row) && row.groupId === groupId && row.userId === userId,
  );
}

function membershipIn(store: StoreRow, input: Input): MembershipRow {
  const id = text(input, 'MembershipId');
  const row = store.memberships[id];
  if (!row || !isThere(row)) throw missing('GROUP_MEMBERSHIP', id);
  return row;
}

const CreateGroupMembership: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'CreateGroupMembership');
  const group = groupIn(store, text(input, 'GroupId'));
  const user = userIn(store, memberIn(input));
  if (membershipOf(store, group.id, user.id)) throw taken('Member and Group relationship already exists');
  const { world, caller } = context;
  const id = addMember({ world, by: caller.arn }, store, group.id, user.id);
  return { MembershipId: id, IdentityStoreId: store.id };
};

const DeleteGroupMembership: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'DeleteGroupMembership');
  end(context.world, store.memberships, membershipIn(store, input).id);
  return {};
};

const DescribeGroupMembership: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'DescribeGroupMembership');
  return shapeOf(store, membershipIn(store, input));
};

const GetGroupMembershipId: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'GetGroupMembershipId');
  const group = groupIn(store, text(input, 'GroupId'));
  const row = membershipOf(store, group.id, memberIn(input));
  if (!row) throw missing('GROUP_MEMBERSHIP', group.id);
  return { MembershipId: row.id, IdentityStoreId: store.id };
};

const ListGroupMemberships: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'ListGroupMemberships');
  const { id } = groupIn(store, text(input, 'GroupId'));
  return listOf(context.world, store, input, `of ${id}`, ({ groupId }) => groupId === id);
};

const ListGroupMembershipsForMember: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'ListGroupMembershipsForMember');
  const { id } = userIn(store, memberIn(input));
  return listOf(context.world, store, input, `for ${id}`, ({ userId }) => userId === id);
};

function listOf(
  world: World,
  store: StoreRow,
  input: Input,
  list: string,
  isMeant: (row: MembershipRow) => boolean,
): Record<string, unknown> {
  const rows = Object.values(store.memberships).filter((row) => isShown(world, row) && isMeant(row));
  const { items, ...next } = pageByKey({ world, input, list, largest: PAGE }, rows, ({ id }) => id);
  return { GroupMemberships: items.map((row) => shapeOf(store, row)), ...next };
}

const IsMemberInGroups: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'IsMemberInGroups');
  const { id: UserId } = userIn(store, memberIn(input));
  const ids = input['GroupIds'];
  const Results = (Array.isArray(ids) ? ids : []).map((each: unknown) => {
    const { id } = groupIn(store, String(each));
    return { GroupId: id, MemberId: { UserId }, MembershipExists: membershipOf(store, id, UserId) !== undefined };
  });
  return { Results };
};

function shapeOf(store: StoreRow, row: MembershipRow): Record<string, unknown> {
  return {
    IdentityStoreId: store.id,
    MembershipId: row.id,
    GroupId: row.groupId,
    MemberId: { UserId: row.userId },
    CreatedAt: new Date(row.createdAt),
    CreatedBy: row.createdBy,
    UpdatedAt: new Date(row.updatedAt),
    UpdatedBy: row.updatedBy,
  };
}

export const membershipOperations = {
  CreateGroupMembership,
  DeleteGroupMembership,
  DescribeGroupMembership,
  GetGroupMembershipId,
  ListGroupMemberships,
  ListGroupMembershipsForMember,
  IsMemberInGroups,
};
