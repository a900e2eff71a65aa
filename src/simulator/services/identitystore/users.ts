import { pageByKey } from '../../cursor.js';
import { end, isShown, isThere } from '../../lived.js';
import type { Operation } from '../../service.js';
import type { World } from '../../world.js';
import { storeIn } from './access.js';
import { addUser, userNamed } from './for-services.js';
import { filterOf } from './groups.js';
import { changesIn, type Input, identifierIn, invalid, missing, taken, text } from './input.js';
import { type StoreRow, type UserRow, userNameOf } from './state.js';

const PAGE = 100;

export function userIn(store: StoreRow, id: string): UserRow {
  const row = store.users[id];
  if (!row || !isThere(row)) throw missing('USER', id);
  return row;
}

/** Required by the service although its model leaves them optional: an identity provider's users may lack them. */
const REQUIRED = ['UserName', 'DisplayName', 'Name'];

const CreateUser: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'CreateUser');
  const lacking = REQUIRED.filter((name) => input[name] === undefined);
  if (lacking.length > 0) throw invalid(`${lacking.join(', ')}: required attributes are missing`);
  if (userNamed(store, text(input, 'UserName'))) throw taken('Duplicate UserName');
  checkEmail(store, input['Emails'], undefined);
  const { IdentityStoreId: _, Extensions: __, ...attributes } = input;
  const { world, caller } = context;
  const { id } = addUser({ world, by: caller.arn }, store, attributes);
  return { UserId: id, IdentityStoreId: store.id };
};

/** An address belongs to one user. */
function checkEmail(store: StoreRow, emails: unknown, self: string | undefined): void {
  const address = primaryOf(emails);
  if (address === undefined) return;
  const holder = Object.values(store.users).find(
    (row) => isThere(row) && row.id !== self && primaryOf(row.attributes['Emails']) === address,
  );
  if (holder) throw taken('Duplicate Email');
}

function primaryOf(emails: unknown): string | undefined {
  const [first] = Array.isArray(emails) ? (emails as readonly Input[]) : [];
  const value = first?.['Value'];
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}

const DescribeUser: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'DescribeUser');
  return shapeOf(store, userIn(store, text(input, 'UserId')));
};

const GetUserId: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'GetUserId');
  const by = identifierIn(input);
  const row = 'path' in by ? userBy(store, by.path, by.value) : userFromOutside(store, by.issuer, by.id);
  if (!row) throw missing('USER', 'path' in by ? by.value : by.id);
  return { UserId: row.id, IdentityStoreId: store.id };
};

function userBy(store: StoreRow, path: string, value: string): UserRow | undefined {
  if (path === 'username') return userNamed(store, value);
  if (path !== 'emails.value') throw invalid(`a user cannot be found by ${path}: use userName or emails.value`);
  return Object.values(store.users).find(
    (row) => isThere(row) && primaryOf(row.attributes['Emails']) === value.toLowerCase(),
  );
}

const userFromOutside = (store: StoreRow, issuer: string, id: string): UserRow | undefined =>
  Object.values(store.users).find(
    (row) => isThere(row) && row.externalId?.Issuer === issuer && row.externalId.Id === id,
  );

const ListUsers: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'ListUsers');
  const wanted = filterOf(input, 'UserName')?.toLowerCase();
  const rows = Object.values(store.users).filter(
    (row) => isShown(context.world, row) && (wanted === undefined || userNameOf(row).toLowerCase() === wanted),
  );
  const paging = { world: context.world, input, list: `ListUsers ${store.id} ${wanted ?? ''}`, largest: PAGE };
  const { items, ...next } = pageByKey(paging, rows, ({ id }) => id);
  return { Users: items.map((row) => shapeOf(store, row)), ...next };
};

const UpdateUser: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'UpdateUser');
  const row = userIn(store, text(input, 'UserId'));
  let attributes: Record<string, unknown> = { ...row.attributes };
  for (const { name, value } of changesIn(input)) {
    if (value === undefined && REQUIRED.includes(name)) throw invalid(`${name} cannot be removed`);
    attributes = withAttribute(attributes, name, value);
  }
  const taker = userNamed(store, String(attributes['UserName']));
  if (taker && taker.id !== row.id) throw taken('Duplicate UserName');
  checkEmail(store, attributes['Emails'], row.id);
  row.attributes = attributes;
  row.updatedAt = context.clock.now();
  row.updatedBy = context.caller.arn;
  return {};
};

/** `Name.familyName` is one member of a structure. */
function withAttribute(attributes: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const [name = '', below] = path.split('.');
  if (below === undefined) return { ...attributes, [name]: value };
  const member = below.charAt(0).toUpperCase() + below.slice(1);
  const whole = attributes[name];
  return { ...attributes, [name]: { ...(typeof whole === 'object' && whole !== null ? whole : {}), [member]: value } };
}

const DeleteUser: Operation<World> = (input, context) => {
  const store = storeIn(input, context, 'DeleteUser');
  const { id } = userIn(store, text(input, 'UserId'));
  for (const { id: membership, userId } of Object.values(store.memberships)) {
    if (userId === id) end(context.world, store.memberships, membership);
  }
  end(context.world, store.users, id);
  return {};
};

function shapeOf(store: StoreRow, row: UserRow): Record<string, unknown> {
  const given = Object.entries(row.attributes).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given),
    UserId: row.id,
    IdentityStoreId: store.id,
    UserStatus: 'ENABLED',
    ...(row.externalId === undefined ? {} : { ExternalIds: [row.externalId] }),
    CreatedAt: new Date(row.createdAt),
    CreatedBy: row.createdBy,
    UpdatedAt: new Date(row.updatedAt),
    UpdatedBy: row.updatedBy,
  };
}

export const userOperations = { CreateUser, DescribeUser, GetUserId, ListUsers, UpdateUser, DeleteUser };
