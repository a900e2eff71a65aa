import { XmlCodec } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef, StaticOperationSchema } from '@smithy/types';
import type { WireRequest } from '../http.js';
import { ServiceError } from '../service.js';
import { type Binding, bindingOf, bindingsOf, boundMembers } from './http-bindings.js';
import type { Wire, WireProtocol } from './protocol.js';
import { checkOutput, errorSchema, readJsonShape } from './shape.js';

/**
 * restXml: method, path and query name the operation, members travel in the path, the query, headers or an XML body, as the
 * `http` traits say; a payload member is the whole body. Times are date-time in XML and an HTTP date in headers. An error is
 * `<Error>` at the root, as S3 sends it; details whose name begins with `x-` are headers.
 */
const DATE_TIME = 5;
/** Which of the operations at one path is meant, by a query word that only AWS's own JavaScript client sends. */
const HINT = 'x-id';

export const restXml: WireProtocol = {
  operationOf(request, wire) {
    const fitting = bindingsOf(wire.schemas).filter((binding) => fits(binding, request));
    return fitting.sort((a, b) => weight(b) - weight(a))[0]?.operation;
  },

  readInput(operation, request) {
    const { name, member } = payloadOf(operation[4]);
    const bound = boundMembers(operation, request);
    if (name === undefined || !member) {
      const body = readXml(NormalizedSchema.of(operation[4]), request.body);
      return { ...body, ...readJsonShape(operation[4], bound) };
    }
    const read = readJsonShape(operation[4], bound);
    const payload = payloadValue(member, request.body);
    return payload === undefined ? read : { ...read, [name]: payload };
  },

  writeOutput(wire, operation, output, requestId) {
    checkOutput(operation[5], output, `the output of ${wire.name}:${operation[2]}`);
    const { status } = bindingOf(operation);
    const { headers, body } = split(operation, output, wire);
    const type = typeof body === 'string' && body !== '' ? { 'content-type': 'application/xml' } : {};
    const sent = { status, headers: { ...type, ...ids(requestId), ...headers }, body: status === 204 ? '' : body };
    return body instanceof Uint8Array ? { ...sent, isStream: true } : sent;
  },

  writeError(wire, error, requestId) {
    const schema = errorSchema(wire.schemas, error.code);
    const { httpError } = schema ? NormalizedSchema.of(schema).getOwnTraits() : {};
    const details = Object.entries(error.details).map(([name, value]) => [name, String(value)] as const);
    const members = [['Code', error.code], ['Message', error.message], ...details, ['RequestId', requestId]] as const;
    const text = members
      .filter(([name]) => !isHeader(name))
      .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
    const headers = Object.fromEntries(details.filter(([name]) => isHeader(name)));
    return {
      status: typeof httpError === 'number' ? httpError : error.status,
      headers: { 'content-type': 'application/xml', ...ids(requestId), ...headers },
      // Not Modified has no body.
      body: error.status === 304 ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${text.join('')}</Error>`,
    };
  },

  throttled: () => new ServiceError('SlowDown', 'Please reduce your request rate.', {}, 503),

  denied: (message) => new ServiceError('AccessDenied', message, {}, 403),
};

function fits({ method, path, literals }: Binding, { method: asked, path: at, query }: WireRequest): boolean {
  return (
    method === asked &&
    path.test(at) &&
    literals.every(([name, value]) => Object.hasOwn(query, name) && (value === '' || query[name] === value))
  );
}

/** The more a template asks of the query, the better it fits; a hint decides where nothing else does. */
function weight({ literals }: Binding): number {
  return literals.reduce((sum, [name]) => sum + (name === HINT ? 1 : 2), 0);
}

function payloadOf(ref: $SchemaRef): { readonly name?: string; readonly member?: NormalizedSchema } {
  const schema = NormalizedSchema.of(ref);
  if (!schema.isStructSchema()) return {};
  for (const [name, member] of schema.structIterator())
    if (member.getMergedTraits().httpPayload) return { name, member };
  return {};
}

function payloadValue(member: NormalizedSchema, body: Uint8Array): unknown {
  if (member.isBlobSchema()) return body;
  if (member.isStringSchema()) return new TextDecoder().decode(body);
  return body.byteLength === 0 ? undefined : readXml(member, body);
}

/** @throws ServiceError MalformedXML (400). */
function readXml(schema: NormalizedSchema, body: Uint8Array): Record<string, unknown> {
  if (body.byteLength === 0 || !schema.isStructSchema()) return {};
  try {
    const read: unknown = codec('').createDeserializer().read(schema, body);
    return typeof read === 'object' && read !== null ? { ...read } : {};
  } catch (error) {
    throw new ServiceError('MalformedXML', `the body is not the XML that is expected: ${(error as Error).message}`);
  }
}

const codec = (xmlNamespace: string): XmlCodec =>
  new XmlCodec({ timestampFormat: { default: DATE_TIME, useTrait: true }, xmlNamespace, serviceNamespace: '' });

function split(
  operation: StaticOperationSchema,
  value: Readonly<Record<string, unknown>>,
  wire: Wire,
): { headers: Record<string, string>; body: string | Uint8Array } {
  const schema = NormalizedSchema.of(operation[5]);
  if (!schema.isStructSchema()) return { headers: {}, body: '' };
  const headers: Record<string, string> = {};
  const inBody: Record<string, unknown> = {};
  const unbound: string[] = [];
  let payload: unknown;
  let root = schema;
  for (const [name, member] of schema.structIterator()) {
    const { httpHeader, httpPrefixHeaders, httpPayload } = member.getMergedTraits();
    const each = value[name];
    if (!httpHeader && !httpPrefixHeaders && !httpPayload) unbound.push(name);
    if (each === undefined) continue;
    if (httpHeader) headers[httpHeader.toLowerCase()] = headerText(each);
    else if (httpPrefixHeaders) Object.assign(headers, withPrefix(httpPrefixHeaders, each));
    else if (httpPayload) [payload, root] = [each, member];
    else inBody[name] = each;
  }
  if (payload instanceof Uint8Array || typeof payload === 'string') return { headers, body: payload };
  if (unbound.length === 0 && payload === undefined) return { headers, body: '' };
  const serializer = codec(wire.xmlNamespace ?? '').createSerializer();
  serializer.write(root, payload ?? inBody);
  return { headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${String(serializer.flush())}` };
}

const headerText = (value: unknown): string => (value instanceof Date ? value.toUTCString() : String(value));

function withPrefix(prefix: string, value: unknown): Record<string, string> {
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(entries.map(([name, each]) => [`${prefix.toLowerCase()}${name}`, String(each)]));
}

const isHeader = (name: string): boolean => name.startsWith('x-');
const ids = (requestId: string): Record<string, string> => ({ 'x-amz-request-id': requestId });

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
