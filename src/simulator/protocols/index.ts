import type { Protocol } from '../service.js';
import { json } from './json.js';
import type { WireProtocol } from './protocol.js';
import { query } from './query.js';

/**
 * The AWS protocols by name. `rest-json` and `rest-xml` are bound to paths, headers and status codes by the `http`
 * traits of the same schemas; each is written in a file beside these two when the first service needs it.
 */
const PROTOCOLS: Readonly<Record<Protocol, WireProtocol | undefined>> = {
  json,
  query,
  'rest-json': undefined,
  'rest-xml': undefined,
};

export function protocolNamed(name: Protocol): WireProtocol | undefined {
  return PROTOCOLS[name];
}

/** Where a protocol is, or is to be written: named in the 501 that stands in for it. */
export function protocolFile(name: Protocol): string {
  return `src/simulator/protocols/${name}.ts`;
}
