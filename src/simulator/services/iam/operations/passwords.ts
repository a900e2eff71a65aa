import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { alreadyThere, invalid, notFound } from '../pages.js';
import type { Password } from '../sign-in.js';
import { type Holder, whose } from '../whose.js';

/** For a user with the password that is sent; for a root user, which sends none, so that its owner may ask for a new one by mail. */
const CreateLoginProfile: Operation<World> = (input, context) => {
  const holder = whose(input, context);
  const { isRoot, name, signIn, change } = holder;
  const { password, keys, mfaDevices, certificates } = signIn;
  if (password || (isRoot && keys.length + mfaDevices.length + certificates.length > 0)) {
    throw alreadyThere(`Login Profile for user ${name} already exists.`);
  }
  if (!isRoot && input['Password'] === undefined) throw invalid('A password is needed for a user.');
  if (isRoot && input['Password'] !== undefined) throw invalid('No password can be given for the root user.');
  const made: Password = {
    createdAt: context.clock.now(),
    ...(input['PasswordResetRequired'] === true && { mustChange: true }),
  };
  change({ password: made });
  return { LoginProfile: shapeOf(holder, made) };
};

const GetLoginProfile: Operation<World> = (input, context) => {
  const holder = whose(input, context);
  return { LoginProfile: shapeOf(holder, passwordOf(holder)) };
};

const DeleteLoginProfile: Operation<World> = (input, context) => {
  const holder = whose(input, context);
  passwordOf(holder);
  holder.change({ password: undefined });
  return {};
};

function passwordOf({ name, signIn: { password } }: Holder): Password {
  if (!password) throw notFound(`Login Profile for User ${name} cannot be found.`);
  return password;
}

const shapeOf = ({ name }: Holder, { createdAt, mustChange = false }: Password): Record<string, unknown> => ({
  UserName: name,
  CreateDate: new Date(createdAt),
  PasswordResetRequired: mustChange,
});

export const passwordOperations = { CreateLoginProfile, GetLoginProfile, DeleteLoginProfile };
