import { type Operation, type OperationContext, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { accountOf, changeAccountEmail, emailIsTaken, renameAccount } from '../../organizations/for-services.js';
import { accountState } from '../state.js';
import { accountMeant, checkFields, fieldErrors, memberMeant } from '../whose.js';

const EMAIL = { PrimaryEmail: { max: 64, pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ } };

const PutAccountName: Operation<World> = (input, context) => {
  const { AccountName: name = '' } = checkFields(input, { AccountName: { max: 50, pattern: /^[ -;=?-~]+$/ } });
  renameAccount(context.world, accountMeant(input, context), name);
  return {};
};

function recordOf(context: OperationContext<World>, accountId: string) {
  const account = accountOf(context.world, accountId);
  if (account) return account;
  throw new ServiceError('ResourceNotFoundException', `There is no account ${accountId}.`, {}, 404);
}

const GetAccountInformation: Operation<World> = (input, context) => {
  const { id, name, state, joinedAt } = recordOf(context, accountMeant(input, context));
  return {
    AccountId: id,
    AccountName: name,
    AccountCreatedDate: new Date(joinedAt),
    AccountState: state === 'PENDING_CLOSURE' ? 'ACTIVE' : state,
  };
};

const GetPrimaryEmail: Operation<World> = (input, context) => ({
  PrimaryEmail: recordOf(context, memberMeant(input, context)).email,
});

const StartPrimaryEmailUpdate: Operation<World> = (input, context) => {
  const { world, clock } = context;
  const { PrimaryEmail: email = '' } = checkFields(input, EMAIL);
  const accountId = memberMeant(input, context);
  if (emailIsTaken(world, email)) {
    throw new ServiceError('ConflictException', `The address ${email} is in use already.`, {}, 409);
  }
  const code = Array.from({ length: 6 }, () => Math.floor(world.random() * 36).toString(36)).join('');
  accountState(world).emailUpdates[accountId] = { email, code, status: 'PENDING', at: clock.now() };
  return { Status: 'PENDING' };
};

const AcceptPrimaryEmailUpdate: Operation<World> = (input, context) => {
  const { world, clock } = context;
  const given = checkFields(input, { ...EMAIL, Otp: { max: 6, pattern: /^[a-zA-Z0-9]{6}$/ } });
  const accountId = memberMeant(input, context);
  const update = accountState(world).emailUpdates[accountId];
  if (update?.status !== 'PENDING' || update.email !== given['PrimaryEmail']) {
    throw new ServiceError('ResourceNotFoundException', 'There is no such update under way.', {}, 404);
  }
  if (update.code !== given['Otp']) throw fieldErrors([['Otp', 'is not the code that was sent']]);
  if (!changeAccountEmail(world, accountId, update.email)) {
    throw new ServiceError('ConflictException', `The address ${update.email} is in use already.`, {}, 409);
  }
  accountState(world).emailUpdates[accountId] = { ...update, status: 'ACCEPTED', at: clock.now() };
  return { Status: 'ACCEPTED' };
};

const GetPrimaryEmailUpdateStatus: Operation<World> = (input, context) => {
  const update = accountState(context.world).emailUpdates[memberMeant(input, context)];
  if (!update) throw new ServiceError('ResourceNotFoundException', 'There is no update.', {}, 404);
  return { Status: update.status, UpdatedAt: new Date(update.at) };
};

export const nameOperations = {
  PutAccountName,
  GetAccountInformation,
  GetPrimaryEmail,
  StartPrimaryEmailUpdate,
  AcceptPrimaryEmailUpdate,
  GetPrimaryEmailUpdateStatus,
};
