import { z } from 'zod';
import type { Section } from '../kind.js';
import type { Json, JsonObject } from '../model.js';
import { frameShape } from './frame.js';

/** Where a whole value may be one variable, whatever its type. */
const VARIABLE: JsonObject = { type: 'string', pattern: '^\\$\\{(var|with)\\.[^{}]+\\}$' };
/** A text with a variable in it cannot be held to a pattern before the variable is known. */
const TEXT_WITH_VARIABLE: JsonObject = { type: 'string', pattern: '\\$\\{' };

/**
 * The JSON Schema (draft 7, which every YAML language server reads) of a manifest with these sections, made from the
 * schemas that the loader itself uses.
 */
export function manifestJsonSchema(sections: readonly Section[]): JsonObject {
  const { guards, pipeline, ...before } = frameShape;
  const shape = {
    ...before,
    ...Object.fromEntries(sections.map(({ key, schema, title }) => [key, described(schema, title).optional()])),
    guards,
    pipeline,
  };
  const schema: unknown = z.toJSONSchema(z.strictObject(shape), { target: 'draft-7', io: 'input' });
  const { $schema, properties, definitions, ...rest } = schema as JsonObject;
  const open = (value: Json | undefined): JsonObject => (isObject(value) ? mapValues(value, withVariables) : {});
  return {
    $schema: $schema ?? 'http://json-schema.org/draft-07/schema#',
    title: 'towerctl manifest',
    ...rest,
    properties: { ...open(properties), ...(isObject(properties) ? pick(properties, ['version', 'variables']) : {}) },
    ...(isObject(definitions) ? { definitions: open(definitions) } : {}),
  };
}

function described(schema: z.ZodType, title: string): z.ZodType {
  return schema.description === undefined ? schema.describe(title) : schema;
}

/** The same schema, with a variable allowed wherever a value is held to more than being text. */
function withVariables(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const inner = mapValues(schema, (value, key) => {
    if (key === 'properties' || key === 'patternProperties')
      return isObject(value) ? mapValues(value, withVariables) : value;
    if (key === 'items' || key === 'additionalProperties') return withVariables(value);
    return Array.isArray(value) && (key === 'anyOf' || key === 'allOf') ? value.map(withVariables) : value;
  });
  const { type, description } = schema;
  const isText = type === 'string' && schema['enum'] === undefined && schema['const'] === undefined;
  const isHeld = ['pattern', 'format', 'allOf'].some((key) => schema[key] !== undefined);
  if (isText && !isHeld) return inner;
  const plain = type === 'number' || type === 'integer' || type === 'boolean' || schema['enum'] !== undefined;
  if (!isText && !plain && type !== 'array') return inner;
  const { description: _, ...rest } = inner;
  const alternatives = { anyOf: [rest, isText ? TEXT_WITH_VARIABLE : VARIABLE] };
  return description === undefined ? alternatives : { description, ...alternatives };
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function mapValues(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

function pick(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));
}
