import { Readable } from 'node:stream';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { ConnectionDropped, type WireRequest, type WireResponse } from './http.js';

interface Served {
  handle(
    request: WireRequest,
    options: { readonly signal?: AbortSignal; readonly latencyMs?: number },
  ): Promise<WireResponse>;
}

interface HandlerOptions {
  readonly abortSignal?: unknown;
}

/** What SDK clients ask of a `requestHandler`. */
export interface InProcessHandler {
  handle(request: HttpRequest, options?: HandlerOptions): Promise<{ response: HttpResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

/**
 * A `requestHandler` for SDK clients that calls the simulator in this process. Virtual time stands still while the
 * simulator works; `latencyMs` (of the simulator's clock, its own setting unless given) passes in between.
 */
export function inProcess(simulator: Served, settings: { readonly latencyMs?: number } = {}): InProcessHandler {
  return {
    async handle(request, options = {}) {
      const signal = options.abortSignal instanceof AbortSignal ? options.abortSignal : undefined;
      signal?.throwIfAborted();
      const answer = simulator.handle(wireRequest(request), { ...settings, ...(signal ? { signal } : {}) });
      const { status, headers, body, isStream } = await unlessAborted(answer.catch(asSocketError), signal);
      const bytes = typeof body === 'string' ? new Uint8Array(Buffer.from(body)) : body;
      return {
        response: new HttpResponse({
          statusCode: status,
          headers: { ...headers },
          body: isStream ? Readable.from([bytes]) : bytes,
        }),
      };
    },
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

/** A client that gives up hears nothing more; what it asked for happens all the same, as it does at AWS. */
function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return answer;
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** The SDK's own HTTP handler names a reset connection so; its retry rules go by the name. */
function asSocketError(error: unknown): never {
  if (!(error instanceof ConnectionDropped)) throw error;
  throw Object.assign(new Error(error.message), { name: 'TimeoutError', code: error.code });
}

function wireRequest(request: HttpRequest): WireRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const asked = Object.entries(request.query ?? {});
  const query = asked.map(
    ([name, value]) => [name, String((Array.isArray(value) ? value.at(-1) : value) ?? '')] as const,
  );
  const repeated = asked.flatMap(([name, value]) => (Array.isArray(value) ? [[name, value] as const] : []));
  return {
    method: request.method,
    path: request.path,
    query: Object.fromEntries(query),
    repeated: Object.fromEntries(repeated),
    headers: Object.fromEntries(headers),
    body: bodyBytes(request.body),
  };
}

function bodyBytes(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return new Uint8Array(Buffer.from(body));
  throw new TypeError('the in-process transport carries bodies of text and bytes, not streams');
}
