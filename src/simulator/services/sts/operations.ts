import type { Operation } from '../../service.js';
import type { World } from '../../world.js';
import { AssumeRole } from './assume-role.js';
import { AssumeRoot } from './assume-root.js';

const getCallerIdentity: Operation<World> = (_input, { caller }) => ({
  UserId: caller.userId,
  Account: caller.accountId,
  Arn: caller.arn,
});

export const operations: Readonly<Record<string, Operation<World>>> = {
  GetCallerIdentity: getCallerIdentity,
  AssumeRole,
  AssumeRoot,
};
