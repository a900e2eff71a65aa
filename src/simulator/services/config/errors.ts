import { ServiceError } from '../../service.js';

export type Input = Readonly<Record<string, unknown>>;

export const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);
export const wrongValue = (message: string): ServiceError =>
  new ServiceError('InvalidParameterValueException', message);

interface TextRule {
  readonly max: number;
  readonly min?: number;
  readonly pattern?: RegExp;
}

/** @throws ServiceError ValidationException when it is missing or breaks the rule. */
export function text(input: Input, member: string, rule: TextRule): string {
  const value = optionalText(input, member, rule);
  if (value === undefined) throw invalid(`1 validation error detected: ${member} is required.`);
  return value;
}

/** @throws ServiceError ValidationException */
export function optionalText(input: Input, member: string, { max, min = 1, pattern }: TextRule): string | undefined {
  const value = input[member];
  if (value === undefined) return undefined;
  const found = String(value);
  if (found.length < min || found.length > max) {
    throw invalid(`1 validation error detected: ${member} has ${found.length} characters: give ${min} to ${max}.`);
  }
  if (pattern && !pattern.test(found)) {
    throw invalid(`1 validation error detected: Value '${found}' at '${member}' must match ${pattern.source}`);
  }
  return found;
}

/** @throws ServiceError ValidationException when there are more than `max`. */
export function texts(input: Input, member: string, max: number): string[] {
  const value = input[member];
  const list = Array.isArray(value) ? value.map(String) : [];
  if (list.length > max) {
    throw invalid(`1 validation error detected: ${member} has ${list.length} members: give at most ${max}.`);
  }
  return list;
}

/** @throws ServiceError ValidationException when one is no account id, or there are more than `max`. */
export function accountIds(input: Input, member: string, max: number): string[] {
  const ids = texts(input, member, max);
  for (const id of ids) {
    if (!/^\d{12}$/.test(id)) throw invalid(`1 validation error detected: '${id}' at '${member}' must be 12 digits.`);
  }
  return ids;
}
