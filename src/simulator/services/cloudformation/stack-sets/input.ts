import type { JsonObject } from '../../../../model.js';
import { validation } from './errors.js';
import type { Parameter } from './state.js';

/** Members of a request. The wire has been held against the SDK's schema: types are right, presence and rules are checked here. */
export type Input = Readonly<Record<string, unknown>>;

interface TextRules {
  readonly max?: number;
  readonly pattern?: RegExp;
}

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/;
const ACCOUNT = /^\d{12}$/;
const TOKEN = /^[a-zA-Z0-9][-a-zA-Z0-9]*$/;
const NAME = /^[a-zA-Z][-a-zA-Z0-9]*$/;

export function optional(input: Input, member: string, { max, pattern }: TextRules = {}): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  const text = String(value);
  if (max !== undefined && text.length > max) throw constraint(member, text, `length less than or equal to ${max}`);
  if (pattern && !pattern.test(text)) throw constraint(member, text, `regular expression pattern: ${pattern.source}`);
  return text;
}

export function required(input: Input, member: string, rules: TextRules = {}): string {
  const value = optional(input, member, rules);
  if (value === undefined || value === '') throw validation(`${member} is required`);
  return value;
}

export const newName = (input: Input): string => required(input, 'StackSetName', { max: 128, pattern: NAME });
export const account = (input: Input): string => required(input, 'StackInstanceAccount', { pattern: ACCOUNT });
export const region = (input: Input): string => required(input, 'StackInstanceRegion', { pattern: REGION });
export const token = (input: Input, member: string): string | undefined =>
  optional(input, member, { max: 128, pattern: TOKEN });

/** Undefined where the member is not sent; an empty list is one. */
export function list(input: Input, member: string): readonly string[] | undefined {
  const value = input[member];
  return Array.isArray(value) ? value.map(String) : undefined;
}

export function accounts(input: Input, member: string): readonly string[] | undefined {
  const given = list(input, member);
  for (const id of given ?? [])
    if (!ACCOUNT.test(id)) throw constraint(member, id, 'regular expression pattern: ^[0-9]{12}$');
  return given && [...new Set(given)];
}

/** @throws ServiceError ValidationError where a name is no Region's. */
export function regions(input: Input): readonly string[] {
  const given = list(input, 'Regions') ?? [];
  if (given.length === 0) throw validation('Regions is required');
  for (const name of given) if (!REGION.test(name)) throw validation(`Region ${name} is not supported`);
  return [...new Set(given)];
}

export function record(input: Input, member: string): Input | undefined {
  const value = input[member];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Input) : undefined;
}

export function records(input: Input, member: string): readonly Input[] | undefined {
  const value = input[member];
  return Array.isArray(value) ? (value as readonly Input[]) : undefined;
}

export function tags(input: Input): Readonly<Record<string, string>> | undefined {
  const given = records(input, 'Tags');
  if (!given) return undefined;
  if (given.length > 50) throw validation('A stack set can have at most 50 tags');
  const all: Record<string, string> = {};
  for (const tag of given) {
    const key = required(tag, 'Key', { max: 128 });
    if (key.toLowerCase().startsWith('aws:')) throw validation(`Tag key ${key} uses the reserved prefix aws:`);
    if (Object.hasOwn(all, key)) throw validation(`Duplicate tag keys found: ${key}`);
    all[key] = optional(tag, 'Value', { max: 256 }) ?? '';
  }
  return all;
}

/** A parameter as it is sent: a value, or `UsePreviousValue`. */
export interface GivenParameter {
  readonly key: string;
  readonly value?: string;
  readonly usePrevious: boolean;
}

export function parameters(input: Input, member = 'Parameters'): readonly GivenParameter[] | undefined {
  return records(input, member)?.map((each) => {
    const key = required(each, 'ParameterKey');
    const value = optional(each, 'ParameterValue');
    const usePrevious = each['UsePreviousValue'] === true;
    if (value !== undefined && usePrevious) {
      throw validation(`Parameter ${key} cannot have both a ParameterValue and UsePreviousValue`);
    }
    return { key, usePrevious, ...(value === undefined ? {} : { value }) };
  });
}

export const wireParameters = (all: readonly Parameter[]): Record<string, string>[] =>
  all.map(({ key, value }) => ({ ParameterKey: key, ParameterValue: value }));

/** JSON of what was sent, to be shown again. */
export const asJson = (value: Input | undefined): JsonObject => JSON.parse(JSON.stringify(value ?? {})) as JsonObject;

function constraint(member: string, value: string, rule: string): Error {
  const name = `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
  return validation(
    `1 validation error detected: Value '${value.slice(0, 100)}' at '${name}' failed to satisfy constraint: Member must satisfy ${rule}`,
  );
}
