import type { Address, Change, JsonObject } from '../model.js';

/** An address without its place, and the place: `config-rule:s3-tls-only@us-east-1` -> `us-east-1`. */
export interface Placed {
  readonly thing: Address;
  readonly place: string;
  readonly noun: 'account' | 'Region';
}

/** Kinds of which there is one in each account or Region: told once for all where it is the same. */
const NOUNS: Readonly<Record<string, Placed['noun']>> = {
  assignment: 'account',
  'config-rule': 'Region',
  'conformance-pack': 'Region',
};

/** Places that are named before the others are counted. */
const MOST: { readonly [Noun in Placed['noun']]: number } = { account: 3, Region: 6 };

export function placedOf(address: Address): Placed | undefined {
  const noun = NOUNS[address.slice(0, address.indexOf(':'))];
  const at = noun === 'account' ? address.lastIndexOf('@account:') : address.lastIndexOf('@');
  if (noun === undefined || at < 0) return undefined;
  const thing: Address = `${address.slice(0, address.indexOf(':'))}:${address.slice(address.indexOf(':') + 1, at)}`;
  return { thing, place: address.slice(at + 1).replace(/^account:/, ''), noun };
}

/** The same for changes that differ in nothing but the place; undefined for what is told one by one. */
export function sameness(change: Change): string | undefined {
  const placed = placedOf(change.address);
  if (!placed) return undefined;
  const { address: _, needs: __, after: ___, reads: ____, origin: _____, ...what } = change;
  const specs = {
    ...('from' in what && what.from && { from: withoutPlace(what.from) }),
    ...('to' in what && what.to && { to: withoutPlace(what.to) }),
  };
  return `${placed.thing} ${JSON.stringify({ ...what, ...specs })}`;
}

function withoutPlace({ account: _, region: __, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** `12 accounts: a, b, c and 9 more`. */
export function placesText(noun: Placed['noun'], places: readonly string[]): string {
  const shown = places.length <= MOST[noun] + 1 ? places : places.slice(0, MOST[noun]);
  const rest = places.length - shown.length;
  const number = places.length.toLocaleString('en-US');
  const names = `${shown.join(', ')}${rest > 0 ? ` and ${rest.toLocaleString('en-US')} more` : ''}`;
  return `${number} ${noun}${places.length === 1 ? '' : 's'}: ${names}`;
}

/**
 * Things in a row, those that are the same but for their place joined into the first of them. `keyOf` answers undefined
 * for what stands alone.
 */
export function joined<Item extends { readonly address: Address }>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): { readonly first: Item; readonly items: readonly Item[]; readonly label: string }[] {
  const groups = new Map<string | Item, Item[]>();
  for (const item of items) {
    const key = placedOf(item.address) ? (keyOf(item) ?? item) : item;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ first, items: group, label: labelOf(first.address, group) }];
  });
}

function labelOf(address: Address, group: readonly { readonly address: Address }[]): string {
  const placed = group.length > 1 ? placedOf(address) : undefined;
  if (!placed) return address;
  const places = group.map((one) => placedOf(one.address)?.place ?? one.address);
  return `${placed.thing} in ${placesText(placed.noun, places)}`;
}
