import type { ConfigAggregatorSpec } from './spec.js';

/** By meaning: Regions are a set. */
export function canonical(spec: ConfigAggregatorSpec): ConfigAggregatorSpec {
  const { regions, ...rest } = spec;
  return { ...rest, ...(regions && { regions: [...new Set(regions)].sort() }) };
}

/** What it gathers, and as whom: all but its place and its tags. */
export function isSameSource(one: ConfigAggregatorSpec, other: ConfigAggregatorSpec): boolean {
  const text = (spec: ConfigAggregatorSpec): string => JSON.stringify([canonical(spec).regions ?? 'all', spec.role]);
  return text(one) === text(other);
}
