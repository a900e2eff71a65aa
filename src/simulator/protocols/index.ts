import type { Protocol } from '../service.js';
import { json } from './json.js';
import type { WireProtocol } from './protocol.js';
import { query } from './query.js';
import { restJson } from './rest-json.js';
import { restXml } from './rest-xml.js';

/** The AWS protocols by name. The two REST ones are bound to paths, headers and status codes by the `http` traits of the schemas. */
const PROTOCOLS: Readonly<Record<Protocol, WireProtocol>> = {
  json,
  query,
  'rest-json': restJson,
  'rest-xml': restXml,
};

export function protocolNamed(name: Protocol): WireProtocol {
  return PROTOCOLS[name];
}
