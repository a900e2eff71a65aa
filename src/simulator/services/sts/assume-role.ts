import { type Caller, type Operation, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { type Role, roleNamed } from '../iam/for-services.js';
import { accountOf, organizationOf } from '../organizations/for-services.js';
import { policySays, roleArnOf } from '../resource-policy.js';
import { beginSession } from './sessions.js';

type Input = Readonly<Record<string, unknown>>;

const SECONDS = { least: 900, usual: 3_600, most: 43_200, chained: 3_600 };

export const AssumeRole: Operation<World> = (input, { world, caller, clock }) => {
  const arn = String(input['RoleArn'] ?? '');
  const sessionName = String(input['RoleSessionName'] ?? '');
  const [, accountId, roleName] = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(arn) ?? [];
  if (accountId === undefined || roleName === undefined) throw invalid(`${arn} is invalid: it is no role's ARN`);
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw invalid(`roleSessionName "${sessionName}" must be 2 to 64 of letters, digits and +=,.@-_`);
  }
  const role = roleNamed(world, accountId, roleName);
  if (role?.arn !== arn || !isOpen(world, accountId) || !trusts(world, role, caller, input)) {
    throw denied(caller, arn);
  }
  const seconds = secondsOf(input, role, caller);
  const row = {
    accountId,
    roleName,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    userId: `${role.id}:${sessionName}`,
    expiresAt: clock.now() + seconds * 1_000,
  };
  return { Credentials: beginSession(world, row), AssumedRoleUser: { AssumedRoleId: row.userId, Arn: row.arn } };
};

/** AWS does not say whether the role is missing or does not trust the caller. */
function denied({ arn: caller }: Caller, role: string): ServiceError {
  const message = `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${role}`;
  return new ServiceError('AccessDenied', message, {}, 403);
}

const invalid = (message: string): ServiceError => new ServiceError('ValidationError', message);

/** Nobody gets into a closed or suspended account. */
function isOpen(world: World, accountId: string): boolean {
  const state = accountOf(world, accountId)?.state;
  return state === undefined || state === 'ACTIVE' || state === 'PENDING_CLOSURE';
}

function trusts(world: World, role: Role, caller: Caller, input: Input): boolean {
  const context = {
    'aws:principalarn': roleArnOf(caller.arn),
    'aws:principalaccount': caller.accountId,
    'aws:principalorgid': organizationOf(world)?.id ?? null,
    'aws:principaltype': 'AssumedRole',
    'sts:externalid': input['ExternalId'] === undefined ? null : String(input['ExternalId']),
    'sts:rolesessionname': String(input['RoleSessionName']),
    'aws:multifactorauthpresent': null,
  };
  const said = policySays(role.trust, caller, { action: 'sts:AssumeRole', resource: role.arn, context });
  return said.allows === 'yes' && said.denies === 'no';
}

function secondsOf(input: Input, role: Role, caller: Caller): number {
  const seconds = Number(input['DurationSeconds'] ?? SECONDS.usual);
  if (seconds < SECONDS.least || seconds > SECONDS.most) {
    throw invalid(`durationSeconds is ${seconds}: give ${SECONDS.least} to ${SECONDS.most}`);
  }
  if (seconds > role.longestSession) {
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  const isChained = !caller.arn.includes(':assumed-role/sandbox/');
  if (isChained && seconds > SECONDS.chained) {
    throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');
  }
  return seconds;
}
