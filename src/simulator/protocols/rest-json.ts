import { JsonCodec2 } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef, StaticErrorSchema } from '@smithy/types';
import type { WireResponse } from '../http.js';
import { ServiceError } from '../service.js';
import { bindingOf, bindingsOf, boundMembers } from './http-bindings.js';
import type { Wire, WireProtocol } from './protocol.js';
import { checkOutput, errorSchema, readJsonShape } from './shape.js';

/**
 * restJson1: method and path name the operation, members travel in the path, the query, headers or a JSON body, as the
 * `http` traits of the schemas say. Timestamps without a format of their own are epoch seconds. An error is told by
 * `x-amzn-ErrorType`, and by `__type` for clients that look there.
 */
const EPOCH_SECONDS = 7;
const codec = new JsonCodec2({ timestampFormat: { default: EPOCH_SECONDS, useTrait: true }, jsonName: true });

export const restJson: WireProtocol = {
  operationOf(request, wire) {
    return bindingsOf(wire.schemas).find((each) => each.method === request.method && each.path.test(request.path))
      ?.operation;
  },

  readInput(operation, request) {
    return readJsonShape(operation[4], { ...parseBody(request.body), ...boundMembers(operation, request) });
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

  denied: (message) => new ServiceError('AccessDeniedException', message, {}, 403),
};

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
