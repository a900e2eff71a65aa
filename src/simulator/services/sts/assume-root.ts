import { type Caller, type Operation, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { organizationFeatures } from '../iam/for-services.js';
import { accountOf, isDelegatedAdministrator, organizationOf } from '../organizations/for-services.js';
import { featuresFor, taskOf } from './root-tasks.js';
import { beginSession } from './sessions.js';

const LONGEST_SECONDS = 900;
const IAM = 'iam.amazonaws.com';

export const AssumeRoot: Operation<World> = (input, { world, caller, clock }) => {
  if (isGlobal(caller)) throw new ServiceError('InvalidAction', 'Unknown Operation');
  const accountId = targetOf(input['TargetPrincipal']);
  if (accountId === undefined) {
    throw invalid(
      `TargetPrincipal "${String(input['TargetPrincipal'])}" is neither an account id nor the ARN of its root`,
    );
  }
  const policy = String(Object(input['TaskPolicyArn'])['arn'] ?? '');
  const task = taskOf(policy);
  if (task === undefined) throw invalid(`"${policy}" is not the ARN of a policy for root tasks`);
  const seconds = Number(input['DurationSeconds'] ?? LONGEST_SECONDS);
  if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
    throw invalid(`durationSeconds is ${seconds}: give up to ${LONGEST_SECONDS}`);
  }
  const root = `arn:aws:iam::${accountId}:root`;
  if (!mayAssume(world, caller, accountId, task)) {
    const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRoot on resource: ${root}`;
    throw new ServiceError('AccessDenied', message, {}, 403);
  }
  const row = { accountId, arn: root, userId: accountId, expiresAt: clock.now() + seconds * 1_000, rootTask: task };
  return { Credentials: beginSession(world, row) };
};

/** Told by the host name, or by the Region that only the global endpoint signs for. A simulator that listens has no other host to tell by. */
const isGlobal = ({ host, region }: Caller): boolean => host === 'sts.amazonaws.com' || region === 'aws-global';

/** The account that `123456789012` or `arn:aws:iam::123456789012:root` means. */
export function targetOf(principal: unknown): string | undefined {
  const [, id, ofRoot] = /^(?:(\d{12})|arn:aws[\w-]*:iam::(\d{12}):root)$/.exec(String(principal ?? '')) ?? [];
  return id ?? ofRoot;
}

/** AWS does not say which of these is not so. Root users, whose sessions are bound to their task, never get here. */
function mayAssume(world: World, caller: Caller, accountId: string, task: string): boolean {
  const organization = organizationOf(world);
  const isMember = accountId !== organization?.managementAccountId && accountOf(world, accountId)?.state === 'ACTIVE';
  const isAdministrator =
    caller.accountId === organization?.managementAccountId || isDelegatedAdministrator(world, caller.accountId, IAM);
  const features = organizationFeatures(world);
  return isMember && isAdministrator && featuresFor(task).every((each) => features.includes(each));
}

const invalid = (message: string): ServiceError => new ServiceError('ValidationError', message);
