import type { Verdict } from '../../src/checklist/verdict.js';
import type { JsonObject } from '../../src/model.js';
import type { Simulator } from '../../src/simulator/index.js';
import { setFeature } from '../../src/simulator/services/iam/for-services.js';
import type { Dice } from '../properties/dice.js';

export const MANAGEMENT = '123456789012';

/** Who can sign in to what: root users, IAM users, people in the management account; and where towerctl may look. */
export interface MessySignIn {
  /** Seed keys beside the organization. */
  readonly seed: JsonObject;
  /** A StackSet that lays the role that reads; absent where it is laid nowhere. */
  readonly stackSet?: JsonObject;
  readonly features: readonly ('RootCredentialsManagement' | 'RootSessions')[];
  readonly open: ReadonlySet<string>;
  /** Ids of accounts whose root user has something to sign in with. */
  readonly rooted: ReadonlySet<string>;
  /** Ids of accounts that have an IAM user with a password. */
  readonly withUsers: ReadonlySet<string>;
  /** People of the management account, by whichever way. */
  readonly people: number;
  /** Of the management account's root user. */
  readonly owner: { readonly mfa: boolean; readonly accessKeys: boolean };
}

const READ_TEMPLATE = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'towerctl-read',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:root` }, Action: 'sts:AssumeRole' },
          ],
        },
      },
    },
  },
};

/** The person who set up the landing zone is in its groups, and so in the management account. */
const OWNER = 1;

/** @param members ids of the member accounts in use, by the path of their unit */
export function messySignIn(
  dice: Dice,
  members: readonly { readonly id: string; readonly unit: string }[],
): MessySignIn {
  const ids = members.map(({ id }) => id);
  const isLaid = dice.chance(80);
  const isEverywhere = dice.chance(60);
  const laid = isLaid ? members.filter(() => isEverywhere || dice.chance(70)) : [];
  const rooted = new Set(dice.chance(40) ? [] : dice.some(ids, 3));
  const withUsers = new Set(dice.chance(40) ? [] : dice.some([MANAGEMENT, ...ids], 3));
  const owner = { mfa: dice.chance(70), accessKeys: dice.chance(30) };
  const hired = Array.from({ length: dice.between(0, 7) }, (_, index) => `person-${index}`);
  const rootUsers = Object.fromEntries([...rooted].map((id) => [id, rootUser(dice)]));
  return {
    seed: {
      rootUsers: {
        ...rootUsers,
        [MANAGEMENT]: {
          password: true,
          mfa: owner.mfa ? 1 : 0,
          ...(owner.accessKeys && { accessKeys: [{ lastUsedDaysAgo: 100 }] }),
        },
      },
      iamUsers: Object.fromEntries(
        [MANAGEMENT, ...ids].map((id) => [
          id,
          [
            ...(dice.chance(30) ? [{ name: 'robot' }] : []),
            ...(withUsers.has(id) ? [{ name: 'ben', password: true }] : []),
          ],
        ]),
      ),
      identityCenter: identityCenter(hired),
    },
    ...(laid.length > 0 && { stackSet: stackSetOf(laid) }),
    features: dice.some(['RootCredentialsManagement', 'RootSessions'] as const, 2),
    open: new Set([MANAGEMENT, ...laid.map(({ id }) => id)]),
    rooted,
    withUsers,
    people: OWNER + hired.length + (withUsers.has(MANAGEMENT) ? 1 : 0),
    owner,
  };
}

/** An MFA device that is left over is nothing to sign in with. */
function rootUser(dice: Dice): JsonObject {
  return dice.chance(50) ? { password: true } : { accessKeys: [{ lastUsedDaysAgo: 200 }], mfa: 1 };
}

/** One of them twice: by a group and in person. */
function identityCenter(people: readonly string[]): JsonObject {
  const [first] = people;
  if (first === undefined) return { groups: { nobody: {} } };
  const accounts = [MANAGEMENT];
  return {
    users: people.map((name) => ({ name })),
    groups: { operators: { members: [...people] } },
    permissionSets: { Operate: { managed: ['ReadOnlyAccess'] } },
    assignments: [
      { group: 'operators', permissionSet: 'Operate', accounts },
      { user: first, permissionSet: 'Operate', accounts },
    ],
  };
}

function stackSetOf(laid: readonly { readonly id: string; readonly unit: string }[]): JsonObject {
  return {
    name: 'AWSControlTowerBP-reader',
    template: READ_TEMPLATE,
    autoDeploy: false,
    instances: laid.map(({ id, unit }) => ({ units: [unit], accounts: [id], regions: ['ap-northeast-1'] })),
  };
}

/** Switched on by somebody, long ago. */
export function switchOn({ world }: Simulator, { features }: MessySignIn): void {
  for (const feature of features) setFeature(world, feature, true);
}

export interface SignInExpected {
  readonly verdict: Verdict;
  readonly met?: number | undefined;
  readonly of?: number | undefined;
}

/** @param trusted IAM has trusted access: without it no feature works */
export function expectedSignIn(
  { features, open, rooted, withUsers, people, owner }: MessySignIn,
  members: readonly string[],
  trusted: boolean,
): Record<string, SignInExpected> {
  const clean = members.filter((id) => open.has(id) && !rooted.has(id)).length;
  const found = members.filter((id) => open.has(id) && rooted.has(id)).length;
  const on = trusted ? features.length : 0;
  const all = [MANAGEMENT, ...members];
  const federated = all.filter((id) => open.has(id) && !withUsers.has(id)).length;
  const signing = all.filter((id) => open.has(id) && withUsers.has(id)).length;
  const faults = [!owner.mfa, owner.accessKeys].filter(Boolean).length;
  return {
    '1A-2': { verdict: rootVerdict(on, verdictOf(clean, found, members.length)), met: clean, of: members.length },
    '1A-3': { verdict: faults === 0 ? 'met' : 'partly' },
    '2-1': { verdict: verdictOf(federated, signing, all.length), met: federated, of: all.length },
    '3-3': { verdict: people > 5 ? 'not met' : 'met' },
  };
}

function verdictOf(met: number, failing: number, of: number): Verdict {
  if (met === of) return 'met';
  if (failing === 0) return 'unknown';
  return met === 0 ? 'not met' : 'partly';
}

/** With both features on the accounts decide; with one, or with clean accounts and none, a part of it is there. */
function rootVerdict(on: number, accounts: Verdict): Verdict {
  if (on === 2) return accounts;
  return on === 1 || accounts === 'met' || accounts === 'partly' ? 'partly' : 'not met';
}
