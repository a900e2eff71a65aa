import type { RequestHandler } from '../../../src/aws/session.js';

const WRITE =
  /\.(Create|Update|Delete|Put|Move|Tag|Untag|Attach|Detach|Enable|Disable|Register|Deregister|Close|Provision(?!ed)|Terminate)/;
/** Services without a target header name their operations in the path, or in the body. */
const WRITE_PATH = /^\/(enable|update|reset|disable|create|delete|put)(-|[A-Z])/;
const WRITE_BODY = /(^|&)Action=(Create|Update|Delete|Put|Tag|Untag|Enable|Disable|Deactivate)/;
/** S3 is told by its host alone. */
const S3_HOST = /^s3[.-]/;

interface Request {
  readonly headers: Record<string, string>;
  readonly path: string;
  readonly method: string;
  readonly hostname: string;
  readonly body?: unknown;
}

function isWrite({ headers, path, method, hostname, body }: Request): boolean {
  if (S3_HOST.test(hostname)) return method === 'PUT' || method === 'DELETE';
  if (headers['x-amz-target'] !== undefined) return WRITE.test(headers['x-amz-target']);
  if (typeof body === 'string' && WRITE_BODY.test(body)) return true;
  return WRITE_PATH.test(path) || (path.startsWith('/tags/') && method !== 'GET');
}

interface Sends {
  handle(request: never, options: never): Promise<{ response: { statusCode: number } }>;
}

export interface Death {
  readonly intercept: (handler: RequestHandler) => RequestHandler;
  /** Whether it has come to the n-th write. */
  happened(): boolean;
  /** Writes that were sent, the throttled ones too. */
  writes(): number;
}

/** The process dies at the n-th write: before it was sent, or after AWS has done it and before the answer came. */
export function dieAt(nth: number, when: 'before' | 'after'): Death {
  let writes = 0;
  let last = nth;
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new Error('the process was killed');
  };
  const intercept = (handler: RequestHandler): RequestHandler =>
    ({
      ...handler,
      async handle(request: never, options: never) {
        if (dead) die();
        if (!isWrite(request)) return (handler as unknown as Sends).handle(request, options);
        writes += 1;
        // Others may be under way at the same time.
        const mine = writes;
        if (mine === last && when === 'before') die();
        const answer = await (handler as unknown as Sends).handle(request, options);
        // A throttled write was not done: the next one that is sent is the one that counts.
        if (mine === last && answer.response.statusCode >= 400) last = writes + 1;
        else if (mine === last) die();
        return answer;
      },
    }) as unknown as RequestHandler;
  return { intercept, happened: () => dead, writes: () => writes };
}
