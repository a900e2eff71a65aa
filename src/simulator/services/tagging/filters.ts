import { ServiceError } from '../../service.js';
import type { IndexedResource } from './index-of-tags.js';

type Input = Readonly<Record<string, unknown>>;

interface TagFilter {
  readonly key: string;
  /** Any of them; empty = any value. */
  readonly values: readonly string[];
}

const MAX_FILTERS = 50;
const MAX_VALUES = 20;
const MAX_ARNS = 100;
const MAX_TYPES = 100;

export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

/** The predicate that a GetResources request asks for. @throws ServiceError InvalidParameterException */
export function resourceFilter(input: Input): (resource: IndexedResource) => boolean {
  const tags = tagFilters(input);
  const types = strings(input, 'ResourceTypeFilters');
  const arns = input['ResourceARNList'] === undefined ? undefined : strings(input, 'ResourceARNList');
  if (types.length > MAX_TYPES)
    throw invalid(`ResourceTypeFilters has ${types.length} entries, at most ${MAX_TYPES} are allowed`);
  for (const type of types) {
    if (!/^[^:\s]+(:[^:\s]+)?$/.test(type)) throw invalid(`"${type}" is not SERVICE or SERVICE:TYPE`);
  }
  if (arns !== undefined) {
    if (tags.length > 0 || types.length > 0) throw invalid('ResourceARNList cannot be combined with filters');
    if (arns.length === 0 || arns.length > MAX_ARNS)
      throw invalid(`ResourceARNList must have 1 to ${MAX_ARNS} entries`);
  }
  const wanted = new Set(types);
  return ({ arn, tags: has }) =>
    (arns === undefined || arns.includes(arn)) &&
    (types.length === 0 || typesOf(arn).some((type) => wanted.has(type))) &&
    tags.every(({ key, values }) => {
      const value = Object.hasOwn(has, key) ? has[key] : undefined;
      return value !== undefined && (values.length === 0 || values.includes(value));
    });
}

/** `arn:aws:organizations::123456789012:ou/...` is both `organizations` and `organizations:ou`. */
function typesOf(arn: string): string[] {
  const [, , service = '', , , resource = ''] = arn.split(':');
  return [service, `${service}:${resource.split('/')[0]}`];
}

function tagFilters(input: Input): TagFilter[] {
  const given = input['TagFilters'];
  const filters = Array.isArray(given) ? (given as readonly Input[]) : [];
  if (filters.length > MAX_FILTERS)
    throw invalid(`TagFilters has ${filters.length} entries, at most ${MAX_FILTERS} are allowed`);
  return filters.map((filter) => {
    const key = filter['Key'];
    const values = strings(filter, 'Values');
    if (typeof key !== 'string' || key.length < 1 || key.length > 128)
      throw invalid('a tag filter needs a Key of 1 to 128 characters');
    if (values.length > MAX_VALUES)
      throw invalid(`the filter on "${key}" has ${values.length} values, at most ${MAX_VALUES} are allowed`);
    return { key, values };
  });
}

function strings(input: Input, member: string): readonly string[] {
  const given = input[member];
  return Array.isArray(given) ? given.filter((each) => typeof each === 'string') : [];
}

/** A whole number within bounds, `otherwise` when it is not given. */
export function integerWithin(input: Input, member: string, low: number, high: number, otherwise: number): number {
  const given = input[member] ?? otherwise;
  if (typeof given !== 'number' || !Number.isInteger(given) || given < low || given > high) {
    throw invalid(`${member} is ${String(given)}, it must be a whole number from ${low} to ${high}`);
  }
  return given;
}
