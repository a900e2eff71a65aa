import type { JsonObject } from '../../../../model.js';
import { parseObject } from '../documents/json.js';
import { chainOf } from '../names.js';
import type { Store, View } from '../store.js';
import { mergePolicies } from './merge.js';
import { type ValidationError, validityErrors } from './validity.js';

export interface EffectivePolicy {
  /** What is in force: the newest valid merge. Undefined where no policy has ever been valid. */
  readonly content: JsonObject | undefined;
  /** Clock milliseconds of the change that brought it about; undefined where it has always been so. */
  readonly updatedAt: number | undefined;
  /** What is wrong with the newest merge; empty when it is in force. */
  readonly errors: readonly ValidationError[];
  /** The policies that the newest merge was made of. */
  readonly contributors: readonly string[];
}

/** How far back a valid merge is looked for. */
const TRIES = 32;

/** The policy ids along the chain, a list for each level. */
function levelsOf(view: View, type: string, accountId: string): (readonly string[])[] {
  return chainOf(view, accountId).map((id) => view.get('attachments', `${type}/${id}`) ?? []);
}

function mergeAt(view: View, type: string, accountId: string): JsonObject | undefined {
  const levels = levelsOf(view, type, accountId);
  if (levels.every((level) => level.length === 0)) return undefined;
  const documents = levels.map((level) =>
    level.flatMap((id) => {
      const document = parseObject(view.get('policies', id)?.content ?? '');
      return document ? [document] : [];
    }),
  );
  return mergePolicies(documents);
}

/** Every remembered change that shows and that this account's effective policy depends on, newest first. */
function changesOf(store: Store, view: View, type: string, accountId: string): { seq: number; at: number }[] {
  const chain = chainOf(view, accountId);
  const policies = levelsOf(view, type, accountId).flat();
  const rows = [
    ...chain.flatMap((id) => store.changes('attachments', `${type}/${id}`)),
    ...chain.flatMap((id) => store.changes('parents', id)),
    ...policies.flatMap((id) => store.changes('policies', id)),
  ];
  return rows
    .filter(({ at }) => at <= store.shownUntil)
    .map(({ seq, at }) => ({ seq, at }))
    .sort((one, other) => other.seq - one.seq);
}

/**
 * What is in force for the account as far as AWS has computed it: the organization as `view` shows it, and where that
 * merges into something invalid, the last valid state before.
 */
export function effectivePolicy(store: Store, view: View, type: string, accountId: string): EffectivePolicy {
  const newest = mergeAt(view, type, accountId);
  const errors = newest ? validityErrors(type, newest) : [];
  const contributors = levelsOf(view, type, accountId).flat();
  const changes = changesOf(store, view, type, accountId);
  if (errors.length === 0) return { content: newest, updatedAt: changes[0]?.at, errors, contributors };
  for (const { seq, at } of changes.slice(0, TRIES)) {
    const earlier = mergeAt(store.asOf(seq - 1), type, accountId);
    if (!earlier || validityErrors(type, earlier).length === 0) {
      return { content: earlier, updatedAt: at, errors, contributors };
    }
  }
  return { content: undefined, updatedAt: undefined, errors, contributors };
}
