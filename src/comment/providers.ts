import { fitted, withoutHtml } from './fit.js';

export const PROVIDERS = ['github', 'gitlab', 'bitbucket'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** A pull request; GitLab calls it a merge request. */
export interface PullRequest {
  readonly provider: ProviderName;
  /** `owner/name`; a GitLab project may lie deeper. */
  readonly repository: string;
  readonly number: number;
}

/** A comment as all providers know it. */
export interface Comment {
  readonly id: string;
  readonly body: string;
  readonly author: string | undefined;
  /** Written by an app, not by a person. Undefined where the provider does not say. */
  readonly isByApp?: boolean;
}

/** What differs between providers: paths below the API's address, and the shape of what they send. */
export interface Provider {
  /** The API's address where none is given. */
  readonly api: string;
  /** The environment variable in which the provider's own runners name it. */
  readonly apiVariable: string;
  readonly tokenVariable: string;
  headers(token: string): Readonly<Record<string, string>>;
  /** Stands in the comment unseen, and finds it again. */
  marker(name: string): string;
  /** The text in the provider's Markdown, no longer than it takes, `marker` first. */
  text(marker: string, body: string): string;
  readonly whoAmI: string;
  readonly updateMethod: 'PATCH' | 'PUT';
  /** Comments of the pull request, the oldest first; pages are counted from 1. */
  comments(pull: PullRequest): string;
  page(path: string, number: number): string;
  comment(pull: PullRequest, id: string): string;
  payload(text: string): unknown;
  read(json: unknown): readonly Comment[];
  /** Of `whoAmI`. */
  userId(json: unknown): string | undefined;
}

export const PER_PAGE = 100;
const htmlMarker = (name: string): string => `<!-- towerctl:${name} -->`;
const inHtml = (most: number) => (marker: string, body: string) => `${marker}\n${fitted(body, most - 200)}`;

const github: Provider = {
  api: 'https://api.github.com',
  apiVariable: 'GITHUB_API_URL',
  tokenVariable: 'GITHUB_TOKEN',
  headers: (token) => ({
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  }),
  marker: htmlMarker,
  text: inHtml(65_536),
  whoAmI: '/user',
  updateMethod: 'PATCH',
  // A pull request is an issue there, as far as its talk goes.
  comments: ({ repository, number }) => `/repos/${encodedPath(repository)}/issues/${number}/comments`,
  page: (path, number) => `${path}?per_page=${PER_PAGE}&page=${number}`,
  comment: ({ repository }, id) => `/repos/${encodedPath(repository)}/issues/comments/${id}`,
  payload: (body) => ({ body }),
  read: (json) =>
    list(json).map((each) => ({
      id: word(each['id']),
      body: word(each['body']),
      author: idOf(each['user'], 'id'),
      isByApp: fields(each['user'])['type'] === 'Bot',
    })),
  userId: (json) => idOf(json, 'id'),
};

const gitlab: Provider = {
  api: 'https://gitlab.com/api/v4',
  apiVariable: 'CI_API_V4_URL',
  tokenVariable: 'GITLAB_TOKEN',
  headers: (token) => ({ 'private-token': token }),
  marker: htmlMarker,
  text: inHtml(1_000_000),
  whoAmI: '/user',
  updateMethod: 'PUT',
  comments: ({ repository, number }) => `/projects/${encodeURIComponent(repository)}/merge_requests/${number}/notes`,
  page: (path, number) => `${path}?per_page=${PER_PAGE}&page=${number}&sort=asc&order_by=created_at`,
  comment: (pull, id) => `${gitlab.comments(pull)}/${id}`,
  payload: (body) => ({ body }),
  read: (json) =>
    list(json).map((each) => ({
      id: word(each['id']),
      body: word(each['body']),
      author: idOf(each['author'], 'id'),
    })),
  userId: (json) => idOf(json, 'id'),
};

const bitbucket: Provider = {
  api: 'https://api.bitbucket.org/2.0',
  apiVariable: 'BITBUCKET_API_URL',
  tokenVariable: 'BITBUCKET_TOKEN',
  // An access token, or USER:PASSWORD for an app password.
  headers: (token) => ({
    authorization: token.includes(':') ? `Basic ${Buffer.from(token).toString('base64')}` : `Bearer ${token}`,
  }),
  // HTML comments are shown there; a link that nobody refers to is not.
  marker: (name) => `[//]: # (towerctl:${name})`,
  text: (marker, body) => `${marker}\n\n${fitted(withoutHtml(body), 32_768 - 200)}`,
  whoAmI: '/user',
  updateMethod: 'PUT',
  comments: ({ repository, number }) => `/repositories/${encodedPath(repository)}/pullrequests/${number}/comments`,
  page: (path, number) => `${path}?pagelen=${PER_PAGE}&page=${number}&sort=created_on`,
  comment: (pull, id) => `${bitbucket.comments(pull)}/${id}`,
  payload: (raw) => ({ content: { raw } }),
  read: (json) =>
    list(fields(json)['values']).map((each) => ({
      id: word(each['id']),
      // What was deleted is still listed.
      body: each['deleted'] === true ? '' : word(fields(each['content'])['raw']),
      author: idOf(each['user'], 'uuid'),
    })),
  userId: (json) => idOf(json, 'uuid'),
};

export const PROVIDER: Readonly<Record<ProviderName, Provider>> = { github, gitlab, bitbucket };

const encodedPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

const word = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function idOf(value: unknown, key: string): string | undefined {
  return word(fields(value)[key]) || undefined;
}
