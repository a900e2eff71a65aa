import { bound, label, query, STRING, STRING_LIST, STRING_MAP } from '../schema.js';
import { controlTower } from './shapes.js';

/** Landing zones, enabled baselines and enabled controls carry tags; baselines and controls themselves do not. */
export interface ListTagsForResourceInput {
  resourceArn: string | undefined;
}

export interface ListTagsForResourceOutput {
  tags: Record<string, string> | undefined;
}

/** At most 200 tags; keys of 1..128 characters, values of 0..256. */
export interface TagResourceInput {
  resourceArn: string | undefined;
  tags: Record<string, string> | undefined;
}

export type TagResourceOutput = Record<never, never>;

export interface UntagResourceInput {
  resourceArn: string | undefined;
  tagKeys: string[] | undefined;
}

export type UntagResourceOutput = Record<never, never>;

const { structure, operation } = controlTower;
const resourceArn = { resourceArn: bound(STRING, label) };

export const ListTagsForResourceInput$ = structure('ListTagsForResourceInput', resourceArn);
export const ListTagsForResourceOutput$ = structure('ListTagsForResourceOutput', { tags: STRING_MAP });
export const TagResourceInput$ = structure('TagResourceInput', { ...resourceArn, tags: STRING_MAP });
export const TagResourceOutput$ = structure('TagResourceOutput', {});
/** The key list is repeated in the query: `?tagKeys=a&tagKeys=b`. */
export const UntagResourceInput$ = structure('UntagResourceInput', {
  ...resourceArn,
  tagKeys: bound(STRING_LIST, query('tagKeys')),
});
export const UntagResourceOutput$ = structure('UntagResourceOutput', {});

const uri = '/tags/{resourceArn}';
export const ListTagsForResource$ = operation(
  'ListTagsForResource',
  ['GET', uri, 200],
  ListTagsForResourceInput$,
  ListTagsForResourceOutput$,
);
export const TagResource$ = operation('TagResource', ['POST', uri, 204], TagResourceInput$, TagResourceOutput$);
export const UntagResource$ = operation(
  'UntagResource',
  ['DELETE', uri, 204],
  UntagResourceInput$,
  UntagResourceOutput$,
);
