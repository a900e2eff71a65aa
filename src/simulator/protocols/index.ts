import type { Protocol } from '../service.js';
import { json } from './json.js';
import type { WireProtocol } from './protocol.js';
import { query } from './query.js';
import { restJson } from './rest-json.js';

/**
 * The AWS protocols by name. `rest-xml` is bound to paths, headers and status codes by the `http` traits of the schemas, as
 * `rest-json` is; it is written in a file beside these when the first service needs it.
 */
const PROTOCOLS: Readonly<Record<Protocol, WireProtocol | undefined>> = {
  json,
  query,
  'rest-json': restJson,
  'rest-xml': undefined,
};

export function protocolNamed(name: Protocol): WireProtocol | undefined {
  return PROTOCOLS[name];
}

/** Where a protocol is, or is to be written: named in the 501 that stands in for it. */
export function protocolFile(name: Protocol): string {
  return `src/simulator/protocols/${name}.ts`;
}
