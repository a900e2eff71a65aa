import type { Address, Change } from '../../model.js';
import { bringsRecorder } from './spec.js';

/** Kinds whose changes may bring a recorder, or an account that must be named among the excluded. */
const BEFORE = ['account', 'enabled-baseline'] as const;
const STACKS = ['stack-baseline', 'management-stack'] as const;

/**
 * What a rule or a pack waits for, whatever comes of it: accounts that are made, moved and enrolled, and stacks that lay a
 * recorder. One account that could not be enrolled must not keep the rule from all the others.
 */
export function waitsForRecorders(change: Change, others: ReadonlyMap<string, readonly Change[]>): readonly Address[] {
  if (change.action === 'remove' || change.action === 'notice') return [];
  const coming = BEFORE.flatMap((kind) => others.get(kind) ?? []).filter(({ action }) => action !== 'remove');
  const laying = STACKS.flatMap((kind) => others.get(kind) ?? []).filter(bringsRecorder);
  return [...coming, ...laying].flatMap(({ action, address }) => (action === 'notice' ? [] : [address]));
}
