import type { z } from 'zod';
import { type FieldRole, fieldRoles } from './fields.js';
import type { SourceNode } from './source.js';

type Schema = z.core.$ZodType;

/** What is below optional, nullable, default and lazy wrappers. */
function unwrap(schema: Schema): z.core.$ZodTypes {
  let at = schema as z.core.$ZodTypes;
  for (;;) {
    const def = at._zod.def;
    if (def.type === 'optional' || def.type === 'nullable' || def.type === 'default' || def.type === 'readonly') {
      at = def.innerType as z.core.$ZodTypes;
    } else if (def.type === 'lazy') at = def.getter() as z.core.$ZodTypes;
    else if (def.type === 'pipe') at = def.in as z.core.$ZodTypes;
    else return at;
  }
}

/** The schema of what stands under a key; of a union, the first member that has one. */
function step(schema: Schema, key: PropertyKey): Schema | undefined {
  const def = unwrap(schema)._zod.def;
  if (def.type === 'object') return def.shape[String(key)];
  if (def.type === 'record') return def.valueType;
  if (def.type === 'array') return def.element;
  if (def.type !== 'union') return undefined;
  for (const option of def.options) {
    const found = step(option, key);
    if (found) return found;
  }
  return undefined;
}

/** The keys that a map at this path may have; empty when anything goes. */
export function knownKeys(schema: Schema, path: readonly PropertyKey[]): string[] {
  let at: Schema | undefined = schema;
  for (const key of path) at = at && step(at, key);
  return at ? keysOf(at) : [];
}

function keysOf(schema: Schema): string[] {
  const def = unwrap(schema)._zod.def;
  if (def.type === 'object') return Object.keys(def.shape);
  return def.type === 'union' ? def.options.flatMap(keysOf) : [];
}

export interface Field {
  readonly role: FieldRole;
  readonly path: readonly (string | number)[];
  readonly node: SourceNode;
  /** The map that it stands in. */
  readonly parent: SourceNode | undefined;
}

/** Finds the fields that have a role, in what was written, whether or not it is valid. */
export function* fieldsOf(
  schema: Schema,
  node: SourceNode,
  path: readonly (string | number)[] = [],
  parent?: SourceNode,
): Generator<Field> {
  for (let at: Schema | undefined = schema; at; at = inner(at)) {
    const found = fieldRoles.get(at as z.ZodType);
    if (found) {
      yield { role: found.role, path, node, parent };
      return;
    }
  }
  if (node.kind === 'scalar') return;
  const children = node.kind === 'list' ? node.items.map((item, index) => [index, item] as const) : entriesOf(node);
  for (const [key, value] of children) {
    const next = step(schema, key);
    if (next) yield* fieldsOf(next, value, [...path, key], node);
  }
}

function entriesOf(node: SourceNode & { kind: 'map' }): [string, SourceNode][] {
  return [...node.entries].map(([key, entry]) => [key, entry.value]);
}

function inner(schema: Schema): Schema | undefined {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  return def.type === 'optional' || def.type === 'nullable' || def.type === 'default' || def.type === 'readonly'
    ? def.innerType
    : undefined;
}
