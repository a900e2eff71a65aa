import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TowerctlError } from '../errors.js';
import type { Host } from './host.js';
import { messageOf } from './reasons.js';

/** A batch from SQS holds at most 10,000 messages; what people keep in a file is far below this. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * What the file holds: one JSON value, or one on each line.
 *
 * @throws TowerctlError `failed` when it cannot be read or is no JSON.
 */
export async function readEventFile(file: string, host: Host): Promise<unknown> {
  const text = await textOf(resolve(host.cwd, file), file);
  const whole = parse(text);
  if ('value' in whole) return whole.value;
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]));
  const parsed = lines.map(({ line, number }) => ({ number, ...parse(line) }));
  const wrong = parsed.find((one) => !('value' in one));
  if (lines.length < 2 || (wrong && wrong === parsed[0])) {
    throw new TowerctlError('failed', `--event ${file} is not JSON: ${'problem' in whole ? whole.problem : ''}`);
  }
  if (wrong)
    throw new TowerctlError('failed', `--event ${file}:${wrong.number}:1 is not JSON; each line must be an event`);
  return parsed.flatMap((one) => ('value' in one ? [one.value] : []));
}

async function textOf(path: string, file: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES)
      throw new Error(`has ${size} bytes, more than ${MOST_BYTES}: give the events in smaller files`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new TowerctlError('failed', `--event ${file} cannot be read: ${messageOf(error)}`, [], { cause: error });
  }
}

function parse(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
