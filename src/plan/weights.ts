import { rateOf } from '../facts/rates.js';
import type { Kind } from '../kind.js';
import type { Address, Change } from '../model.js';

/** Seconds that each change and all that follows it take: apply starts the longest chain first. */
export function chainWeights(changes: readonly Change[], kinds: readonly Kind[]): Map<Address, number> {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const weights = new Map<Address, number>();
  const followers = new Map<Address, number>();
  // Plans are in an order in which each change comes after what it needs: backwards, every follower is known.
  for (const change of [...changes].reverse()) {
    const own = (byName.get(change.kind)?.steps(change) ?? []).reduce(
      (sum, step) => sum + secondsOf(step.calls) + (step.takes?.[1] ?? 0),
      0,
    );
    const weight = own + (followers.get(change.address) ?? 0);
    weights.set(change.address, weight);
    for (const before of [...change.needs, ...change.after])
      followers.set(before, Math.max(followers.get(before) ?? 0, weight));
  }
  return weights;
}

function secondsOf(calls: readonly string[]): number {
  return calls.reduce((sum, call) => {
    const [service = '', operation = ''] = call.split(':');
    return sum + 1 / rateOf(service, operation).perSecond;
  }, 0);
}
