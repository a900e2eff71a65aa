import type {
  $SchemaRef,
  SchemaTraits,
  StaticErrorSchema,
  StaticListSchema,
  StaticMapSchema,
  StaticOperationSchema,
  StaticStructureSchema,
  StaticUnionSchema,
} from '@smithy/types';

/**
 * Writes services down in the format that the SDK's own clients carry at run time (`@smithy/types`, static schemas):
 * a tuple that begins with the kind of shape, its namespace and its name. What reads those reads these.
 */

/** Simple shapes, by the numbers that the SDK gives them. */
export const STRING = 0;
export const NUMBER = 1;
export const BOOLEAN = 2;
/** In the protocol's own format; REST-JSON: seconds since the epoch, a number. */
export const TIMESTAMP = 4;
/** `2026-11-24T07:09:37+00:00`. */
export const DATE_TIME = 5;
/** Any JSON. */
export const DOCUMENT = 15;
const LIST_OF = 64;
const MAP_OF = 128;
export const STRING_LIST = LIST_OF + STRING;
export const STRING_MAP = MAP_OF + STRING;

export type Members = Readonly<Record<string, $SchemaRef>>;

/** Where a member travels when it is not in the body. */
export const label: SchemaTraits = { httpLabel: 1 };
export const query = (name: string): SchemaTraits => ({ httpQuery: name });
export const header = (name: string): SchemaTraits => ({ httpHeader: name });

/** A member that does not travel in the body. */
export const bound = (shape: $SchemaRef, traits: SchemaTraits): $SchemaRef => [shape, traits];

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Shapes {
  /** Members without which AWS refuses the structure come first. */
  structure(name: string, required: Members, optional?: Members): StaticStructureSchema;
  /** Exactly one member is there. */
  union(name: string, members: Members): StaticUnionSchema;
  list(name: string, item: $SchemaRef): StaticListSchema;
  map(name: string, value: $SchemaRef): StaticMapSchema;
  /** `status` is the HTTP status; 500 and above are the service's fault, the others the caller's. */
  error(name: string, status: number, required: Members, optional?: Members): StaticErrorSchema;
  operation(
    name: string,
    http: readonly [method: Method, uri: string, status: number],
    input: $SchemaRef,
    output: $SchemaRef,
  ): StaticOperationSchema;
  /** POST with a JSON body, answered 200: what nearly all operations of Control Tower and Control Catalog are. */
  post(
    name: string,
    uri: string,
    input: $SchemaRef,
    output: $SchemaRef,
    traits?: { readonly idempotent: 1 },
  ): StaticOperationSchema;
}

/** The shapes of one service: `namespace` is the model's (`com.amazonaws.controltower`). */
export function shapesOf(namespace: string): Shapes {
  return {
    structure: (name, required, optional = {}) => [3, namespace, name, 0, ...members(required, optional)],
    union: (name, each) => [4, namespace, name, 0, Object.keys(each), Object.values(each)],
    list: (name, item) => [1, namespace, name, 0, item],
    map: (name, value) => [2, namespace, name, 0, STRING, value],
    error: (name, status, required, optional = {}) => [
      -3,
      namespace,
      name,
      { error: status >= 500 ? 'server' : 'client', httpError: status },
      ...members(required, optional),
    ],
    operation: (name, http, input, output) => [9, namespace, name, { http: [...http] }, input, output],
    post: (name, uri, input, output, traits = undefined) => [
      9,
      namespace,
      name,
      { http: ['POST', uri, 200], ...traits },
      input,
      output,
    ],
  };
}

function members(required: Members, optional: Members): [string[], $SchemaRef[], number] {
  const all = { ...required, ...optional };
  return [Object.keys(all), Object.values(all), Object.keys(required).length];
}
