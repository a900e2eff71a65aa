import { JsonCodec2 } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef, StaticErrorSchema, StaticOperationSchema } from '@smithy/types';
import type { WireRequest, WireResponse } from '../http.js';
import { ServiceError } from '../service.js';
import type { Wire, WireProtocol } from './protocol.js';
import { checkOutput, errorSchema, isOperationSchema, readJsonShape, type Schemas } from './shape.js';

/**
 * restJson1: method and path name the operation, members travel in the path, the query, headers or a JSON body, as the
 * `http` traits of the schemas say. Timestamps without a format of their own are epoch seconds. An error is told by
 * `x-amzn-ErrorType`, and by `__type` for clients that look there.
 */
const EPOCH_SECONDS = 7;
const codec = new JsonCodec2({ timestampFormat: { default: EPOCH_SECONDS, useTrait: true }, jsonName: true });

interface Binding {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  readonly status: number;
}

const bindings = new WeakMap<Schemas, readonly Binding[]>();

export const restJson: WireProtocol = {
  operationOf(request, wire) {
    return bindingsOf(wire.schemas).find((each) => each.method === request.method && each.path.test(request.path))
      ?.operation;
  },

  readInput(operation, request) {
    const schema = NormalizedSchema.of(operation[4]);
    const binding = bindingOf(operation);
    const given: Record<string, unknown> = { ...parseBody(request.body) };
    const values = labelValues(binding, request.path);
    for (const [name, member] of schema.isStructSchema() ? schema.structIterator() : []) {
      const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
      if (httpLabel) given[name] = scalar(member, values[name]);
      else if (httpQuery) given[name] = queryValue(member, request, httpQuery);
      else if (httpHeader) given[name] = scalar(member, request.headers[httpHeader.toLowerCase()]);
    }
    return readJsonShape(operation[4], given);
  },

  writeOutput(wire, operation, output, requestId) {
    checkOutput(operation[5], output, `the output of ${wire.name}:${operation[2]}`);
    const { status } = bindingOf(operation);
    const { headers, body } = split(operation[5], output);
    // No Content stands for an empty structure.
    return respond(status, status === 204 ? '' : body, requestId, headers);
  },

  writeError(wire, error, requestId) {
    const schema = errorSchema(wire.schemas, error.code);
    const { headers, body } = schema
      ? modelledError(wire, schema, error)
      : { headers: {}, body: JSON.stringify({ message: error.message, ...error.details }) };
    const typed = JSON.stringify({ __type: error.code, ...(JSON.parse(body) as Record<string, unknown>) });
    const status = schema ? (statusOf(schema) ?? error.status) : error.status;
    return respond(status, typed, requestId, { ...headers, 'x-amzn-errortype': error.code });
  },

  throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded', {}, 429),
};

function bindingsOf(schemas: Schemas): readonly Binding[] {
  const known = bindings.get(schemas);
  if (known) return known;
  const made = Object.values(schemas)
    .filter(isOperationSchema)
    .filter((operation) => NormalizedSchema.of(operation).getMergedTraits().http !== undefined)
    .map(bindingOf)
    // A literal path wins over one with labels.
    .sort((a, b) => a.labels.length - b.labels.length);
  bindings.set(schemas, made);
  return made;
}

function bindingOf(operation: StaticOperationSchema): Binding {
  const http: unknown = NormalizedSchema.of(operation).getMergedTraits().http;
  const [method, uri, status] = Array.isArray(http) ? (http as readonly unknown[]) : [];
  const template = String(uri ?? '/').split('?')[0] ?? '/';
  const labels = [...template.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => name ?? '');
  const pattern = template
    .split(/(\{[^}]+\})/)
    .map((part, index, parts) =>
      part.startsWith('{') ? labelPattern(part, index, parts) : part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'),
    )
    .join('');
  return {
    operation: operation[2],
    method: String(method ?? 'POST'),
    path: new RegExp(`^${pattern}$`),
    labels,
    status: typeof status === 'number' ? status : 200,
  };
}

/** At the end of a path slashes belong to the label too: not every client escapes those of an ARN. */
function labelPattern(part: string, index: number, parts: readonly string[]): string {
  const isLast = parts.slice(index + 1).every((rest) => rest === '');
  return isLast || part.endsWith('+}') ? '(.+)' : '([^/]+)';
}

function labelValues({ path, labels }: Binding, requested: string): Record<string, string> {
  const found = path.exec(requested)?.slice(1) ?? [];
  return Object.fromEntries(labels.map((name, index) => [name, decode(found[index] ?? '')]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceError('SerializationException', `the path holds "${text}", which is not percent-encoded UTF-8`);
  }
}

function queryValue(member: NormalizedSchema, request: WireRequest, name: string): unknown {
  const all = request.repeated?.[name];
  const one = request.query[name];
  if (!member.isListSchema()) return scalar(member, one);
  return all ?? (one === undefined ? undefined : [one]);
}

/** Text into what the schema's JSON would be; what does not fit is left for the reader that reports it. */
function scalar(member: NormalizedSchema, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (member.isNumericSchema() && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (member.isBooleanSchema() && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function parseBody(body: Uint8Array): Record<string, unknown> {
  const text = new TextDecoder().decode(body);
  if (text.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new ServiceError('SerializationException', `the body is not JSON: ${(error as Error).message}`);
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return parsed as Record<string, unknown>;
  }
  throw new ServiceError('SerializationException', 'the body is not a JSON object');
}

/** What goes into headers, and the rest as JSON text. */
function split(
  ref: $SchemaRef,
  value: Readonly<Record<string, unknown>>,
): { headers: Record<string, string>; body: string } {
  const schema = NormalizedSchema.of(ref);
  if (schema.isUnitSchema()) return { headers: {}, body: '{}' };
  const headers: Record<string, string> = {};
  const inBody: Record<string, unknown> = { ...value };
  for (const [name, member] of schema.structIterator()) {
    const { httpHeader } = member.getMergedTraits();
    if (!httpHeader) continue;
    if (value[name] !== undefined) headers[httpHeader.toLowerCase()] = String(value[name]);
    delete inBody[name];
  }
  const serializer = codec.createSerializer();
  serializer.write(schema, inBody);
  return { headers, body: new TextDecoder().decode(serializer.flush()) };
}

function modelledError(wire: Wire, schema: StaticErrorSchema, error: ServiceError) {
  const message = schema[4].find((name) => name.toLowerCase() === 'message');
  const members = { ...(message === undefined ? {} : { [message]: error.message }), ...error.details };
  checkOutput(schema, members, `the error ${error.code} of ${wire.name}`);
  return split(schema, members);
}

function statusOf(schema: StaticErrorSchema): number | undefined {
  const { httpError } = NormalizedSchema.of(schema).getOwnTraits();
  return typeof httpError === 'number' ? httpError : undefined;
}

function respond(
  status: number,
  body: string,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...headers },
    body,
  };
}
