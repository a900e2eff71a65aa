import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { accountOf } from '../../organizations/for-services.js';
import { alreadyThere, type Input, invalid, pageOf } from '../pages.js';
import { idFrom, NOTHING, removeUser, setUser, type User, userNamed, usersIn } from '../sign-in.js';
import { userIn, whose } from '../whose.js';

const CreateUser: Operation<World> = (input, { world, caller, clock }) => {
  const name = String(input['UserName'] ?? '');
  if (!/^[\w+=,.@-]{1,64}$/.test(name))
    throw invalid(`userName "${name}" must be 1 to 64 of letters, digits and +=,.@-_`);
  const { accountId } = caller;
  if (userNamed(world, accountId, name)) throw alreadyThere(`User with name ${name} already exists.`);
  const createdAt = clock.now();
  const id = idFrom('AIDA', accountId, name, createdAt);
  const user: User = { ...NOTHING, name, path: String(input['Path'] ?? '/'), id, createdAt };
  setUser(world, accountId, user);
  return { User: shapeOf(accountId, user) };
};

const DeleteUser: Operation<World> = (input, { world, caller }) => {
  const user = userIn(world, caller.accountId, String(input['UserName'] ?? ''));
  const left = leftOf(user);
  if (left !== undefined) {
    const message = `Cannot delete entity, must delete ${left} first.`;
    throw new ServiceError('DeleteConflictException', message);
  }
  removeUser(world, caller.accountId, user.name);
  return {};
};

function leftOf({ password, keys, mfaDevices, certificates }: User): string | undefined {
  if (password) return 'login profile';
  if (keys.length > 0) return 'access keys';
  if (certificates.length > 0) return 'signing certificates';
  return mfaDevices.length > 0 ? 'MFA device' : undefined;
}

const ListUsers: Operation<World> = (input, { world, caller }) => {
  const prefix = String(input['PathPrefix'] ?? '/');
  const users = usersIn(world, caller.accountId).filter(({ path }) => path.startsWith(prefix));
  const { items, ...rest } = pageOf(world, input, users, ({ name }) => name);
  return { Users: items.map((user) => shapeOf(caller.accountId, user)), ...rest };
};

const GetUser: Operation<World> = (input: Input, context) => {
  const { world, caller } = context;
  const { isRoot, name, signIn } = whose(input, context);
  if (!isRoot) return { User: shapeOf(caller.accountId, userIn(world, caller.accountId, name)) };
  const used = signIn.password?.lastUsedAt;
  return {
    User: {
      Path: '/',
      UserName: name,
      UserId: caller.accountId,
      Arn: `arn:aws:iam::${caller.accountId}:root`,
      CreateDate: new Date(accountOf(world, caller.accountId)?.joinedAt ?? 0),
      ...(used === undefined ? {} : { PasswordLastUsed: new Date(used) }),
    },
  };
};

function shapeOf(accountId: string, { name, path, id, createdAt, password }: User): Record<string, unknown> {
  const used = password?.lastUsedAt;
  return {
    Path: path,
    UserName: name,
    UserId: id,
    Arn: `arn:aws:iam::${accountId}:user${path}${name}`,
    CreateDate: new Date(createdAt),
    ...(used === undefined ? {} : { PasswordLastUsed: new Date(used) }),
  };
}

export const userOperations = { CreateUser, DeleteUser, ListUsers, GetUser };
