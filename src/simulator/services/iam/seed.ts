import { z } from 'zod';
import { TowerctlError } from '../../../errors.js';
import type { World } from '../../world.js';
import { accountOf, memberIds, organizationOf } from '../organizations/for-services.js';
import {
  type AccessKey,
  beginSignIn,
  deviceOf,
  idFrom,
  NOTHING,
  type SignIn,
  setRootUser,
  setUser,
} from './sign-in.js';

/** Who can sign in to which account from the start: `rootUsers` and `iamUsers` of a seed file. */
const DAY_MS = 86_400_000;
/** How long ago what a seed describes was made, unless it says otherwise. */
const AGE_DAYS = 300;

const key = z.strictObject({
  /** null or absent: never. */
  lastUsedDaysAgo: z.number().min(0).nullable().optional(),
  active: z.boolean().optional(),
});
const root = z.strictObject({
  password: z.boolean().optional(),
  accessKeys: z.array(key).max(2).optional(),
  /** How many devices. */
  mfa: z.int().min(0).max(8).optional(),
  certificates: z.int().min(0).max(2).optional(),
});
const user = z.strictObject({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'is not the name of a user'),
  password: z.boolean().optional(),
  /** null or absent: never. */
  passwordUsedDaysAgo: z.number().min(0).nullable().optional(),
  accessKeys: z.array(key).max(2).optional(),
});
/** By the name of the account, or its id. */
const schema = z.strictObject({
  rootUsers: z.record(z.string(), root).optional(),
  iamUsers: z.record(z.string(), z.array(user)).optional(),
});

type Parsed = z.output<typeof schema>;
export type SignInSeed = { readonly [Name in keyof Parsed]: Exclude<Parsed[Name], undefined> };

/** In the default organization. */
export const DEFAULT_SIGN_IN: SignInSeed = {
  rootUsers: {
    'payments-prod': { password: true, mfa: 1 },
    'payments-dev': { password: true, accessKeys: [{ lastUsedDaysAgo: 200 }] },
  },
};

/** @throws TowerctlError (usage) with every problem. */
export function parseSignInSeed(given: { readonly rootUsers: unknown; readonly iamUsers: unknown }): SignInSeed {
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw refuse(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  const { rootUsers, iamUsers } = parsed.data;
  return { ...(rootUsers && { rootUsers }), ...(iamUsers && { iamUsers }) };
}

const refuse = (problems: readonly string[]): Error =>
  new TowerctlError('usage', `the seed is not valid: ${problems.join('; ')}`);

/** Over the organization that is seeded already. @throws TowerctlError (usage) that names every account that is not there */
export function seedSignIn(world: World, { rootUsers = {}, iamUsers = {} }: SignInSeed = {}): void {
  beginSignIn(world);
  const unknown: string[] = [];
  const inAccount = (where: string, name: string, act: (accountId: string) => void): void => {
    const accountId = accountNamed(world, name);
    if (accountId === undefined) unknown.push(`${where}.${name}: there is no such account`);
    else act(accountId);
  };
  for (const [name, given] of Object.entries(rootUsers)) {
    inAccount('rootUsers', name, (id) => setRootUser(world, id, rootFrom(world, id, given)));
  }
  for (const [name, users] of Object.entries(iamUsers)) {
    inAccount('iamUsers', name, (id) => {
      for (const each of users) addUser(world, id, each);
    });
  }
  if (unknown.length > 0) throw refuse(unknown);
}

function accountNamed(world: World, name: string): string | undefined {
  const management = organizationOf(world)?.managementAccountId ?? world.settings.accountId;
  const ids = [management, ...memberIds(world)];
  return ids.find((id) => id === name) ?? ids.find((id) => accountOf(world, id)?.name === name);
}

function rootFrom(world: World, accountId: string, given: z.output<typeof root>): SignIn {
  const at = world.clock.now() - AGE_DAYS * DAY_MS;
  const counted = (count = 0): number[] => Array.from({ length: count }, (_, index) => index + 1);
  return {
    ...(given.password && { password: { createdAt: at } }),
    keys: keysFrom(world, `${accountId}/root`, given.accessKeys),
    mfaDevices: counted(given.mfa).map((number) => deviceOf(accountId, number, at)),
    certificates: counted(given.certificates).map((number) => ({
      id: idFrom('', accountId, 'root', number),
      uploadedAt: at,
    })),
  };
}

function keysFrom(world: World, owner: string, given: readonly z.output<typeof key>[] = []): AccessKey[] {
  const now = world.clock.now();
  return given.map(({ lastUsedDaysAgo, active = true }, index) => ({
    id: idFrom('AKIA', owner, index),
    active,
    createdAt: now - AGE_DAYS * DAY_MS,
    ...(typeof lastUsedDaysAgo === 'number' && { lastUsedAt: now - lastUsedDaysAgo * DAY_MS }),
  }));
}

function addUser(world: World, accountId: string, given: z.output<typeof user>): void {
  const now = world.clock.now();
  const createdAt = now - AGE_DAYS * DAY_MS;
  const used = given.passwordUsedDaysAgo;
  const password = {
    createdAt,
    ...(typeof used === 'number' && { lastUsedAt: now - used * DAY_MS }),
  };
  setUser(world, accountId, {
    ...NOTHING,
    name: given.name,
    path: '/',
    id: idFrom('AIDA', accountId, given.name),
    createdAt,
    keys: keysFrom(world, `${accountId}/${given.name}`, given.accessKeys),
    ...(given.password && { password }),
  });
}
