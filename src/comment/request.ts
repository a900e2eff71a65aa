import type { Clock } from '../clock.js';
import { TowerctlError } from '../errors.js';

/** Where requests go and how; `token` is sent and never told. */
export interface Api {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** Below the API's address. */
  readonly path: string;
  readonly body?: unknown;
}

/** What the provider said; 0 where it could not be reached. */
export interface Reply {
  readonly status: number;
  readonly json: unknown;
  /** Of a refusal, in the provider's words. */
  readonly message: string;
  /** Milliseconds to wait before the same is asked again; undefined where that would not help. */
  readonly againAfter: number | undefined;
}

export const MOST_TRIES = 6;
const MOST_WAIT = 15 * 60_000;
const ANSWERED_WITHIN = 30_000;
const PASSING = [0, 408, 429, 500, 502, 503, 504];

/** One request, once. Never rejects. */
export async function sendOnce(api: Api, { method, path, body }: Request): Promise<Reply> {
  try {
    const response = await api.fetch(`${api.url}${path}`, {
      method,
      headers: { 'user-agent': 'towerctl', 'content-type': 'application/json', ...api.headers },
      signal: AbortSignal.timeout(ANSWERED_WITHIN),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = parsed(text);
    const message = response.ok ? '' : reasonIn(json, text);
    return { status: response.status, json, message, againAfter: waitOf(response, message, api.clock) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const message = cause instanceof Error ? cause.message : String(cause);
    return { status: 0, json: undefined, message, againAfter: 1_000 };
  }
}

/** For what may be sent twice: again while the provider is out of order, or asks for patience. */
export async function send(api: Api, request: Request): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await sendOnce(api, request);
    if (!(await waited(api, reply, attempt))) return reply;
  }
}

/** False where another try makes no sense, or there were enough of them. */
export async function waited(api: Api, { againAfter }: Reply, attempt: number): Promise<boolean> {
  if (againAfter === undefined || againAfter > MOST_WAIT || attempt >= MOST_TRIES) return false;
  await api.clock.sleep(Math.max(againAfter, 1_000 * 2 ** (attempt - 1)));
  return true;
}

/** @throws TowerctlError `denied` or `failed`, with the provider's words and without the token. */
export function refuse(api: Api, request: Request, { status, message }: Reply): never {
  const what = status === 0 ? 'could not be reached' : `answered ${status}`;
  const advice =
    status === 401 || status === 403
      ? '; the token must be allowed to read the pull request and to write comments on it'
      : status === 404
        ? '; is there such a repository and pull request, and may the token see it?'
        : '';
  const words = message === '' ? '' : `: ${message.replaceAll(api.token, '***').slice(0, 300)}`;
  throw new TowerctlError(
    status === 401 || status === 403 ? 'denied' : 'failed',
    `${request.method} ${api.url}${request.path} ${what}${words}${advice}`,
  );
}

function waitOf(response: Response, message: string, clock: Clock): number | undefined {
  if (response.ok) return undefined;
  const { status, headers } = response;
  const isSpent = headers.get('x-ratelimit-remaining') === '0';
  const isLimited = status === 403 && (isSpent || headers.has('retry-after') || /rate limit/i.test(message));
  if (!isLimited && !PASSING.includes(status)) return undefined;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (seconds >= 0) return seconds * 1_000;
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1_000;
  if (isSpent && reset >= 0) return Math.max(1_000, reset - clock.now());
  // GitHub asks for a minute where it says no more than that.
  return isLimited || status === 429 ? 60_000 : 1_000;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonIn(json: unknown, text: string): string {
  const { message, error } = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  if (typeof message === 'string') return message;
  if (typeof error === 'string') return error;
  const inner = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)['message'] : undefined;
  return typeof inner === 'string' ? inner : (text.split('\n')[0] ?? '').slice(0, 200);
}
