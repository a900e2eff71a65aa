import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';

/** What a service's model demands of a member beyond its type. The runtime schemas of the SDK do not carry it. */
export interface Rule {
  /** Characters of a text, entries of a list or a map, value of a number. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
  /** Of a list's entries; of a structure's members. */
  readonly each?: Rule;
  readonly members?: Readonly<Record<string, Rule>>;
}

/**
 * What the model holds against a request, in AWS's own wording and all at once: required members, lengths, patterns,
 * closed sets. Undefined when there is nothing.
 */
export function inputProblems(
  schema: StaticOperationSchema | undefined,
  rules: Readonly<Record<string, Rule>>,
  input: Readonly<Record<string, unknown>>,
): string | undefined {
  const problems: string[] = [];
  if (schema) checkRequired(NormalizedSchema.of(schema[4]), input, '', problems);
  for (const [name, value] of Object.entries(input)) {
    const rule = rules[name];
    if (rule && value !== undefined) checkRule(rule, value, name, problems);
  }
  if (problems.length === 0) return undefined;
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  return `${count} detected: ${problems.join('; ')}`;
}

function checkRequired(schema: NormalizedSchema, value: unknown, path: string, problems: string[]): void {
  if (schema.isListSchema() && Array.isArray(value)) {
    value.forEach((each, index) => {
      checkRequired(schema.getValueSchema(), each, `${path}.${index + 1}.member`, problems);
    });
  }
  if (!schema.isStructSchema() || schema.isDocumentSchema() || !isRecord(value)) return;
  const raw: unknown = schema.getSchema();
  const count: unknown = Array.isArray(raw) ? raw[6] : 0;
  let position = 0;
  for (const [name, member] of schema.structIterator()) {
    const at = path === '' ? name : `${path}.${name}`;
    const given = value[name];
    // Required members come first, and their number is the last element of a static structure.
    if (given === undefined && position < Number(count ?? 0)) {
      problems.push(`Value null at '${at}' failed to satisfy constraint: Member must not be null`);
    }
    position += 1;
    if (given !== undefined) checkRequired(member, given, at, problems);
  }
}

function checkRule(rule: Rule, value: unknown, path: string, problems: string[]): void {
  const refuse = (constraint: string): void => {
    const shown = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
    problems.push(`Value '${shown}' at '${path}' failed to satisfy constraint: Member must ${constraint}`);
  };
  const size = sizeOf(value);
  const what = typeof value === 'number' ? 'have value' : 'have length';
  if (rule.min !== undefined && size < rule.min) refuse(`${what} greater than or equal to ${rule.min}`);
  if (rule.max !== undefined && size > rule.max) refuse(`${what} less than or equal to ${rule.max}`);
  if (typeof value === 'string') {
    if (rule.pattern && !rule.pattern.test(value)) refuse(`satisfy regular expression pattern: ${rule.pattern.source}`);
    if (rule.oneOf && !rule.oneOf.includes(value)) refuse(`satisfy enum value set: [${rule.oneOf.join(', ')}]`);
  }
  const { each, members } = rule;
  if (each && (Array.isArray(value) || isRecord(value))) {
    for (const [key, item] of Object.entries(value)) checkRule(each, item, `${path}.${key}.member`, problems);
    if (!Array.isArray(value)) {
      for (const key of Object.keys(value)) checkRule({ min: 1, max: 128 }, key, `${path}.key`, problems);
    }
  }
  for (const [name, below] of Object.entries(members ?? {})) {
    const inner = isRecord(value) ? value[name] : undefined;
    if (inner !== undefined) checkRule(below, inner, `${path}.${name}`, problems);
  }
}

function sizeOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isRecord(value) ? Object.keys(value).length : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
