import { rateOf } from '../facts/rates.js';
import type { Kind } from '../kind.js';
import type { Address, Change, Estimate } from '../model.js';
import { isActive } from './order.js';

/**
 * How long the plan takes at best and at worst, from the documented rates at the given pace and from what AWS usually
 * takes for what it does by itself: the longest of the busiest API's queue, the busiest lane and the longest chain.
 */
export function estimate(changes: readonly Change[], kinds: readonly Kind[], pace: number | 'off'): Estimate {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const share = pace === 'off' ? 1 : pace / 100;
  const queue = new Map<object, { calls: number; perSecond: number; burst: number }>();
  const lanes = new Map<string, { low: number; high: number }>();
  const chains = new Map<Address, { low: number; high: number }>();
  let writes = 0;
  for (const change of changes.filter(isActive)) {
    const own = { low: 0, high: 0 };
    for (const step of byName.get(change.kind)?.steps(change) ?? []) {
      for (const call of step.calls) {
        const [service = '', operation = ''] = call.split(':');
        const rate = rateOf(service, operation);
        const entry = queue.get(rate) ?? { calls: 0, perSecond: rate.perSecond * share, burst: rate.burst * share };
        entry.calls += 1;
        queue.set(rate, entry);
        writes += 1;
      }
      own.low += step.takes?.[0] ?? 0;
      own.high += step.takes?.[1] ?? 0;
    }
    for (const { lane, limit, exclusive } of byName.get(change.kind)?.lanes(change) ?? []) {
      const { low, high } = lanes.get(lane) ?? { low: 0, high: 0 };
      const places = exclusive ? 1 : limit;
      lanes.set(lane, { low: low + own.low / places, high: high + own.high / places });
    }
    const before = [...change.needs, ...change.after].map((need) => chains.get(need) ?? { low: 0, high: 0 });
    chains.set(change.address, {
      low: own.low + Math.max(0, ...before.map((chain) => chain.low)),
      high: own.high + Math.max(0, ...before.map((chain) => chain.high)),
    });
  }
  const busiest = Math.max(
    0,
    ...[...queue.values()].map((entry) => Math.max(0, entry.calls - entry.burst) / entry.perSecond),
  );
  const [longest, chain] = [...chains].reduce<[Address | undefined, { low: number; high: number }]>(
    (best, [address, candidate]) => (candidate.high > best[1].high ? [address, candidate] : best),
    [undefined, { low: 0, high: 0 }],
  );
  const low = Math.max(busiest, chain.low, ...[...lanes.values()].map((lane) => lane.low));
  const high = busiest + Math.max(chain.high, ...[...lanes.values()].map((lane) => lane.high));
  return { low: Math.round(low), high: Math.round(high), writes, ...(longest && { longest }) };
}
