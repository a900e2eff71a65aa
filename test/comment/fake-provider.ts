import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProviderName } from '../../src/comment/providers.js';

export interface Kept {
  id: number;
  body: string;
  author: string;
  bot: boolean;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json: unknown;
}

/** Comments of one pull request, on a loopback port, in the shapes of GitHub, GitLab or Bitbucket. */
export class FakeProvider {
  readonly comments: Kept[] = [];
  readonly seen: Seen[] = [];
  /** Whom the token belongs to; undefined for a workflow's own, which may not ask. */
  me: string | undefined = '7';
  /** Asked before each answer. */
  disturb: (request: Seen, count: number) => Answer | 'cut' | 'done but cut' | undefined = () => undefined;
  readonly #name: ProviderName;
  readonly #server: Server;

  private constructor(name: ProviderName) {
    this.#name = name;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async open(name: ProviderName): Promise<FakeProvider> {
    const made = new FakeProvider(name);
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  add(body: string, author = '7', bot = false): Kept {
    const kept = { id: this.comments.length + 1, body, author, bot };
    this.comments.push(kept);
    return kept;
  }

  calls(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${path}`);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const url = new URL(request.url ?? '', this.url);
    const seen: Seen = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
    };
    this.seen.push(seen);
    const disturbed = this.disturb(seen, this.seen.length);
    const answer = typeof disturbed === 'object' ? disturbed : disturbed === 'cut' ? undefined : this.#answer(seen);
    if (typeof disturbed === 'string' || !answer) {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.json));
  }

  #answer({ method, path, query, body }: Seen): Answer {
    if (path === '/user') {
      return this.me === undefined
        ? { status: 403, json: { message: 'Resource not accessible by integration' } }
        : { status: 200, json: { id: Number(this.me), uuid: this.me } };
    }
    const list = LISTS[this.#name];
    if (path === list && method === 'GET') return { status: 200, json: this.#page(query) };
    const text = textIn(body);
    if (path === list && method === 'POST') {
      return { status: 201, json: this.#shape(this.add(text, this.me ?? 'app', this.me === undefined)) };
    }
    const one = this.comments.find(({ id }) => path === `${ONES[this.#name]}/${id}`);
    if (!one || method !== (this.#name === 'github' ? 'PATCH' : 'PUT'))
      return { status: 404, json: { message: 'Not Found' } };
    one.body = text;
    return { status: 200, json: this.#shape(one) };
  }

  #page(query: URLSearchParams): unknown {
    const size = Number(query.get('per_page') ?? query.get('pagelen'));
    const from = (Number(query.get('page')) - 1) * size;
    const values = this.comments.slice(from, from + size).map((each) => this.#shape(each));
    return this.#name === 'bitbucket' ? { values, pagelen: size } : values;
  }

  #shape({ id, body, author, bot }: Kept): unknown {
    switch (this.#name) {
      case 'github':
        return { id, body, user: { id: Number(author), type: bot ? 'Bot' : 'User' } };
      case 'gitlab':
        return { id, body, author: { id: Number(author) } };
      case 'bitbucket':
        return { id, content: { raw: body }, user: { uuid: author } };
    }
  }
}

function textIn(body: string): string {
  if (body === '') return '';
  const { body: text, content } = JSON.parse(body) as { body?: string; content?: { raw: string } };
  return text ?? content?.raw ?? '';
}

const LISTS: Readonly<Record<ProviderName, string>> = {
  github: '/repos/bank/organization/issues/12/comments',
  gitlab: '/projects/bank%2Forganization/merge_requests/12/notes',
  bitbucket: '/repositories/bank/organization/pullrequests/12/comments',
};
const ONES: Readonly<Record<ProviderName, string>> = { ...LISTS, github: '/repos/bank/organization/issues/comments' };
