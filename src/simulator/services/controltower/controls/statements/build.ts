import type { Json, JsonObject } from '../../../../../model.js';
import type { Parameter } from '../../state.js';

/** What a statement is written from. */
export interface Wanted {
  readonly parameters: readonly Parameter[];
  readonly organizationId: string;
}

export type Write = (wanted: Wanted) => JsonObject;

/** The role that Control Tower works with in every account. */
export const EXECUTION = 'arn:*:iam::*:role/AWSControlTowerExecution';

export const parameterNamed = (parameters: readonly Parameter[], key: string): Json | undefined =>
  parameters.find((parameter) => parameter.key === key)?.value;

/** The strings of a list parameter; none where it was not given. */
export function stringsOf(parameters: readonly Parameter[], key: string): readonly string[] {
  const value = parameterNamed(parameters, key);
  return Array.isArray(value) ? value.map(String) : [];
}

/** Who is exempt: those that always are, and those of the parameter. No condition where there is nobody. */
export function exempting({ parameters }: Wanted, always: readonly string[] = []): JsonObject {
  const principals = [...always, ...stringsOf(parameters, 'ExemptedPrincipalArns')];
  return principals.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': principals } };
}

export const prefixed = (service: string, names: string): string[] =>
  names.split(' ').map((name) => `${service}:${name}`);

/** Keys in the order in which Control Tower stores them. */
export function statement(condition: JsonObject, rest: JsonObject): JsonObject {
  return { ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }), ...rest };
}
