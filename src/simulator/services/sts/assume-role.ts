import { createHash } from 'node:crypto';
import { isObject, readStatements } from '../../../iam/document.js';
import { applies } from '../../../iam/evaluate.js';
import type { Json } from '../../../model.js';
import { type Caller, type Operation, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { type Role, roleNamed } from '../iam/for-services.js';
import { accountOf, organizationOf } from '../organizations/for-services.js';
import { type StsSession, stsState } from './state.js';

type Input = Readonly<Record<string, unknown>>;

/** Begins every access key that is given here: one that is not known (any more) is told from a user's own. */
export const KEY_PREFIX = 'ASIASANDBOX';

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
  const session = begin(world, role, sessionName, clock.now() + seconds * 1_000);
  return {
    Credentials: { ...session.credentials, Expiration: new Date(session.row.expiresAt) },
    AssumedRoleUser: { AssumedRoleId: session.row.userId, Arn: session.row.arn },
  };
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
  const request = { action: 'sts:AssumeRole', resource: role.arn, context };
  const verdicts = statementsOf(role.trust)
    .filter(({ principal }) => names(principal, caller))
    .map(({ statement }) => {
      // Who is meant has been settled; a trust policy has no resource of its own.
      const [read] = readStatements({ Statement: [{ ...statement, Principal: '*', Resource: '*' }] });
      return { effect: statement['Effect'], applies: read ? applies(read, request) : 'no' };
    });
  return (
    verdicts.some(({ effect, applies: verdict }) => effect === 'Allow' && verdict === 'yes') &&
    verdicts.every(({ effect, applies: verdict }) => effect !== 'Deny' || verdict === 'no')
  );
}

function statementsOf(trust: Role['trust']) {
  const listed = trust['Statement'];
  const statements: readonly (Json | undefined)[] = Array.isArray(listed) ? listed : [listed];
  return statements.flatMap((statement) =>
    isObject(statement) ? [{ statement, principal: statement['Principal'] }] : [],
  );
}

/** By account, by its root, by role or session; a service or an identity provider is never a caller here. */
function names(principal: Json | undefined, caller: Caller): boolean {
  if (principal === '*') return true;
  if (!isObject(principal)) return false;
  const aws = principal['AWS'];
  const listed: readonly (Json | undefined)[] = Array.isArray(aws) ? aws : [aws];
  const { accountId, arn } = caller;
  const known = ['*', accountId, `arn:aws:iam::${accountId}:root`, arn, roleArnOf(arn)];
  return listed.some((each) => typeof each === 'string' && known.includes(each));
}

/** The role of a session's ARN, which does not tell its path. */
function roleArnOf(arn: string): string {
  const [, accountId, name] = /^arn:aws[\w-]*:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return name === undefined ? arn : `arn:aws:iam::${accountId}:role/${name}`;
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

function begin(world: World, role: Role, name: string, expiresAt: number) {
  const state = stsState(world);
  const now = world.clock.now();
  for (const [key, session] of Object.entries(state.sessions))
    if (forgettable(session, now)) delete state.sessions[key];
  state.count += 1;
  const digest = createHash('sha256').update(`${state.count} ${role.arn} ${name} ${world.random()}`).digest();
  const accessKeyId = `${KEY_PREFIX}${digest.toString('hex').slice(0, 9).toUpperCase()}`;
  const row: StsSession = {
    accountId: role.accountId,
    roleName: role.name,
    arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${name}`,
    userId: `${role.id}:${name}`,
    expiresAt,
  };
  state.sessions[accessKeyId] = row;
  const secret = digest.toString('base64').slice(0, 40);
  const token = createHash('sha512').update(digest).digest('base64').repeat(2);
  return { row, credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secret, SessionToken: token } };
}

/** A day after their end nobody needs to be told that they are over. */
const forgettable = ({ expiresAt }: StsSession, now: number): boolean => expiresAt + 86_400_000 < now;
