import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import type { WireRequest } from '../http.js';
import { ServiceError } from '../service.js';
import { isOperationSchema, type Schemas } from './shape.js';

/** What the two REST protocols share: the `http` traits of the schemas bind operations and members to the request. */
export interface Binding {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  /** What the template itself puts into the query: `list-type=2`. */
  readonly literals: readonly (readonly [string, string])[];
  readonly status: number;
}

const known = new WeakMap<Schemas, readonly Binding[]>();

/** A literal path stands before one with labels. */
export function bindingsOf(schemas: Schemas): readonly Binding[] {
  const found = known.get(schemas);
  if (found) return found;
  const made = Object.values(schemas)
    .filter(isOperationSchema)
    .filter((operation) => NormalizedSchema.of(operation).getMergedTraits().http !== undefined)
    .map(bindingOf)
    .sort((a, b) => a.labels.length - b.labels.length);
  known.set(schemas, made);
  return made;
}

export function bindingOf(operation: StaticOperationSchema): Binding {
  const http: unknown = NormalizedSchema.of(operation).getMergedTraits().http;
  const [method, uri, status] = Array.isArray(http) ? (http as readonly unknown[]) : [];
  const [template = '/', query = ''] = String(uri ?? '/').split('?');
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
    literals: [...new URLSearchParams(query)],
    status: typeof status === 'number' ? status : 200,
  };
}

/** At the end of a path slashes belong to the label too: not every client escapes those of an ARN. */
function labelPattern(part: string, index: number, parts: readonly string[]): string {
  const isLast = parts.slice(index + 1).every((rest) => rest === '');
  return isLast || part.endsWith('+}') ? '(.+)' : '([^/]+)';
}

/** @throws ServiceError SerializationException when a label is not percent-encoded text. */
export function labelValues({ path, labels }: Binding, request: WireRequest): Record<string, string> {
  const found = path.exec(request.path)?.slice(1) ?? [];
  return Object.fromEntries([
    ...Object.entries(request.labels ?? {}),
    ...labels.map((name, index) => [name, decode(found[index] ?? '')]),
  ]);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceError('SerializationException', `the path holds "${text}", which is not percent-encoded UTF-8`);
  }
}

/** The members that travel in path, query and headers, as the JSON of the schema's types. */
export function boundMembers(operation: StaticOperationSchema, request: WireRequest): Record<string, unknown> {
  const schema = NormalizedSchema.of(operation[4]);
  const values = labelValues(bindingOf(operation), request);
  const given: Record<string, unknown> = {};
  for (const [name, member] of schema.isStructSchema() ? schema.structIterator() : []) {
    const { httpLabel, httpQuery, httpHeader, httpPrefixHeaders } = member.getMergedTraits();
    if (httpLabel) given[name] = scalar(member, values[name]);
    else if (httpQuery) given[name] = queryValue(member, request, httpQuery);
    else if (httpHeader) given[name] = scalar(member, request.headers[httpHeader.toLowerCase()]);
    else if (httpPrefixHeaders) given[name] = prefixed(request, httpPrefixHeaders.toLowerCase());
  }
  return given;
}

function prefixed({ headers }: WireRequest, prefix: string): Record<string, string> {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
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
