import { policyType } from '../../facts/policy-types.js';
import type { SpecsByAddress } from '../../kind.js';
import type { Address, Change, NodeName } from '../../model.js';
import { policyTypeIn } from '../organization-policy/spec.js';
import type { AttachmentSpec } from './spec.js';

type Others = ReadonlyMap<string, readonly Change[]>;

/**
 * A policy is detached only when what may take its place is attached, and the accounts that leave its reach have left.
 * Where every slot of a target is taken AWS leaves one order only: the old one goes, then the new one comes.
 */
export function follows(change: Change<AttachmentSpec>, others: Others, before: SpecsByAddress): Address[] {
  if (change.action === 'create') return isFull(change.to, before) ? makingRoom(change.to, others) : [];
  if (change.action !== 'remove' || isFull(change.from, before)) return [];
  return [...leaving(change.from, others), ...replacing(change.from, others, before)];
}

function leaving({ target }: AttachmentSpec, others: Others): Address[] {
  return (others.get('account') ?? []).flatMap((other) => {
    if (!('from' in other) || !('to' in other)) return [];
    const parent = other.from?.['parent'];
    const leaves = typeof parent === 'string' && parent !== other.to['parent'] && isWithin(parent, target);
    return leaves ? [other.address] : [];
  });
}

function replacing({ policy, target }: AttachmentSpec, others: Others, before: SpecsByAddress): Address[] {
  const placesOf = accountPlaces(others, before);
  return (others.get('policy-attachment') ?? []).flatMap((other) => {
    if (other.action !== 'create') return [];
    const replacement = other.to as AttachmentSpec;
    const may =
      policyTypeIn(replacement.policy) === policyTypeIn(policy) && mayShare(replacement.target, target, placesOf);
    return may ? [other.address] : [];
  });
}

/** What leaves the same target. */
function makingRoom({ policy, target }: AttachmentSpec, others: Others): Address[] {
  return (others.get('policy-attachment') ?? []).flatMap((other) => {
    if (other.action !== 'remove') return [];
    const old = other.from as AttachmentSpec;
    return policyTypeIn(old.policy) === policyTypeIn(policy) && old.target === target ? [other.address] : [];
  });
}

function isWithin(node: string, above: string): boolean {
  return above === 'root' || node === above || node.startsWith(`${above}/`);
}

type Places = (account: NodeName) => readonly string[] | undefined;

/** Where an account lives before the plan and after it; undefined where accounts were not read: then it may be anywhere. */
function accountPlaces(others: Others, before: SpecsByAddress): Places {
  const moved = new Map<string, unknown>(
    (others.get('account') ?? []).map((change) => [change.address, 'to' in change ? change.to?.['parent'] : undefined]),
  );
  return (account) => {
    const parent = before.get(account as Address)?.spec['parent'];
    if (typeof parent !== 'string') return undefined;
    const next = moved.get(account);
    return typeof next === 'string' ? [parent, next] : [parent];
  };
}

/** Do two places bind the same accounts? */
function mayShare(one: NodeName, other: NodeName, placesOf: Places): boolean {
  if (one === other) return true;
  const [account, place] = one.startsWith('account:') ? [one, other] : [other, one];
  if (!account.startsWith('account:')) return isWithin(one, other) || isWithin(other, one);
  if (place.startsWith('account:')) return false;
  return placesOf(account)?.some((parent) => isWithin(parent, place)) ?? true;
}

const counted = new WeakMap<SpecsByAddress, ReadonlyMap<string, number>>();

function isFull({ policy, target }: AttachmentSpec, before: SpecsByAddress): boolean {
  const type = policyTypeIn(policy);
  return (slotsTaken(before).get(`${type} ${target}`) ?? 0) >= policyType(type).perTarget;
}

function slotsTaken(before: SpecsByAddress): ReadonlyMap<string, number> {
  const known = counted.get(before);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const { kind, spec } of before.values()) {
    if (kind !== 'policy-attachment') continue;
    const { policy, target } = spec as AttachmentSpec;
    const slot = `${policyTypeIn(policy)} ${target}`;
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  counted.set(before, counts);
  return counts;
}
