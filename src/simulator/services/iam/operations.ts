import { type Operation, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { removeRole } from './for-services.js';
import { type Role, roleNamed, rolesIn } from './roles.js';
import { iamState } from './state.js';

type Input = Readonly<Record<string, unknown>>;

const ALIAS = /^[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]$/;
const PAGE = { usual: 100, largest: 1_000 };

function aliasIn(input: Input): string {
  const alias = String(input['AccountAlias'] ?? '');
  if (ALIAS.test(alias)) return alias;
  throw invalid(
    `accountAlias "${alias}" must be 3 to 63 of a-z, 0-9 and single hyphens, and not begin or end with one.`,
  );
}

const CreateAccountAlias: Operation<World> = (input, { world, caller }) => {
  const alias = aliasIn(input);
  const { aliases } = iamState(world);
  const holder = Object.entries(aliases).find(([, each]) => each === alias)?.[0];
  if (holder !== undefined && holder !== caller.accountId) {
    throw new ServiceError('EntityAlreadyExistsException', `The account alias ${alias} already exists.`);
  }
  aliases[caller.accountId] = alias;
  return {};
};

const DeleteAccountAlias: Operation<World> = (input, { world, caller }) => {
  const alias = aliasIn(input);
  const { aliases } = iamState(world);
  if (aliases[caller.accountId] !== alias) throw notFound(`The account alias ${alias} cannot be found.`);
  delete aliases[caller.accountId];
  return {};
};

const ListAccountAliases: Operation<World> = (input, { world, caller }) => {
  const alias = iamState(world).aliases[caller.accountId];
  const { items, ...rest } = pageOf(world, input, alias === undefined ? [] : [alias], (each) => each);
  return { AccountAliases: items, ...rest };
};

const GetRole: Operation<World> = (input, { world, caller }) => ({
  Role: shapeOf(roleIn(world, caller.accountId, input)),
});

const ListRoles: Operation<World> = (input, { world, caller }) => {
  const prefix = String(input['PathPrefix'] ?? '/');
  const roles = rolesIn(world, caller.accountId).filter(({ path }) => path.startsWith(prefix));
  const { items, ...rest } = pageOf(world, input, roles, ({ name }) => name);
  return { Roles: items.map(shapeOf), ...rest };
};

const DeleteRole: Operation<World> = (input, { world, caller }) => {
  const role = roleIn(world, caller.accountId, input);
  if (role.path.startsWith('/aws-service-role/')) {
    throw new ServiceError(
      'UnmodifiableEntityException',
      `Cannot perform the operation on the protected role '${role.name}'.`,
    );
  }
  removeRole(world, caller.accountId, role.name);
  return {};
};

function roleIn(world: World, accountId: string, input: Input): Role {
  const name = String(input['RoleName'] ?? '');
  const role = roleNamed(world, accountId, name);
  if (!role) throw notFound(`The role with name ${name} cannot be found.`);
  return role;
}

function shapeOf(role: Role): Record<string, unknown> {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trust)),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.longestSession,
  };
}

/** A marker holds the name after which the list goes on. */
function pageOf<T>(world: World, input: Input, rows: readonly T[], nameOf: (row: T) => string) {
  const asked = Number(input['MaxItems'] ?? PAGE.usual);
  if (!(asked >= 1 && asked <= PAGE.largest))
    throw invalid(`maxItems is ${asked}: give a number from 1 to ${PAGE.largest}.`);
  const marker =
    input['Marker'] === undefined ? '' : Buffer.from(String(input['Marker']), 'base64url').toString('utf8');
  const rest = rows.filter((row) => nameOf(row) > marker);
  const items = rest.slice(0, Math.min(asked, world.settings.pageSize ?? asked));
  const last = items.at(-1);
  if (last === undefined || items.length === rest.length) return { items, IsTruncated: false };
  return { items, IsTruncated: true, Marker: Buffer.from(nameOf(last)).toString('base64url') };
}

const invalid = (message: string): ServiceError => new ServiceError('ValidationError', message);
const notFound = (message: string): ServiceError => new ServiceError('NoSuchEntityException', message);

export const operations: Readonly<Record<string, Operation<World>>> = {
  CreateAccountAlias,
  DeleteAccountAlias,
  ListAccountAliases,
  GetRole,
  ListRoles,
  DeleteRole,
};
