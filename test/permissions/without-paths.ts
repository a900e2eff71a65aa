import type { RequestHandler } from '../../src/aws/session.js';

interface Handles {
  handle(request: Sent, options: never): Promise<{ response: { body: Uint8Array | string } }>;
}

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
}

const textOf = (body: Uint8Array | string): string =>
  typeof body === 'string' ? body : new TextDecoder().decode(body);

/** Stands between a session and an AWS that does not say in its list of accounts where each of them is. */
export function withoutPaths(handler: RequestHandler): RequestHandler {
  const wrapped = {
    ...handler,
    async handle(request: Sent, options: never) {
      const answer = await (handler as unknown as Handles).handle(request, options);
      if (!/\.ListAccounts$/.test(request.headers['x-amz-target'] ?? '')) return answer;
      const { Accounts = [], ...page } = JSON.parse(textOf(answer.response.body)) as {
        Accounts?: readonly Record<string, unknown>[];
      };
      const bare = Accounts.map((account) => ({ ...account, Paths: undefined }));
      answer.response.body = new Uint8Array(Buffer.from(JSON.stringify({ ...page, Accounts: bare })));
      return answer;
    },
  };
  return wrapped as unknown as RequestHandler;
}
