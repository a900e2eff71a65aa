import { createHash } from 'node:crypto';
import type { World } from '../../world.js';
import { accountOf, isManagementAccount } from '../organizations/for-services.js';
import { credentialsCentralizedAt } from './organization-features.js';

/** What somebody can sign in with: the root user of an account, or a user in it. Rows are replaced, never changed in place. */
export interface SignIn {
  readonly password?: Password | undefined;
  readonly keys: readonly AccessKey[];
  readonly mfaDevices: readonly MfaDevice[];
  readonly certificates: readonly Certificate[];
}

export interface Password {
  /** Clock milliseconds, like all times here. */
  readonly createdAt: number;
  readonly lastUsedAt?: number | undefined;
  readonly mustChange?: boolean;
}

export interface AccessKey {
  /** `AKIA...` */
  readonly id: string;
  readonly active: boolean;
  readonly createdAt: number;
  /** Absent = never. */
  readonly lastUsedAt?: number | undefined;
}

export interface MfaDevice {
  /** An ARN: these are virtual ones. */
  readonly serial: string;
  readonly since: number;
}

export interface Certificate {
  readonly id: string;
  readonly uploadedAt: number;
}

export interface User extends SignIn {
  readonly name: string;
  /** `AIDA...` */
  readonly id: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly createdAt: number;
}

interface SignInState {
  /** Account -> its root user, where that is not as the account was made. */
  readonly roots: Record<string, SignIn>;
  /** Account -> name -> user. */
  readonly users: Record<string, Record<string, User>>;
  /** When this world began, clock milliseconds: accounts that joined before are as the seed has them. */
  readonly since: number;
}

const signInState = (world: World): SignInState =>
  world.state('iam-sign-in', (): SignInState => ({ roots: {}, users: {}, since: world.clock.now() }));

/** From now on accounts are made, and what is there is the seed's. */
export function beginSignIn(world: World): void {
  world.setState('iam-sign-in', { roots: {}, users: {}, since: world.clock.now() } satisfies SignInState);
}

export const NOTHING: SignIn = { keys: [], mfaDevices: [], certificates: [] };

export function rootUserOf(world: World, accountId: string): SignIn {
  return signInState(world).roots[accountId] ?? asMade(world, accountId);
}

export function setRootUser(world: World, accountId: string, root: SignIn): void {
  signInState(world).roots[accountId] = root;
}

/**
 * Organizations gives the root user of an account that it creates a random password, and none at all while root
 * credentials are managed centrally. Members of the seed have nothing unless it says so; the management account a password and a device.
 */
function asMade(world: World, accountId: string): SignIn {
  const account = accountOf(world, accountId);
  if (isManagementAccount(world, accountId)) {
    const createdAt = account?.joinedAt ?? signInState(world).since;
    return { ...NOTHING, password: { createdAt }, mfaDevices: [deviceOf(accountId, 1, createdAt)] };
  }
  if (account?.joinedMethod !== 'CREATED' || account.joinedAt < signInState(world).since) return NOTHING;
  return credentialsCentralizedAt(world, account.joinedAt)
    ? NOTHING
    : { ...NOTHING, password: { createdAt: account.joinedAt } };
}

export const deviceOf = (accountId: string, number: number, since: number): MfaDevice => ({
  serial: `arn:aws:iam::${accountId}:mfa/root-device-${number}`,
  since,
});

/** By name. */
export function usersIn(world: World, accountId: string): User[] {
  return Object.values(signInState(world).users[accountId] ?? {}).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function userNamed(world: World, accountId: string, name: string): User | undefined {
  const users = signInState(world).users[accountId] ?? {};
  return Object.hasOwn(users, name) ? users[name] : undefined;
}

export function setUser(world: World, accountId: string, user: User): void {
  const { users } = signInState(world);
  users[accountId] = { ...users[accountId], [user.name]: user };
}

export function removeUser(world: World, accountId: string, name: string): void {
  delete signInState(world).users[accountId]?.[name];
}

/** An id as IAM makes them, the same for the same words. */
export function idFrom(prefix: 'AIDA' | 'AKIA' | '', ...words: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(words.join('/')).digest('hex').toUpperCase();
  return `${prefix}${digest.slice(0, prefix === '' ? 24 : 16)}`;
}
