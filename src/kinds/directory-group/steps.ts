import { faultOf, unlessGone } from '../../aws/faults.js';
import { TowerctlError } from '../../errors.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { type Directory, userIdOf } from './members.js';
import type { DirectoryGroupSpec } from './spec.js';

export function steps(change: Change<DirectoryGroupSpec>): Step<Surroundings>[] {
  const { address } = change;
  switch (change.action) {
    case 'create':
      return [create(change.to), ...(change.to.members ?? []).map((name) => add(address, name))];
    case 'update':
      return [...describeAnew(address, change.from, change.to), ...membership(address, change.from, change.to)];
    case 'remove':
      return [remove(address)];
    default:
      return [];
  }
}

/** Asked anew in each step: the landing zone of the same plan may have brought it. */
export async function directoryOf({ aws }: Pick<StepContext<Surroundings>, 'aws'>): Promise<Directory> {
  const instance = await aws.identityCenter().instance();
  if (instance === undefined) {
    throw new TowerctlError('failed', 'IAM Identity Center has no instance, and so no directory');
  }
  return { store: aws.identityStore(), storeId: instance.identityStoreId };
}

/** Nobody is let in before somebody else is let out: those that come first. */
function membership(address: Address, from: DirectoryGroupSpec, to: DirectoryGroupSpec): Step<Surroundings>[] {
  if (to.members === undefined) return [];
  const [before, after] = [new Set(from.members ?? []), new Set(to.members)];
  return [
    ...to.members.filter((name) => !before.has(name)).map((name) => add(address, name)),
    ...(from.members ?? []).filter((name) => !after.has(name)).map((name) => take(address, name)),
  ];
}

function create({ name, description }: DirectoryGroupSpec): Step<Surroundings> {
  return {
    name: 'create',
    calls: ['identitystore:CreateGroup'],
    async start(context) {
      const { store, storeId } = await directoryOf(context);
      try {
        return { state: 'done', id: await store.createGroup(storeId, name, description) };
      } catch (error) {
        if (faultOf(error).class !== 'already-so') throw error;
      }
      // An answer that was lost, or somebody who was faster: a group carries nothing that tells.
      store.forget();
      const id = await store.groupId(storeId, name);
      if (id !== undefined) return { state: 'done', id };
      return { state: 'failed', problem: 'AWS says that there is one of that name, and does not find it; run again' };
    },
  };
}

function describeAnew(address: Address, from: DirectoryGroupSpec, to: DirectoryGroupSpec): Step<Surroundings>[] {
  const { description } = to;
  if (description === undefined || from.description === description) return [];
  return [
    {
      name: 'update',
      calls: ['identitystore:UpdateGroup'],
      async start(context) {
        const { store, storeId } = await directoryOf(context);
        await store.updateGroup(storeId, context.names.idOf(address), description);
        return { state: 'done' };
      },
    },
  ];
}

function add(address: Address, name: string): Step<Surroundings> {
  return {
    name: `add ${name}`,
    calls: ['identitystore:CreateGroupMembership'],
    async start(context) {
      const directory = await directoryOf(context);
      const userId = await userIdOf(directory, name);
      if (userId === undefined) {
        return { state: 'failed', problem: `there is no user "${name}" any more; plan again` };
      }
      try {
        await directory.store.addMember(directory.storeId, context.names.idOf(address), userId);
      } catch (error) {
        if (faultOf(error).class !== 'already-so') throw error;
      }
      return { state: 'done' };
    },
  };
}

function take(address: Address, name: string): Step<Surroundings> {
  return {
    name: `remove ${name}`,
    calls: ['identitystore:DeleteGroupMembership'],
    async start(context) {
      const directory = await directoryOf(context);
      const { store, storeId } = directory;
      const userId = await userIdOf(directory, name);
      const members = await store.members(storeId, context.names.idOf(address));
      const membership = members.find((member) => member.userId === userId);
      if (membership === undefined) return { state: 'done' };
      await unlessGone(() => store.removeMember(storeId, membership.membershipId));
      return { state: 'done' };
    },
  };
}

function remove(address: Address): Step<Surroundings> {
  return {
    name: 'delete',
    calls: ['identitystore:DeleteGroup'],
    async start(context) {
      const { store, storeId } = await directoryOf(context);
      await unlessGone(() => store.deleteGroup(storeId, context.names.idOf(address)));
      return { state: 'done' };
    },
  };
}
