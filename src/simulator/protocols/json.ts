import { JsonCodec2 } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef, StaticErrorSchema } from '@smithy/types';
import type { WireResponse } from '../http.js';
import { ServiceError } from '../service.js';
import type { Wire, WireProtocol } from './protocol.js';
import { checkOutput, errorSchema, readJsonShape } from './shape.js';

/** awsJson1_1: POST /, the operation in X-Amz-Target, timestamps in epoch seconds, errors told by `__type`. */
const EPOCH_SECONDS = 7;
const codec = new JsonCodec2({ timestampFormat: { default: EPOCH_SECONDS, useTrait: false }, jsonName: false });

export const json: WireProtocol = {
  operationOf(request) {
    return request.headers['x-amz-target']?.split('.')[1];
  },

  readInput(operation, request) {
    return readJsonShape(operation[4], parseBody(request.body));
  },

  writeOutput(wire, operation, output, requestId) {
    checkOutput(operation[5], output, `the output of ${wire.name}:${operation[2]}`);
    return answer(200, write(operation[5], output), requestId);
  },

  writeError(wire, error, requestId) {
    const schema = errorSchema(wire.schemas, error.code);
    const members = schema ? modelledError(wire, schema, error) : { Message: error.message, ...error.details };
    const body = JSON.stringify({ __type: error.code, ...members });
    const response = answer(errorStatus(schema, error), body, requestId);
    if (!wire.queryCompatible) return response;
    return { ...response, headers: { ...response.headers, 'x-amzn-query-error': queryErrorOf(schema, error) } };
  },

  throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),

  denied: (message) => new ServiceError('AccessDeniedException', message, {}, 400),
};

function parseBody(body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ServiceError('SerializationException', `the body is not JSON: ${(error as Error).message}`);
  }
}

function write(schema: $SchemaRef, value: unknown): Uint8Array {
  const ns = NormalizedSchema.of(schema);
  // An operation without output answers an empty structure.
  if (ns.isUnitSchema()) return Buffer.from('{}');
  const serializer = codec.createSerializer();
  serializer.write(ns, value);
  return serializer.flush();
}

function modelledError(wire: Wire, schema: StaticErrorSchema, error: ServiceError): Record<string, unknown> {
  const message = schema[4].find((name) => name.toLowerCase() === 'message');
  const members = { ...(message === undefined ? {} : { [message]: error.message }), ...error.details };
  checkOutput(schema, members, `the error ${error.code} of ${wire.name}`);
  const text = new TextDecoder().decode(write(schema, members));
  return JSON.parse(text) as Record<string, unknown>;
}

/** JSON services answer 400 for every client error, throttling included, whatever status a model may name. */
function errorStatus(schema: StaticErrorSchema | undefined, error: ServiceError): number {
  const traits = schema ? NormalizedSchema.of(schema).getOwnTraits() : {};
  return traits.error === 'server' && error.status < 500 ? 500 : error.status;
}

/** `CODE;Sender`: by which clients that know the service from its query protocol name the error. */
function queryErrorOf(schema: StaticErrorSchema | undefined, error: ServiceError): string {
  const named: unknown = schema && NormalizedSchema.of(schema).getOwnTraits()['awsQueryError'];
  const code: unknown = Array.isArray(named) ? named[0] : error.code.replace(/^AccessDeniedException$/, 'AccessDenied');
  return `${String(code)};${error.status < 500 ? 'Sender' : 'Receiver'}`;
}

function answer(status: number, body: string | Uint8Array, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId }, body };
}
