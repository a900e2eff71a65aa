import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef, StaticErrorSchema, StaticOperationSchema } from '@smithy/types';
import { ServiceError } from '../service.js';

export type Schemas = Readonly<Record<string, unknown>>;

/** The first element of a static schema says what it is; these are the two that a service is looked up by. */
const OPERATION = 9;
const ERROR = -3;

export function isOperationSchema(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === OPERATION;
}

/** The SDK's schema of an operation: exported as `CreatePolicy$`. */
export function operationSchema(schemas: Schemas, operation: string): StaticOperationSchema | undefined {
  const name = `${operation}$`;
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  return isOperationSchema(schema) ? schema : undefined;
}

export function errorSchema(schemas: Schemas, code: string): StaticErrorSchema | undefined {
  const name = `${code}$`;
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  const isError = (value: unknown): value is StaticErrorSchema => Array.isArray(value) && value[0] === ERROR;
  return isError(schema) ? schema : undefined;
}

/** Names of the operations that the service's model has, sorted. */
export function operationNames(schemas: Schemas): string[] {
  return Object.keys(schemas)
    .filter((name) => name.endsWith('$') && isOperationSchema(schemas[name]))
    .map((name) => name.slice(0, -1))
    .sort();
}

export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  if (value instanceof Uint8Array) return 'bytes';
  if (typeof value === 'object') return 'a structure';
  return `a ${typeof value}`;
}

function expectedName(schema: NormalizedSchema): string {
  if (schema.isStructSchema()) return 'a structure';
  if (schema.isListSchema()) return 'a list';
  if (schema.isMapSchema()) return 'a map';
  if (schema.isBlobSchema()) return 'base64 text';
  if (schema.isTimestampSchema()) return 'a timestamp in epoch seconds';
  if (schema.isBooleanSchema()) return 'a boolean';
  if (schema.isNumericSchema()) return 'a number';
  return 'a string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What came over the wire as JSON, in the SDK's own terms: Date for timestamps, bytes for blobs. Members that the
 * schema does not have and members that are null are left out, as AWS does.
 *
 * @throws ServiceError SerializationException (400) that lists every value of a wrong type.
 */
export function readJsonShape(ref: $SchemaRef, value: unknown): Record<string, unknown> {
  const problems: string[] = [];
  const read = readValue(NormalizedSchema.of(ref), value, '', problems);
  if (problems.length > 0) throw new ServiceError('SerializationException', problems.join('; '));
  return isRecord(read) ? read : {};
}

function readValue(schema: NormalizedSchema, value: unknown, path: string, problems: string[]): unknown {
  if (schema.isUnitSchema()) return {};
  if (schema.isStructSchema() && isRecord(value)) return readStruct(schema, value, path, problems);
  if (schema.isListSchema() && Array.isArray(value)) {
    const item = schema.getValueSchema();
    return value.map((each, index) => readValue(item, each, `${path}[${index}]`, problems));
  }
  if (schema.isMapSchema() && isRecord(value)) {
    const item = schema.getValueSchema();
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, readValue(item, each, `${path}.${key}`, problems)]),
    );
  }
  const scalar = readScalar(schema, value);
  if (scalar === undefined) {
    problems.push(`${path || 'the body'} is ${typeName(value)}, but ${expectedName(schema)} is expected`);
  }
  return scalar;
}

function readStruct(
  schema: NormalizedSchema,
  value: Record<string, unknown>,
  path: string,
  problems: string[],
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const key = Object.hasOwn(value, name) ? value[name] : undefined;
    if (key === undefined || key === null) continue;
    read[name] = readValue(member, key, path ? `${path}.${name}` : name, problems);
  }
  return read;
}

/** Undefined when the value is not of the schema's type. */
function readScalar(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isDocumentSchema()) return value ?? undefined;
  if (schema.isBlobSchema())
    return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : undefined;
  if (schema.isTimestampSchema()) {
    const date = typeof value === 'number' ? new Date(value * 1000) : new Date(typeof value === 'string' ? value : '');
    return Number.isNaN(date.getTime()) ? undefined : date;
  }
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? value : undefined;
  if (schema.isNumericSchema()) return typeof value === 'number' ? value : undefined;
  if (schema.isStringSchema()) return typeof value === 'string' ? value : undefined;
  return undefined;
}

/** A service handed out what its own model does not have: a bug in the simulator, never to be sent. */
export class OutputMismatch extends Error {
  override readonly name = 'OutputMismatch';
}

/**
 * Serialisers drop what they do not know; here it is an error instead, so that no service invents members, forgets
 * required ones or sends a number where a date belongs.
 *
 * @throws OutputMismatch that lists every such place.
 */
export function checkOutput(ref: $SchemaRef, value: unknown, where: string): void {
  const problems: string[] = [];
  checkValue(NormalizedSchema.of(ref), value, where, problems);
  if (problems.length > 0) throw new OutputMismatch(problems.join('; '));
}

function checkValue(schema: NormalizedSchema, value: unknown, path: string, problems: string[]): void {
  if (schema.isUnitSchema()) {
    const extra = isRecord(value) ? Object.keys(value) : [];
    if (extra.length > 0)
      problems.push(`${path} has no output in the service model, but ${extra.join(', ')} was returned`);
  } else if (schema.isStructSchema() && isRecord(value)) {
    checkStruct(schema, value, path, problems);
  } else if (schema.isListSchema() && Array.isArray(value)) {
    const item = schema.getValueSchema();
    value.forEach((each, index) => {
      checkValue(item, each, `${path}[${index}]`, problems);
    });
  } else if (schema.isMapSchema() && isRecord(value)) {
    const item = schema.getValueSchema();
    for (const [key, each] of Object.entries(value)) checkValue(item, each, `${path}.${key}`, problems);
  } else if (!isScalarOf(schema, value)) {
    problems.push(`${path} is ${typeName(value)}, but the service model says ${expectedName(schema)}`);
  }
}

function checkStruct(schema: NormalizedSchema, value: Record<string, unknown>, path: string, problems: string[]): void {
  const members = new Map(schema.structIterator());
  for (const [name, each] of Object.entries(value)) {
    const member = members.get(name);
    if (each === undefined) continue;
    if (member) checkValue(member, each, `${path}.${name}`, problems);
    else problems.push(`${path}.${name} is not a member of ${schema.getName() ?? 'the shape'} in the service model`);
  }
  for (const name of requiredMembers(schema)) {
    if (value[name] === undefined) problems.push(`${path}.${name} is required by the service model and missing`);
  }
}

/** A static structure lists its required members first and ends with their number. */
function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const raw: unknown = schema.getSchema();
  if (!Array.isArray(raw)) return [];
  const names: unknown = raw[4];
  const count: unknown = raw[6];
  return Array.isArray(names) && typeof count === 'number' ? names.slice(0, count) : [];
}

function isScalarOf(schema: NormalizedSchema, value: unknown): boolean {
  if (schema.isDocumentSchema()) return value !== undefined;
  if (schema.isBlobSchema()) return value instanceof Uint8Array;
  if (schema.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  if (schema.isBooleanSchema()) return typeof value === 'boolean';
  if (schema.isNumericSchema()) return typeof value === 'number' && Number.isFinite(value);
  return schema.isStringSchema() && typeof value === 'string';
}
