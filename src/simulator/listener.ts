import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ConnectionDropped,
  jsonResponse,
  MAX_BODY_BYTES,
  parseForm,
  repeatedIn,
  type WireRequest,
  type WireResponse,
} from './http.js';

export interface Listening {
  /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and breaks what is still connected; resolves when all is closed. */
  close(): Promise<void>;
}

export type Handle = (request: WireRequest, options: { readonly signal: AbortSignal }) => Promise<WireResponse>;

/** Loopback only: what is simulated is unauthenticated. */
const HOST = '127.0.0.1';

/** Serves `handle` over HTTP on 127.0.0.1. Port 0 takes any free one. Rejects when the port is taken. */
export async function listen(handle: Handle, port: number): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing, handle);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return { url: `http://${HOST}:${bound}`, port: bound, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    // Calls that hang notice that their client is gone.
    server.closeAllConnections();
  });
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, handle: Handle): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort(new ConnectionDropped('the client is gone')));
  try {
    const body = await readBody(incoming);
    const response = body
      ? await handle(wireRequest(incoming, body), { signal: gone.signal })
      : jsonResponse(413, {
          __type: 'RequestEntityTooLargeException',
          message: `the limit is ${MAX_BODY_BYTES} bytes`,
        });
    // The rest of a body that was cut short would be read as the next request.
    if (!body) outgoing.setHeader('connection', 'close');
    send(outgoing, response);
  } catch (error) {
    if (error instanceof ConnectionDropped || outgoing.headersSent || gone.signal.aborted) incoming.socket.destroy();
    else respondWithBug(outgoing, error);
  }
}

function respondWithBug(outgoing: ServerResponse, error: unknown): void {
  const what = error instanceof Error ? error.stack : String(error);
  send(outgoing, jsonResponse(500, { __type: 'InternalFailure', message: `bug in the simulator: ${what}` }));
}

function send(outgoing: ServerResponse, { status, headers, body }: WireResponse): void {
  // The answer to a HEAD tells the length of what it does not carry.
  outgoing.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  outgoing.end(body);
}

/** Undefined when there is more than MAX_BODY_BYTES; the rest is not kept. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function wireRequest(incoming: IncomingMessage, body: Uint8Array): WireRequest {
  const [path = '/', search = ''] = (incoming.url ?? '/').split('?', 2);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return {
    method: incoming.method ?? 'GET',
    path,
    query: parseForm(search),
    repeated: repeatedIn(search),
    headers,
    body,
  };
}
