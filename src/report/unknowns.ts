import type { Address, Unknown } from '../model.js';
import { joined, placedOf } from './places.js';

/** Addresses that are named before the others are counted. */
const MOST_NAMED = 6;

/** What is unknown, things with one and the same reason told once. */
export interface UnknownRow {
  /** `root-credentials:pay, root-credentials:card and 12 more`; `every root-credentials`. */
  readonly subject: string;
  readonly reason: string;
  readonly missingPermission?: string;
}

export function unknownRows(unknown: readonly Unknown[]): UnknownRow[] {
  const groups = new Map<string, Unknown[]>();
  for (const entry of unknown) {
    const { kind, reason, missingPermission } = entry;
    const key = JSON.stringify([kind, reason, missingPermission, entry.address === undefined]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { kind, reason, missingPermission } = first;
    const addresses = group.flatMap(({ address }) => (address === undefined ? [] : [{ address }]));
    const subject = addresses.length === 0 ? `every ${kind}` : labels(addresses);
    return [{ subject, reason, ...(missingPermission !== undefined && { missingPermission }) }];
  });
}

function labels(addresses: readonly { readonly address: Address }[]): string {
  const things = joined(addresses, ({ address }) => placedOf(address)?.thing).map(({ label }) => label);
  const shown = things.length <= MOST_NAMED + 1 ? things : things.slice(0, MOST_NAMED);
  const rest = things.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest.toLocaleString('en-US')} more` : ''}`;
}
