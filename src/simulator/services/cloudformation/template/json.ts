import type { Json, JsonObject } from '../../../../model.js';
import { validation } from '../errors.js';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A section of a template, or a member of one of its parts; absent and null are an empty one. */
export function membersOf(parent: JsonObject, name: string, path = ''): JsonObject {
  const value = parent[name];
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw validation(`Template format error: [${path}/${name}] ${name} must be an object.`);
  return value;
}

export function optionalText(parent: JsonObject, name: string, where: string): string | undefined {
  const value = parent[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw validation(`Template format error: ${where} ${name} must be a string.`);
  return String(value);
}

/** A scalar as CloudFormation passes it on: everything is text to it. */
export function textOf(value: Json | undefined): string | undefined {
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

/** Equal as values: the order of an object's members does not matter. */
export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => sameJson(item, other[index]))
    );
  }
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every((name) => sameJson(one[name], other[name]));
  }
  return one === other;
}
