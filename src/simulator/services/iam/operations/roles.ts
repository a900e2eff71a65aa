import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { removeRole } from '../for-services.js';
import { type Input, notFound, pageOf } from '../pages.js';
import { type Role, roleNamed, rolesIn } from '../roles.js';

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
  if (/^\/aws-(service-role|reserved)\//.test(role.path)) {
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

export const roleOperations = { GetRole, ListRoles, DeleteRole };
