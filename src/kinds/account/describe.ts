import type { Change } from '../../model.js';
import { type AccountSpec, holdingPolicy, isFactoryMade } from './spec.js';

/** What a reviewer should know beyond the fields that change. */
export function describe(change: Change<AccountSpec>): readonly string[] {
  switch (change.action) {
    case 'create':
      return isFactoryMade(change.to) ? factory(change.to) : [...created(change.to), ...held(change.to)];
    case 'remove':
      return [
        `account ${change.from.name ?? ''} is closed: its people and workloads are locked out within minutes, and after 90 days nothing brings it back; its email is not free again`,
        'if Account Factory made it, terminate its provisioned product first: otherwise updates of the landing zone fail',
      ];
    case 'update':
    case 'adopt':
      return [...renamed(change.from, change.to), ...regions(change.from, change.to)];
    default:
      return [];
  }
}

function created({ name = '', email = '', parent = 'root' }: AccountSpec): string[] {
  if (parent === 'root') return [`a new account "${name}" <${email}>, made in the root in 1 to 5 minutes`];
  return [
    `a new account "${name}" <${email}>, made in the root in 1 to 5 minutes, then moved to ${parent}`,
    `enrolled with ${parent}, if that is registered`,
  ];
}

function held({ held: policy }: AccountSpec): string[] {
  if (typeof policy !== 'string') return [];
  return [
    `in quarantine before it is moved: ${holdingPolicy(policy)} stays on it until the rows of its readyWhen are met; each plan looks`,
  ];
}

function factory({ name = '', email = '', parent = 'root', vend }: AccountSpec): string[] {
  const user = vend?.by === 'account-factory' ? vend : undefined;
  return [
    `a new account "${name}" <${email}> in ${parent}, made and enrolled by Account Factory in 10 to 30 minutes, five at a time`,
    `access through Identity Center for ${user?.firstName ?? ''} ${user?.lastName ?? ''} <${user?.userEmail ?? ''}>`,
  ];
}

function renamed(from: AccountSpec, to: AccountSpec): string[] {
  if (to.name === undefined || from.name === to.name) return [];
  return ['Control Tower takes up the new name; a provisioned product of Account Factory keeps the old one'];
}

function regions(from: AccountSpec, to: AccountSpec): string[] {
  const off = Object.entries(to.regions ?? {}).flatMap(([region, state]) =>
    state === 'off' && from.regions?.[region] === 'on' ? [region] : [],
  );
  return off.length === 0
    ? []
    : [`what runs in ${off.join(', ')} goes on running and being paid for, and nobody can reach it`];
}
