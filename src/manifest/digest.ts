import { createHash } from 'node:crypto';

/**
 * sha256, 64 hexadecimal digits, over the value's JSON. Order counts: policies are attached in the order of the
 * manifest. Comments and formatting are gone by the time a value comes here.
 */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
