import type { _Error as KeptObject } from '@aws-sdk/client-s3';
import { HttpResponse } from '@smithy/core/protocols';
import { TowerctlError } from '../errors.js';

export interface ObjectText {
  readonly text: string;
  readonly etag: string;
  /** When it was written, and when S3 answered: by S3's own clock, in milliseconds. */
  readonly modifiedAt?: number;
  readonly answeredAt?: number;
}

export interface ObjectBytes {
  readonly bytes: Uint8Array;
  readonly etag: string;
}

/** Only where nothing is yet, or only over what was read. */
export type WriteCondition = 'new' | { readonly over: string };

/** Of what S3 kept: the first, and how many more. */
export function notDeleted(bucket: string, kept: readonly KeptObject[]): TowerctlError {
  const [first] = kept;
  const more = kept.length > 1 ? `, and ${kept.length - 1} more` : '';
  return new TowerctlError(
    first?.Code === 'AccessDenied' ? 'denied' : 'failed',
    `s3://${bucket}/${first?.Key ?? ''}: DeleteObjects: ${first?.Code ?? ''}: ${first?.Message ?? ''}${more}`,
  );
}

/** The `Date` of an answer, in milliseconds; undefined where it has none. */
export function dateOf(response: unknown): number | undefined {
  if (!HttpResponse.isInstance(response)) return undefined;
  const at = Date.parse(response.headers['date'] ?? '');
  return Number.isNaN(at) ? undefined : at;
}

/** By the ending of its key: what a run leaves is JSON or Markdown. */
export const contentTypeOf = (key: string): string =>
  key.endsWith('.md') ? 'text/markdown; charset=utf-8' : 'application/json';
