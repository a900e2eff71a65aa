import { createHash } from 'node:crypto';
import type { Plan } from '../model.js';

/** JSON with sorted keys: the same value always gives the same text. Members that are undefined are left out, as JSON does. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** All 64 digits are checked at apply; people see the first 8. */
export function digestOf(plan: Plan): string {
  return sha256(canonicalJson(plan));
}

/** The short digest in a fingerprint. */
export function factDigest(spec: unknown): string {
  return sha256(canonicalJson(spec)).slice(0, 16);
}
