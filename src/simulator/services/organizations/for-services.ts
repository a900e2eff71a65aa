import type { World } from '../../world.js';
import { changeEmail, isEmailTaken, relocate, rename } from './membership.js';
import { chainOf, exists, kindOf, newPolicyId, newUnitId, type TargetKind, targetArn, targetName } from './names.js';
import { attach, attachDefaults, detach, finishEnable } from './policy-type-changes.js';
import { factsOf } from './quotas.js';
import type { AccountRecord, OrganizationRecord, PolicyRecord } from './records.js';
import { openStore } from './state.js';

export type { AccountRecord, PolicyRecord } from './records.js';

/**
 * The organization as other simulated services see it and act in it with their service-linked roles: always the present
 * state, no paging, no lag. What they do is bound by the same quotas as what people do.
 */

/** The organization that the management account is in; undefined when it is in none. */
export function organizationOf(world: World): OrganizationRecord | undefined {
  return openStore(world).get('organizations', 'current');
}

/** The id in an ARN of a root, unit or account of this organization; undefined for everything else. */
export function targetIdOf(world: World, arn: string): string | undefined {
  const match = /^arn:aws[\w-]*:organizations::\d{12}:(?:root|ou|account)\/(o-[a-z0-9]+)\/([\w-]+)$/.exec(arn);
  const [, organization, id] = match ?? [];
  const known = id !== undefined && organization === organizationOf(world)?.id && exists(openStore(world).current, id);
  return known ? id : undefined;
}

export const targetArnOf = (world: World, id: string): string => targetArn(openStore(world).current, id);
export const targetKindOf = (id: string): TargetKind => kindOf(id);
export const targetExists = (world: World, id: string): boolean => exists(openStore(world).current, id);
export const nameOfTarget = (world: World, id: string): string => targetName(openStore(world).current, id);
export const parentOf = (world: World, id: string): string | undefined => openStore(world).get('parents', id);
/** From the root down to the thing itself. */
export const pathTo = (world: World, id: string): string[] => chainOf(openStore(world).current, id);
export const unitsIn = (world: World, parent: string): readonly string[] => openStore(world).list(`units:${parent}`);
export const accountOf = (world: World, id: string): AccountRecord | undefined => openStore(world).get('accounts', id);

/** Accounts directly in a unit, whatever their state. */
export function accountsIn(world: World, parent: string): AccountRecord[] {
  const store = openStore(world);
  return store.list(`accounts:${parent}`).flatMap((id) => store.get('accounts', id) ?? []);
}

/** Every member, closed ones included, in the order in which they joined. */
export const memberIds = (world: World): readonly string[] => openStore(world).list('accounts');

export const isManagementAccount = (world: World, id: string): boolean =>
  (organizationOf(world)?.managementAccountId ?? world.settings.accountId) === id;

/** Is the account registered as a delegated administrator of this service? */
export const isDelegatedAdministrator = (world: World, id: string, principal: string): boolean =>
  openStore(world).list(`services:${id}`).includes(principal);

export function renameAccount(world: World, id: string, name: string): void {
  const store = openStore(world);
  const account = store.get('accounts', id);
  if (account) rename(store, account, name);
}

export const emailIsTaken = (world: World, email: string): boolean => isEmailTaken(openStore(world), email);

/** False when there is no such account, or another one has the address. */
export function changeAccountEmail(world: World, id: string, email: string): boolean {
  const store = openStore(world);
  const account = store.get('accounts', id);
  return account !== undefined && changeEmail(store, account, email);
}

/** Principals whose access to the organization is on. */
export const trustedServices = (world: World): readonly string[] => openStore(world).list('trusted-access');

export function trustService(world: World, principal: string): void {
  const store = openStore(world);
  if (store.get('trustedAccess', principal) !== undefined) return;
  store.put('trustedAccess', principal, world.clock.now());
  store.append('trusted-access', principal);
}

/** Policies of one type that are attached to the target itself, in their order. */
export function policiesOn(world: World, type: string, target: string): PolicyRecord[] {
  const store = openStore(world);
  return (store.get('attachments', `${type}/${target}`) ?? []).flatMap((id) => store.get('policies', id) ?? []);
}

/** While a type is off, its policies bind nobody. */
export const policyTypeIsOn = (world: World, type: string): boolean =>
  openStore(world).get('policyTypes', type)?.status === 'ENABLED';

export function policyOf(world: World, id: string): PolicyRecord | undefined {
  return openStore(world).get('policies', id);
}

/** How many more policies of this type can be attached to the target. */
export function placesLeft(world: World, type: string, target: string): number {
  const used = openStore(world).get('attachments', `${type}/${target}`)?.length ?? 0;
  return factsOf(type, world.settings.quotas).perTarget - used;
}

/** Characters that a policy of this type can have. */
export const sizeLimit = (world: World, type: string): number => factsOf(type, world.settings.quotas).size;

export function ensurePolicyType(world: World, type: string): void {
  const store = openStore(world);
  if (store.get('policyTypes', type)) return;
  store.append('types', type);
  finishEnable(store, type);
}

/** A new policy that is attached to the target at once. The caller has asked whether there is a place. */
export function createPolicyOn(
  world: World,
  target: string,
  policy: { readonly type: string; readonly name: string; readonly description?: string; readonly content: string },
): PolicyRecord {
  const store = openStore(world);
  const id = newPolicyId(world.random);
  const record: PolicyRecord = { description: '', ...policy, id, awsManaged: false };
  store.put('policies', id, record);
  store.put('names', `policy:${policy.type}/${policy.name}`, id);
  store.append(`policies:${policy.type}`, id);
  attach(store, id, policy.type, target);
  return record;
}

export function replaceContent(world: World, id: string, content: string): void {
  const store = openStore(world);
  const policy = store.get('policies', id);
  if (policy && policy.content !== content) store.put('policies', id, { ...policy, content });
}

export function attachPolicy(world: World, id: string, target: string): void {
  const store = openStore(world);
  const policy = store.get('policies', id);
  if (policy) attach(store, id, policy.type, target);
}

/** Detaches the policy everywhere and deletes it. */
export function deletePolicy(world: World, id: string): void {
  const store = openStore(world);
  const policy = store.get('policies', id);
  if (!policy) return;
  for (const target of store.get('targets', id) ?? []) detach(store, id, policy.type, target);
  store.remove('policies', id);
  store.remove('names', `policy:${policy.type}/${policy.name}`);
  store.withdraw(`policies:${policy.type}`, id);
  store.remove('targets', id);
  store.remove('tags', id);
}

export function createUnit(world: World, parent: string, name: string): string {
  const store = openStore(world);
  const id = newUnitId(world.random, organizationOf(world)?.rootId ?? 'r-none');
  store.put('units', id, { id, name });
  store.put('parents', id, parent);
  store.put('names', `unit:${parent}/${name}`, id);
  store.append('units', id);
  store.append(`units:${parent}`, id);
  attachDefaults(store, id);
  return id;
}

export const unitNamed = (world: World, parent: string, name: string): string | undefined =>
  openStore(world).get('names', `unit:${parent}/${name}`);

export function moveAccount(world: World, account: string, to: string): void {
  const from = parentOf(world, account);
  if (from !== undefined && from !== to) relocate(openStore(world), account, from, to);
}

/** Changes with everything that changes in the organization. */
export const organizationVersion = (world: World): number => openStore(world).seq;

export function distrustService(world: World, principal: string): void {
  const store = openStore(world);
  if (store.get('trustedAccess', principal) === undefined) return;
  store.remove('trustedAccess', principal);
  store.withdraw('trusted-access', principal);
}

/** Accounts that act for the management account in one service. */
export const delegatedAdministrators = (world: World, principal: string): readonly string[] =>
  openStore(world).list(`administrators:${principal}`);
