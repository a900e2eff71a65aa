import type { Json, JsonObject } from '../../../model.js';

export type Path = readonly (string | number)[];

/** Something that CloudFormation would refuse (or that should not be sent), at a place in the template. */
export interface TemplateFault {
  readonly path: Path;
  /** The key itself is wrong, not what stands under it. */
  readonly atKey?: boolean;
  readonly message: string;
  readonly hint?: string;
}

export function isMap(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A section of the template, or one of its entries; empty where it is not there or not a map. */
export function mapAt(value: Json | undefined, key: string): JsonObject {
  const found = isMap(value) ? value[key] : undefined;
  return isMap(found) ? found : {};
}

/** Its one key and the value, where a map is the call of a function (`Ref`, `Fn::Sub`, `Condition`). */
export function callOf(value: Json): { readonly name: string; readonly argument: Json } | undefined {
  if (!isMap(value)) return undefined;
  const entries = Object.entries(value);
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) return undefined;
  const [name, argument] = entry;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? { name, argument } : undefined;
}

/** Everything below a value, itself first, each with its path. */
export function* walk(value: Json, path: Path = []): Generator<{ readonly value: Json; readonly path: Path }> {
  yield { value, path };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* walk(item, [...path, index]);
  } else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) yield* walk(item, [...path, key]);
  }
}

/** Every call of a function below a value. */
export function* calls(
  value: Json,
  path: Path = [],
): Generator<{ readonly name: string; readonly argument: Json; readonly path: Path }> {
  for (const found of walk(value, path)) {
    const call = callOf(found.value);
    if (call) yield { ...call, path: found.path };
  }
}
