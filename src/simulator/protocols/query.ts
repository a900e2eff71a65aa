import { XmlCodec } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef, StaticErrorSchema } from '@smithy/types';
import { parseForm, type WireRequest, type WireResponse } from '../http.js';
import { ServiceError } from '../service.js';
import type { WireProtocol } from './protocol.js';
import { checkOutput, errorSchema, readJsonShape } from './shape.js';

/** awsQuery: a form with Action and Version in, XML out; lists as `Name.member.1`, maps as `Name.entry.1.key`. */
const DATE_TIME = 5;

export const query: WireProtocol = {
  operationOf(request) {
    return form(request)['Action'];
  },

  readInput(operation, request) {
    const tree = nest(form(request));
    return readJsonShape(operation[4], unfold(NormalizedSchema.of(operation[4]), tree));
  },

  writeOutput(wire, operation, output, requestId) {
    const name = operation[2];
    checkOutput(operation[5], output, `the output of ${wire.name}:${name}`);
    const namespace = wire.xmlNamespace ?? '';
    const result = NormalizedSchema.of(operation[5]).isUnitSchema()
      ? ''
      : `<${name}Result>${members(operation[5], output)}</${name}Result>`;
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return answer(200, `<${name}Response xmlns="${namespace}">${result}${metadata}</${name}Response>`, requestId);
  },

  writeError(wire, error, requestId) {
    const schema = errorSchema(wire.schemas, error.code);
    const [code, status] = queryError(schema, error);
    const details = schema ? modelledMembers(wire.name, schema, error) : '';
    const type = status < 500 ? 'Sender' : 'Receiver';
    const body =
      `<ErrorResponse xmlns="${wire.xmlNamespace ?? ''}"><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message>${details}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    return answer(status, body, requestId);
  },

  throttled: () => new ServiceError('Throttling', 'Rate exceeded'),

  denied: (message) => new ServiceError('AccessDenied', message, {}, 403),
};

/** A GET carries the form in its query string, a POST in its body; both together are one form. */
function form(request: WireRequest): Record<string, string> {
  return { ...request.query, ...parseForm(new TextDecoder().decode(request.body)) };
}

type Tree = { [name: string]: string | Tree };

/** `Tags.member.1.Key=a` into `{ Tags: { member: { 1: { Key: 'a' } } } }`. */
function nest(flat: Readonly<Record<string, string>>): Tree {
  const root: Tree = Object.create(null);
  for (const [path, value] of Object.entries(flat)) {
    const names = path.split('.');
    const last = names.pop() ?? path;
    let at = root;
    for (const name of names) {
      const below = at[name];
      const next: Tree = typeof below === 'object' ? below : Object.create(null);
      at[name] = next;
      at = next;
    }
    at[last] = value;
  }
  return root;
}

/** The tree as JSON of the schema's types, for the one reader that checks them. What does not fit is passed on as it is. */
function unfold(schema: NormalizedSchema, value: string | Tree): unknown {
  if (schema.isUnitSchema()) return {};
  if (typeof value === 'string') return scalar(schema, value);
  if (schema.isStructSchema()) {
    const struct: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const each = value[traitName(member) ?? name];
      if (each !== undefined) struct[name] = unfold(member, each);
    }
    return struct;
  }
  if (schema.isListSchema()) {
    return numbered(schema, value, 'member').map((item) => unfold(schema.getValueSchema(), item));
  }
  if (schema.isMapSchema()) return unfoldMap(schema, value);
  return value;
}

function unfoldMap(schema: NormalizedSchema, value: Tree): Record<string, unknown> {
  const keyName = traitName(schema.getKeySchema()) ?? 'key';
  const valueName = traitName(schema.getValueSchema()) ?? 'value';
  const entries: [string, unknown][] = [];
  for (const entry of numbered(schema, value, 'entry')) {
    if (typeof entry === 'string') continue;
    const key = entry[keyName];
    const item = entry[valueName];
    if (typeof key === 'string' && item !== undefined) entries.push([key, unfold(schema.getValueSchema(), item)]);
  }
  return Object.fromEntries(entries);
}

function numbered(schema: NormalizedSchema, value: Tree, wrapper: string): (string | Tree)[] {
  const name = schema.isListSchema() ? (traitName(schema.getValueSchema()) ?? wrapper) : wrapper;
  const items = schema.getMergedTraits().xmlFlattened ? value : value[name];
  if (typeof items !== 'object') return [];
  return Object.entries(items)
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}

function traitName(schema: NormalizedSchema): string | undefined {
  return schema.getMergedTraits().xmlName;
}

function scalar(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema() && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (schema.isNumericSchema() && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (schema.isListSchema() && text === '') return [];
  return text;
}

/** The members alone: the protocol puts them into `<ActionResult>` or `<Error>` itself. */
function members(schema: $SchemaRef, value: unknown): string {
  const codec = new XmlCodec({
    timestampFormat: { default: DATE_TIME, useTrait: true },
    xmlNamespace: '',
    serviceNamespace: '',
  });
  const serializer = codec.createSerializer();
  serializer.write(NormalizedSchema.of(schema), value);
  const text = String(serializer.flush());
  const content = text.slice(text.indexOf('>') + 1, text.lastIndexOf('</'));
  return text.lastIndexOf('</') < 0 ? '' : content;
}

function modelledMembers(service: string, schema: StaticErrorSchema, error: ServiceError): string {
  checkOutput(schema, error.details, `the error ${error.code} of ${service}`);
  return Object.keys(error.details).length === 0 ? '' : members(schema, error.details);
}

function queryError(schema: StaticErrorSchema | undefined, error: ServiceError): readonly [string, number] {
  const traits = schema ? NormalizedSchema.of(schema).getOwnTraits() : {};
  const named: unknown = traits['awsQueryError'];
  if (!Array.isArray(named)) return [error.code, error.status];
  const [code, status] = named as readonly unknown[];
  return [typeof code === 'string' ? code : error.code, typeof status === 'number' ? status : error.status];
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function answer(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
