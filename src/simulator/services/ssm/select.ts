import { ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { newest, type ParameterRow, type ParameterVersion, type Place, parameterOf } from './state.js';

/** How requests name parameters. */

const NAMES = 10;

type Input = Readonly<Record<string, unknown>>;

export function nameOf(input: Input): string {
  const name = String(input['Name'] ?? '');
  if (name === '') throw new ServiceError('ValidationException', 'Name must have at least one character.');
  return name;
}

/** Up to ten, each once. */
export function namesOf(input: Input): string[] {
  const raw = input['Names'];
  const names = Array.isArray(raw) ? raw.map(String) : [];
  if (names.length === 0 || names.length > NAMES) {
    throw new ServiceError('ValidationException', `Names must have 1 to ${NAMES} entries, not ${names.length}.`);
  }
  return [...new Set(names)];
}

export interface Selected {
  readonly row: ParameterRow;
  readonly version: ParameterVersion;
  /** `:2`, where the request said one. */
  readonly selector?: string;
}

/** By name, ARN or `NAME:VERSION`, in the caller's account and Region. @throws ServiceError ParameterVersionNotFound */
export function select(world: World, place: Place, asked: string): Selected | undefined {
  const [, plain = asked] = /^arn:aws[\w-]*:ssm:[^:]*:\d{12}:parameter(\/.+)$/.exec(asked) ?? [];
  const [name = '', selector] = plain.split(':');
  const row =
    parameterOf(world, place, name) ?? (plain === asked ? undefined : parameterOf(world, place, name.slice(1)));
  if (!row) return undefined;
  if (selector === undefined) return { row, version: newest(row) };
  const version = row.versions.find((each) => String(each.version) === selector);
  if (version) return { row, version, selector: `:${selector}` };
  throw new ServiceError('ParameterVersionNotFound', `Systems Manager could not find version ${selector} of ${name}.`);
}
