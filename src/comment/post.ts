import type { Clock } from '../clock.js';
import { TowerctlError } from '../errors.js';
import { masked } from './mask.js';
import { type Comment, PER_PAGE, PROVIDER, type Provider, type PullRequest } from './providers.js';
import { type Api, type Request, refuse, send, sendOnce, waited } from './request.js';

export interface CommentOptions {
  readonly pull: PullRequest;
  /** Tells this comment from others of the same author: letters, digits, dots, dashes, underscores. */
  readonly name: string;
  /** Markdown; masked once more, and cut to what the provider takes. */
  readonly body: string;
  readonly token: string;
  readonly clock: Clock;
  /** Address of the provider's API, if not its own: an enterprise server. */
  readonly api?: string;
  readonly fetch?: typeof globalThis.fetch;
}

export interface Posted {
  readonly action: 'created' | 'updated' | 'unchanged';
  readonly id: string;
}

/** A pull request with more comments than this has other troubles. */
const MOST_PAGES = 100;

/**
 * Leaves one comment on a pull request: the one it left before is updated. What looks like it and is by somebody else is
 * not touched.
 *
 * @throws TowerctlError `usage` for an address that is not https, `denied` or `failed` with what the provider said.
 */
export async function postComment(options: CommentOptions): Promise<Posted> {
  const { pull, name, body, token, clock } = options;
  const provider = PROVIDER[pull.provider];
  const api: Api = {
    url: addressOf(options.api ?? provider.api),
    token,
    headers: provider.headers(token),
    clock,
    fetch: options.fetch ?? globalThis.fetch,
  };
  const marker = provider.marker(name);
  const text = provider.text(marker, masked(body));
  for (let attempt = 1; ; attempt += 1) {
    const own = await ownComment(api, provider, pull, marker);
    if (own) return update(api, provider, pull, own, text);
    const request: Request = { method: 'POST', path: provider.comments(pull), body: provider.payload(text) };
    const reply = await sendOnce(api, request);
    if (isDone(reply.status)) return { action: 'created', id: idIn(provider, reply.json) };
    // It may have been made and the answer lost: it is looked for again before another one is.
    if (!(await waited(api, reply, attempt))) refuse(api, request, reply);
  }
}

async function update(api: Api, provider: Provider, pull: PullRequest, own: Comment, text: string): Promise<Posted> {
  if (own.body.trim() === text.trim()) return { action: 'unchanged', id: own.id };
  const path = provider.comment(pull, own.id);
  const request: Request = { method: provider.updateMethod, path, body: provider.payload(text) };
  const reply = await send(api, request);
  if (!isDone(reply.status)) refuse(api, request, reply);
  return { action: 'updated', id: own.id };
}

/** The oldest that begins with the marker and is by whom the token belongs to. */
async function ownComment(
  api: Api,
  provider: Provider,
  pull: PullRequest,
  marker: string,
): Promise<Comment | undefined> {
  const me = await whoAmI(api, provider);
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const request: Request = { method: 'GET', path: provider.page(provider.comments(pull), page) };
    const reply = await send(api, request);
    if (!isDone(reply.status)) refuse(api, request, reply);
    const comments = provider.read(reply.json);
    const own = comments.find((each) => each.body.startsWith(marker) && isBy(each, me));
    if (own) return own;
    if (comments.length < PER_PAGE) return undefined;
  }
  return undefined;
}

/** Undefined for a token that is nobody's own: a workflow's, a repository's. */
async function whoAmI(api: Api, provider: Provider): Promise<string | undefined> {
  const request: Request = { method: 'GET', path: provider.whoAmI };
  const reply = await send(api, request);
  if (reply.status === 401 || reply.status === 0 || reply.againAfter !== undefined) refuse(api, request, reply);
  return isDone(reply.status) ? provider.userId(reply.json) : undefined;
}

function isBy({ author, isByApp = true }: Comment, me: string | undefined): boolean {
  return me === undefined ? isByApp : author === me;
}

const isDone = (status: number): boolean => status >= 200 && status < 300;

const idIn = (provider: Provider, json: unknown): string => provider.read(single(provider, json))[0]?.id ?? '';

/** An answer with one comment, in the form of a list of them. */
const single = (provider: Provider, json: unknown): unknown =>
  provider === PROVIDER.bitbucket ? { values: [json] } : [json];

/** The token goes nowhere unencrypted but to this machine itself. */
function addressOf(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isHere = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)) return given.replace(/\/+$/, '');
  throw new TowerctlError('usage', `${given} is no address of an API: give one that begins with https://`);
}
