import { pageByKey } from '../../cursor.js';
import { end, isShown, isThere } from '../../lived.js';
import type { Operation } from '../../service.js';
import type { World } from '../../world.js';
import { storeIn } from './access.js';
import { addGroup, groupNamed } from './for-services.js';
import { changesIn, type Input, identifierIn, invalid, missing, taken, text } from './input.js';
import type { GroupRow, StoreRow } from './state.js';

const PAGE = 100;

export function groupIn(store: StoreRow, id: string): GroupRow {
  const row = store.groups[id];
  if (!row || !isThere(row)) throw missing('GROUP', id);
  return row;
}

const CreateGroup: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'CreateGroup');
  const name = text(input, 'DisplayName');
  if (name === '') throw invalid('DisplayName is a required attribute');
  checkFree(store, name);
  const { world, caller } = context;
  const description = input['Description'] === undefined ? undefined : text(input, 'Description');
  const { id } = addGroup({ world, by: caller.arn }, store, { name, description });
  return { GroupId: id, IdentityStoreId: store.id };
};

function checkFree(store: StoreRow, name: string): void {
  if (groupNamed(store, name)) throw taken('Duplicate GroupDisplayName');
}

const DescribeGroup: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'DescribeGroup');
  return shapeOf(store, groupIn(store, text(input, 'GroupId')));
};

const GetGroupId: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'GetGroupId');
  const by = identifierIn(input);
  if ('path' in by && by.path !== 'displayname')
    throw invalid(`a group cannot be found by ${by.path}: use displayName`);
  const row = Object.values(store.groups).find(
    (each) =>
      isThere(each) &&
      ('path' in by ? each.name === by.value : each.externalId?.Issuer === by.issuer && each.externalId.Id === by.id),
  );
  if (!row) throw missing('GROUP', 'path' in by ? by.value : by.id);
  return { GroupId: row.id, IdentityStoreId: store.id };
};

const ListGroups: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'ListGroups');
  const wanted = filterOf(input, 'DisplayName');
  const rows = Object.values(store.groups).filter(
    (row) => isShown(context.world, row) && (wanted === undefined || row.name === wanted),
  );
  const paging = { world: context.world, input, list: `ListGroups ${store.id} ${wanted ?? ''}`, largest: PAGE };
  const { items, ...next } = pageByKey(paging, rows, ({ id }) => id);
  return { Groups: items.map((row) => shapeOf(store, row)), ...next };
};

/** Filters are deprecated, and go by one attribute alone. */
export function filterOf(input: Input, attribute: string): string | undefined {
  const list = input['Filters'];
  const [filter] = Array.isArray(list) ? (list as readonly Input[]) : [];
  if (!filter) return undefined;
  if (text(filter, 'AttributePath').toLowerCase() !== attribute.toLowerCase()) {
    throw invalid(`lists cannot be filtered by ${text(filter, 'AttributePath')}: only by ${attribute}`);
  }
  return text(filter, 'AttributeValue');
}

const UpdateGroup: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'UpdateGroup');
  const row = groupIn(store, text(input, 'GroupId'));
  const changes = changesIn(input);
  for (const { name, value } of changes) checkChange(store, row, name, value);
  for (const { name, value } of changes) {
    if (name === 'DisplayName') row.name = String(value);
    else if (value === undefined) delete row.description;
    else row.description = String(value);
  }
  row.updatedAt = context.clock.now();
  row.updatedBy = context.caller.arn;
  return {};
};

function checkChange(store: StoreRow, row: GroupRow, name: string, value: unknown): void {
  if (name !== 'DisplayName' && name !== 'Description') throw invalid(`a group has no attribute ${name}`);
  if (value !== undefined && (typeof value !== 'string' || value === '')) throw invalid(`${name} must be a text`);
  if (name === 'Description') return;
  if (value === undefined) throw invalid('DisplayName cannot be removed');
  if (value !== row.name) checkFree(store, String(value));
}

/** Its memberships go with it; what it was assigned to stays, to nobody. */
const DeleteGroup: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'DeleteGroup');
  const { id } = groupIn(store, text(input, 'GroupId'));
  for (const { id: membership, groupId } of Object.values(store.memberships)) {
    if (groupId === id) end(context.world, store.memberships, membership);
  }
  end(context.world, store.groups, id);
  return {};
};

function shapeOf(store: StoreRow, row: GroupRow): Record<string, unknown> {
  return {
    GroupId: row.id,
    IdentityStoreId: store.id,
    DisplayName: row.name,
    ...(row.description === undefined ? {} : { Description: row.description }),
    ...(row.externalId === undefined ? {} : { ExternalIds: [row.externalId] }),
    CreatedAt: new Date(row.createdAt),
    CreatedBy: row.createdBy,
    UpdatedAt: new Date(row.updatedAt),
    UpdatedBy: row.updatedBy,
  };
}

export const groupOperations = { CreateGroup, DescribeGroup, GetGroupId, ListGroups, UpdateGroup, DeleteGroup };
