import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../../model.js';
import type { World } from '../../world.js';
import { executionRoleSince, landingZoneHome } from '../controltower/for-services.js';
import { accountOf, isManagementAccount, organizationOf, parentOf } from '../organizations/for-services.js';
import { type ReservedRole, reservedRolesIn } from '../sso/for-services.js';
import { rolesOfStacks } from './made-by-stacks.js';
import { iamState } from './state.js';

/** The roles of an account, wherever they come from. */
export interface Role {
  readonly accountId: string;
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly arn: string;
  /** `AROA...` */
  readonly id: string;
  readonly trust: JsonObject;
  readonly description?: string;
  /** Seconds. */
  readonly longestSession: number;
  /** Clock milliseconds. */
  readonly createdAt: number;
}

type Draft = Pick<Role, 'name' | 'trust'> &
  Partial<Pick<Role, 'path' | 'description' | 'longestSession' | 'createdAt'>>;

const EXECUTION_ROLE = 'AWSControlTowerExecution';
const ACCESS_ROLE = 'OrganizationAccountAccessRole';
const AN_HOUR = 3_600;

/** By name. */
export function rolesIn(world: World, accountId: string): Role[] {
  const drafts = new Map<string, Draft>();
  const reserved = reservedRolesIn(world, accountId).map((role) => fromPermissionSet(accountId, role));
  const stacks = rolesOfStacks(world, accountId).map(fromStack);
  for (const draft of [...putRoles(world, accountId), ...givenRoles(world, accountId), ...reserved, ...stacks]) {
    if (!drafts.has(draft.name)) drafts.set(draft.name, draft);
  }
  return [...drafts.values()]
    .filter((draft) => isThere(world, accountId, draft))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((draft) => roleFrom(accountId, draft));
}

/** Stacks are looked through only where nobody else made a role of this name: StackSets ask for every instance. */
export function roleNamed(world: World, accountId: string, name: string): Role | undefined {
  const isMeant = (draft: Draft): boolean => draft.name === name;
  if (name.startsWith('AWSReservedSSO_')) {
    const reserved = reservedRolesIn(world, accountId).find((role) => role.name === name);
    return reserved && roleFrom(accountId, fromPermissionSet(accountId, reserved));
  }
  const draft =
    putRoles(world, accountId).find(isMeant) ??
    givenRoles(world, accountId).find(isMeant) ??
    rolesOfStacks(world, accountId).map(fromStack).find(isMeant);
  return draft && isThere(world, accountId, draft) ? roleFrom(accountId, draft) : undefined;
}

/** Not deleted by somebody since it was made. */
function isThere(world: World, accountId: string, { name, createdAt = 0 }: Draft): boolean {
  return createdAt > (iamState(world).deleted[`${accountId}/${name}`] ?? -1);
}

/** Those that are there without a stack. */
const putRoles = (world: World, accountId: string): Draft[] =>
  Object.values(iamState(world).roles ?? {}).filter((role) => role.accountId === accountId);

/** Those that Organizations and Control Tower made. */
function givenRoles(world: World, accountId: string): Draft[] {
  const organization = organizationOf(world);
  if (!organization || parentOf(world, accountId) === undefined) return [];
  const linked = serviceRole(
    'AWSServiceRoleForOrganizations',
    'organizations',
    '/aws-service-role/organizations.amazonaws.com/',
  );
  if (isManagementAccount(world, accountId)) return [linked, ...landingZoneRoles(world)];
  const account = accountOf(world, accountId);
  const trust = trusting({ AWS: `arn:aws:iam::${organization.managementAccountId}:root` });
  const enrolledAt = executionRoleSince(world, accountId);
  const own =
    account?.joinedMethod === 'CREATED'
      ? [{ name: account.roleName ?? ACCESS_ROLE, trust, createdAt: account.joinedAt }]
      : [];
  const pushed = enrolledAt === undefined ? [] : [{ name: EXECUTION_ROLE, trust, createdAt: enrolledAt }];
  return [linked, ...pushed, ...own];
}

function landingZoneRoles(world: World): Draft[] {
  if (landingZoneHome(world) === undefined) return [];
  return [
    serviceRole('AWSControlTowerAdmin', 'controltower', '/service-role/'),
    serviceRole('AWSControlTowerCloudTrailRole', 'cloudtrail', '/service-role/'),
    serviceRole('AWSControlTowerStackSetRole', 'cloudformation', '/service-role/'),
  ];
}

const serviceRole = (name: string, service: string, path: string): Draft => ({
  name,
  path,
  trust: trusting({ Service: `${service}.amazonaws.com` }),
});

const trusting = (principal: JsonObject): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
});

/** People enter by it through the identity provider that Identity Center keeps in the account. */
function fromPermissionSet(accountId: string, { name, path, createdAt, permissionSet }: ReservedRole): Draft {
  const digest = createHash('sha256')
    .update(`provider ${permissionSet.arn.split('/')[1]}`)
    .digest('hex')
    .slice(0, 16);
  return {
    name,
    path,
    createdAt,
    longestSession: 12 * AN_HOUR,
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::${accountId}:saml-provider/AWSSSO_${digest}_DO_NOT_DELETE` },
          Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
          Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        },
      ],
    },
  };
}

function fromStack({ name, properties, createdAt }: ReturnType<typeof rolesOfStacks>[number]): Draft {
  const {
    AssumeRolePolicyDocument: trust,
    MaxSessionDuration: longest,
    Path: path,
    Description: description,
  } = properties;
  return {
    name,
    createdAt,
    trust: isObject(trust) ? trust : {},
    ...(typeof path === 'string' && { path }),
    ...(typeof description === 'string' && { description }),
    ...(longest !== undefined && { longestSession: Number(longest) }),
  };
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function roleFrom(accountId: string, draft: Draft): Role {
  const { name, path = '/', longestSession = AN_HOUR, createdAt = 0 } = draft;
  const digest = createHash('sha256').update(`${accountId}/${name}`).digest('hex').toUpperCase();
  return {
    ...draft,
    accountId,
    path,
    longestSession,
    createdAt,
    arn: `arn:aws:iam::${accountId}:role${path}${name}`,
    id: `AROA${digest.slice(0, 17)}`,
  };
}
