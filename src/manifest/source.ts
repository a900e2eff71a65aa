import type { Json, Origin } from '../model.js';

/** A value read from a file, every part of it with its position. What the loader works on until the schemas take over. */
export type SourceNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | string;
  /** As it stands in the file, quotes included. */
  readonly text: string;
  /** The first character of the value. */
  readonly origin: Origin;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
  readonly origin: Origin;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly origin: Origin;
}

export interface MapEntry {
  readonly key: Origin;
  readonly value: SourceNode;
}

export type Path = readonly PropertyKey[];

export function emptyMap(origin: Origin): MapNode {
  return { kind: 'map', entries: new Map(), origin };
}

/** Plain data. Keys that mean something to JavaScript never get this far. */
export function toJson(node: SourceNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toJson);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toJson(entry.value)]));
}

export function childOf(node: SourceNode | undefined, key: PropertyKey): SourceNode | undefined {
  if (node?.kind === 'map') return node.entries.get(String(key))?.value;
  if (node?.kind === 'list') return node.items[Number(key)];
  return undefined;
}

export function nodeAt(node: SourceNode | undefined, path: Path): SourceNode | undefined {
  let at = node;
  for (const key of path) at = childOf(at, key);
  return at;
}

/**
 * Where the value at a path stands: a scalar's first character, but the key of a map or a list, which is where a
 * reader looks for it. When the path leads nowhere, the nearest parent that exists.
 */
export function originAt(node: SourceNode, path: Path): Origin {
  let at = node;
  let origin = node.origin;
  for (const key of path) {
    const value = childOf(at, key);
    if (value === undefined) return origin;
    origin = at.kind === 'map' && value.kind !== 'scalar' ? keyOriginOf(at, key) : value.origin;
    at = value;
  }
  return origin;
}

/** Where the last key of a path stands; the nearest parent when it is not there. */
export function keyOriginAt(node: SourceNode, path: Path): Origin {
  const parent = nodeAt(node, path.slice(0, -1));
  const last = path.at(-1);
  if (parent?.kind === 'map' && last !== undefined && parent.entries.has(String(last)))
    return keyOriginOf(parent, last);
  return originAt(node, path);
}

function keyOriginOf(node: MapNode, key: PropertyKey): Origin {
  return node.entries.get(String(key))?.key ?? node.origin;
}

/** `policies.deny-leave.targets[0]`, the form messages name a place by. */
export function formatPath(path: Path): string {
  return path
    .map((key) =>
      typeof key === 'number' ? `[${key}]` : /[.[\]\s]/.test(String(key)) ? `["${String(key)}"]` : `.${String(key)}`,
    )
    .join('')
    .replace(/^\./, '');
}

/** Plain data as if it had been written at one place. */
export function fromJson(value: Json, origin: Origin): SourceNode {
  if (Array.isArray(value)) return { kind: 'list', origin, items: value.map((item: Json) => fromJson(item, origin)) };
  if (value === null || typeof value !== 'object') return { kind: 'scalar', value, text: String(value), origin };
  const entries = Object.entries(value).map(
    ([key, child]: [string, Json]) => [key, { key: origin, value: fromJson(child, origin) }] as const,
  );
  return { kind: 'map', origin, entries: new Map(entries) };
}

/** The same tree with other values at paths that exist in it. Each map and list is copied once, however many they are. */
export function replaceAll(node: SourceNode, replacements: readonly (readonly [Path, SourceNode])[]): SourceNode {
  const own = replacements.find(([path]) => path.length === 0);
  if (own) return own[1];
  if (replacements.length === 0 || node.kind === 'scalar') return node;
  const below = new Map<string, [Path, SourceNode][]>();
  for (const [[key, ...path], value] of replacements) {
    const present = below.get(String(key));
    if (present) present.push([path, value]);
    else below.set(String(key), [[path, value]]);
  }
  const replaced = (key: string, value: SourceNode): SourceNode => replaceAll(value, below.get(key) ?? []);
  if (node.kind === 'list') return { ...node, items: node.items.map((item, index) => replaced(String(index), item)) };
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { ...entry, value: replaced(key, entry.value) }] as const,
  );
  return { ...node, entries: new Map(entries) };
}
