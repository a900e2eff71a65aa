import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { RequestHandler } from '../../src/aws/session.js';

/** What went out, as bytes on the wire. */
export interface Sent {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: HttpRequest['query'];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, for protocols other than JSON. */
  readonly text?: string;
}

/** A transport that answers from a list, and keeps what it was sent. The last answer is given again and again. */
export function stubTransport(...answers: readonly Answer[]): { requestHandler: RequestHandler; sent: Sent[] } {
  const sent: Sent[] = [];
  const requestHandler: RequestHandler = {
    handle: async ({ method, hostname, port, path, query, headers, body }: HttpRequest) => {
      const host = port === undefined ? hostname : `${hostname}:${port}`;
      sent.push({ method, host, path, query, headers, body: textOf(body) });
      const answer = answers[Math.min(sent.length, answers.length) - 1] ?? {};
      const text = answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
      return {
        response: new HttpResponse({
          statusCode: answer.status ?? 200,
          headers: { 'content-type': answer.text === undefined ? 'application/json' : 'text/xml', ...answer.headers },
          body: new Uint8Array(Buffer.from(text)),
        }),
      };
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
  return { requestHandler, sent };
}

function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  return typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array);
}

/** The service and Region that a request is signed for. */
export function scopeOf(sent: Sent): string {
  return /Credential=[^/]+\/\d{8}\/([^,]+)\/aws4_request/.exec(sent.headers['authorization'] ?? '')?.[1] ?? '';
}
