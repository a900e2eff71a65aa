import { z } from 'zod';
import { TowerctlError } from '../../../errors.js';
import { forever } from '../../lived.js';
import type { World } from '../../world.js';
import { landingZoneHome } from '../controltower/for-services.js';
import { addGroup, addMember, addUser, groupNamed, openStore, userNamed } from '../identitystore/for-services.js';
import type { ExternalId, StoreRow } from '../identitystore/state.js';
import { accountOf, memberIds } from '../organizations/for-services.js';
import { addAssignment } from './finish.js';
import { arrive } from './for-services.js';
import { addInstance, ensureInstance } from './instance.js';
import { setArn } from './names.js';
import { checkInline } from './policies.js';
import {
  emptyIdentityCenter,
  type InstanceRow,
  identityCenterState,
  provisionOf,
  type SetRow,
  setNamed,
} from './state.js';

/** The Identity Center of a seed file: there from the start, beside what Control Tower sets up. */
const name = z.string().min(1);
const policy = z.union([name, z.strictObject({ name, path: name.optional() })]);
const user = z.strictObject({
  name,
  email: name.optional(),
  /** Brought by an identity provider. */
  external: z.boolean().optional(),
});
const group = z.strictObject({
  description: name.optional(),
  /** User names; who is not among the users is one all the same. */
  members: z.array(name).optional(),
  external: z.boolean().optional(),
});
const permissionSet = z.strictObject({
  description: name.optional(),
  session: name.optional(),
  relayState: name.optional(),
  /** What follows `:policy/` in the ARN. */
  managed: z.array(name).optional(),
  customer: z.array(policy).optional(),
  inline: z.union([name, z.record(z.string(), z.unknown())]).optional(),
  boundary: z.union([z.strictObject({ managed: name }), z.strictObject({ customer: policy })]).optional(),
  tags: z.record(z.string(), z.string()).optional(),
});
const assignment = z
  .strictObject({
    group: name.optional(),
    user: name.optional(),
    permissionSet: name,
    /** Ids or names. */
    accounts: z.array(name).min(1),
    /** The set was edited since it was provisioned there. */
    stale: z.boolean().optional(),
  })
  .refine(
    (given) => (given.group === undefined) !== (given.user === undefined),
    'needs a group or a user, and not both',
  );
const schema = z.strictObject({
  /** The landing zone's home Region unless given; ap-northeast-1 without one. */
  region: name.optional(),
  users: z.array(z.preprocess((given) => (typeof given === 'string' ? { name: given } : given), user)).optional(),
  groups: z.record(name, group).optional(),
  permissionSets: z.record(name, permissionSet).optional(),
  assignments: z.array(assignment).optional(),
  /** Accounts that have an instance of their own. */
  accountInstances: z.array(z.strictObject({ account: name, name: name.optional() })).optional(),
  /** Account -> customer managed policies that are there although no stack made them: `Name` or `/path/Name`. */
  customerPolicies: z.record(name, z.array(name)).optional(),
});

export type IdentityCenterSeed = z.output<typeof schema>;
type SetSeed = z.output<typeof permissionSet>;
type PolicySeed = z.output<typeof policy>;

const HOME = 'ap-northeast-1';
const PROVIDER = 'https://idp.example.com';

const refuse = (problems: readonly string[]): Error =>
  new TowerctlError('usage', `the seed is not valid: ${problems.join('; ')}`);

/** @throws TowerctlError (usage) with every problem. */
export function parseIdentityCenterSeed(given: unknown): IdentityCenterSeed {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw refuse(parsed.error.issues.map(({ path, message }) => `${['identityCenter', ...path].join('.')}: ${message}`));
}

/**
 * Puts Identity Center over the organization and the landing zone that are seeded already. Without a seed there is one
 * where the landing zone manages access, and none elsewhere.
 *
 * @throws TowerctlError (usage) where something that the seed names is not there
 */
export function seedIdentityCenter(world: World, seed: IdentityCenterSeed | undefined): void {
  world.setState('sso', emptyIdentityCenter());
  world.setState('identitystore', { stores: {} });
  if (seed) {
    const region = seed.region ?? landingZoneHome(world) ?? HOME;
    const instance = ensureInstance(world, region);
    arrive(world);
    new Seeding(world, instance).add(seed);
  } else {
    arrive(world);
  }
}

class Seeding {
  readonly #world: World;
  readonly #instance: InstanceRow;
  readonly #store: StoreRow;
  readonly #problems: string[] = [];

  constructor(world: World, instance: InstanceRow) {
    this.#world = world;
    this.#instance = instance;
    this.#store = openStore(world, instance.identityStoreId, instance.region, instance.ownerAccountId);
  }

  add(seed: IdentityCenterSeed): void {
    for (const { name, email, external } of seed.users ?? []) this.#user(name, email, external);
    for (const [name, given] of Object.entries(seed.groups ?? {})) this.#group(name, given);
    for (const [name, given] of Object.entries(seed.permissionSets ?? {})) this.#set(name, given);
    for (const given of seed.assignments ?? []) this.#assign(given);
    for (const { account, name } of seed.accountInstances ?? []) {
      addInstance(this.#world, this.#instance.region, this.#account(account), name);
    }
    const { customerPolicies } = identityCenterState(this.#world);
    for (const [given, names] of Object.entries(seed.customerPolicies ?? {})) {
      const account = this.#account(given);
      customerPolicies[account] = names.map((each) => `arn:aws:iam::${account}:policy/${each.replace(/^\//, '')}`);
    }
    if (this.#problems.length > 0) throw refuse(this.#problems.map((problem) => `identityCenter: ${problem}`));
  }

  #user(name: string, email?: string, external?: boolean): string {
    const known = userNamed(this.#store, name);
    if (known) return known.id;
    const address = email ?? (name.includes('@') ? name : undefined);
    const attributes = {
      UserName: name,
      DisplayName: name,
      Name: { GivenName: name, FamilyName: name },
      ...(address === undefined ? {} : { Emails: [{ Value: address, Type: 'work', Primary: true }] }),
    };
    return addUser({ world: this.#world, seeded: true }, this.#store, attributes, outside(external, name)).id;
  }

  #group(name: string, { description, members, external }: z.output<typeof group>): void {
    const making = { world: this.#world, seeded: true };
    const externalId = outside(external, name);
    const row =
      groupNamed(this.#store, name) ??
      addGroup(making, this.#store, { name, description, ...(externalId === undefined ? {} : { externalId }) });
    for (const member of members ?? []) addMember(making, this.#store, row.id, this.#user(member));
  }

  #set(name: string, given: SetSeed): void {
    if (setNamed(this.#world, name)) {
      this.#problems.push(`there is a permission set ${name} already: Control Tower's`);
      return;
    }
    const since = forever(this.#world);
    const { description, session = 'PT1H', relayState, managed = [], customer = [], inline, tags = {} } = given;
    const row: SetRow = {
      arn: setArn(this.#instance.arn, name),
      name,
      since,
      createdAt: since,
      session,
      managed: managed.map((each) => `arn:aws:iam::aws:policy/${each}`),
      customer: customer.map(reference),
      tags,
      ...(description === undefined ? {} : { description }),
      ...(relayState === undefined ? {} : { relayState }),
      ...(inline === undefined ? {} : { inline: typeof inline === 'string' ? inline : JSON.stringify(inline) }),
      ...boundaryOf(given),
    };
    if (row.inline !== undefined) checkInline(row.inline);
    identityCenterState(this.#world).sets[row.arn] = row;
  }

  #assign({ group, user, permissionSet, accounts, stale }: z.output<typeof assignment>): void {
    const set = setNamed(this.#world, permissionSet);
    const id = user === undefined ? groupNamed(this.#store, group ?? '')?.id : userNamed(this.#store, user)?.id;
    if (!set) this.#problems.push(`there is no permission set ${permissionSet}`);
    if (id === undefined) this.#problems.push(`there is no ${user === undefined ? `group ${group}` : `user ${user}`}`);
    const places = accounts.map((each) => this.#account(each));
    if (!set || id === undefined) return;
    for (const account of places) {
      const type = user === undefined ? 'GROUP' : 'USER';
      addAssignment(this.#world, set.arn, account, { type, id }, forever(this.#world));
      const row = provisionOf(this.#world, set.arn, account);
      if (row && stale === true) row.stale = true;
    }
  }

  /** Ids are left as they are where the account is not there: it may have been once. */
  #account(given: string): string {
    if (/^\d{12}$/.test(given)) return given;
    const id = memberIds(this.#world).find((each) => accountOf(this.#world, each)?.name === given);
    if (id === undefined) this.#problems.push(`there is no account named ${given}`);
    return id ?? given;
  }
}

function reference(given: PolicySeed): { readonly Name: string; readonly Path: string } {
  return typeof given === 'string' ? { Name: given, Path: '/' } : { Name: given.name, Path: given.path ?? '/' };
}

function boundaryOf({ boundary }: SetSeed): Pick<SetRow, 'boundary'> {
  if (!boundary) return {};
  return 'managed' in boundary
    ? { boundary: { ManagedPolicyArn: `arn:aws:iam::aws:policy/${boundary.managed}` } }
    : { boundary: { CustomerManagedPolicyReference: reference(boundary.customer) } };
}

function outside(external: boolean | undefined, name: string): ExternalId | undefined {
  return external === true ? { Issuer: PROVIDER, Id: name } : undefined;
}
