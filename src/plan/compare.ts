import type { Kind, Names } from '../kind.js';
import type { FieldChange, Json, JsonObject } from '../model.js';
import { canonicalJson } from './digest.js';

/** Fields whose inside is a language of its own: a report compares them by meaning, the plan names them as one. */
const WHOLE = new Set(['document', 'inline']);

export interface Comparison {
  readonly equal: boolean;
  /** The live spec, narrowed to what the desired one speaks of. */
  readonly from: JsonObject;
  readonly fields: readonly FieldChange[];
}

/** Compares by the kind's own idea of sameness. */
export function compare(kind: Kind, live: JsonObject, desired: JsonObject, names: Names): Comparison {
  const from = narrowed(kind, live, desired);
  const equal = same(kind, from, desired, names);
  return { equal, from, fields: equal ? [] : changedFields(kind, from, desired, names) };
}

export function narrowed(kind: Kind, live: JsonObject, desired: JsonObject): JsonObject {
  return kind.narrow ? kind.narrow(live, desired) : live;
}

export function same(kind: Kind, a: JsonObject, b: JsonObject, names: Names): boolean {
  return canonicalText(kind, a, names) === canonicalText(kind, b, names);
}

export function canonicalText(kind: Kind, spec: JsonObject, names: Names): string {
  return canonicalJson(kind.canonical ? kind.canonical(spec, names) : spec);
}

export function changedFields(kind: Kind, from: JsonObject, to: JsonObject, names: Names): FieldChange[] {
  return fieldChanges(kind.canonical?.(from, names) ?? from, kind.canonical?.(to, names) ?? to);
}

/** Leaf by leaf, in the order of keys. */
export function fieldChanges(from: Json | undefined, to: Json | undefined, path = ''): FieldChange[] {
  // Null is a value of its own: a tag that must not be there.
  if ((from === undefined) === (to === undefined) && canonicalJson(from) === canonicalJson(to)) return [];
  if (isObject(from) && isObject(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    return keys.flatMap((key) => {
      const inner = path === '' ? key : `${path}.${key}`;
      if (WHOLE.has(key)) return canonicalJson(from[key]) === canonicalJson(to[key]) ? [] : [{ path: inner }];
      return fieldChanges(from[key], to[key], inner);
    });
  }
  return [{ path, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
