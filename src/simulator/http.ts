/** A request as the simulator sees it, whatever carried it: a socket or a client in the same process. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Of a name that is repeated, the last value. */
  readonly query: Readonly<Record<string, string>>;
  /** Names of the query that stand more than once, with all their values. */
  readonly repeated?: Readonly<Record<string, readonly string[]>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Members of the path that the endpoint has told already: S3's bucket. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** The body is content that clients read as a stream. */
  readonly isStream?: true;
}

/** Largest request body, in bytes: twice the largest request that Organizations accepts is far below it. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** The connection breaks without an answer: the listener destroys the socket, the in-process transport rejects with it. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped';
  /** The code that Node gives to a connection reset by its peer. */
  readonly code = 'ECONNRESET';
}

export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): WireResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: `${JSON.stringify(body)}\n` };
}

/** Query string or form into a record; of a repeated name the last value stays. */
export function parseForm(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The names of a query string that stand more than once, with all their values. */
export function repeatedIn(text: string): Record<string, string[]> {
  const values = new URLSearchParams(text);
  const names = [...new Set(values.keys())].filter((name) => values.getAll(name).length > 1);
  return Object.fromEntries(names.map((name) => [name, values.getAll(name)]));
}
