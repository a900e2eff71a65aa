import { randomBytes } from 'node:crypto';
import type { RunSource } from '../lease/lease.js';

/**
 * `20261124T131500Z-cli-1f3c09ab`: a time to find it by, who started it, and what tells two of one second apart. It is the
 * name of the run's sessions in other accounts, so at most 64 of the characters that STS takes.
 *
 * @param now clock milliseconds.
 */
export function newRunId(now: number, source: RunSource): string {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${source}-${randomBytes(4).toString('hex')}`;
}

/** A run id becomes part of a key in the bucket: nothing else may. */
export const isRunId = (text: string): boolean =>
  /^\d{8}T\d{6}Z-(pipeline|lifecycle|cli|drift)-[0-9a-f]{8}$/.test(text);
