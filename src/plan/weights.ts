import { rateOf } from '../facts/rates.js';
import type { Kind } from '../kind.js';
import type { Address, Change } from '../model.js';

/** Chains whose lengths differ by less are equals: what they wait for is the rates, not each other. */
const ALIKE_SECONDS = 30;

/**
 * What apply starts first: what the longest chain waits for. Among equals, what serves the same later change goes
 * together, so that the first of the last is ready early and the busiest rate is never idle.
 */
export function chainWeights(changes: readonly Change[], kinds: readonly Kind[]): Map<Address, number> {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const weights = new Map<Address, number>();
  const followed = new Map<Address, { chain: number; serves: number }>();
  // Plans are in an order in which each change comes after what it needs: backwards, every follower is known.
  for (const [index, change] of [...changes.entries()].reverse()) {
    const known = followed.get(change.address);
    const serves = known?.serves ?? index;
    const seconds = secondsOfChange(change, byName.get(change.kind)) + (known?.chain ?? 0);
    // What nothing waits for comes after what something waits for.
    const group = (known ? 0 : changes.length) + serves;
    weights.set(change.address, Math.floor(seconds / ALIKE_SECONDS) - group / (2 * changes.length));
    for (const before of [...change.needs, ...change.after]) {
      const { chain = 0, serves: earliest = serves } = followed.get(before) ?? {};
      followed.set(before, { chain: Math.max(chain, seconds), serves: Math.min(earliest, serves) });
    }
  }
  return weights;
}

function secondsOfChange(change: Change, kind: Kind | undefined): number {
  return (kind?.steps(change) ?? []).reduce((sum, step) => sum + secondsOf(step.calls) + (step.takes?.[1] ?? 0), 0);
}

function secondsOf(calls: readonly string[]): number {
  return calls.reduce((sum, call) => {
    const [service = '', operation = ''] = call.split(':');
    return sum + 1 / rateOf(service, operation).perSecond;
  }, 0);
}
