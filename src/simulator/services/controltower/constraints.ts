import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import * as wire from '../../../wire/controltower.js';
import { validation } from './errors.js';

/**
 * What the service's model demands of a request beyond its types, checked before anything else: required members,
 * lengths, patterns, closed sets. Members of one name have the same rules in every operation, but for the exceptions.
 */
interface Rule {
  /** Characters of a text, entries of a list or a map, value of a number. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
  /** Of a list's entries; of a structure's members. */
  readonly each?: Rule;
  readonly members?: Readonly<Record<string, Rule>>;
}

const ARN: Rule = { min: 20, max: 2048, pattern: /^arn:aws[0-9a-zA-Z_\-:/]+$/ };
const OPERATION_ID: Rule = { pattern: /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/ };
const NOT_BLANK: Rule = { pattern: /\S/ };
const oneOf = (...names: string[]): Rule => ({ min: 1, max: 1, each: { oneOf: names } });
const oneArn: Rule = { min: 1, max: 1, each: ARN };
const someArns: Rule = { min: 1, max: 5, each: ARN };
const page = (min: number, max: number): Rule => ({ min, max });
const ENABLEMENT = oneOf('SUCCEEDED', 'FAILED', 'UNDER_CHANGE');
const OPERATION = oneOf('SUCCEEDED', 'FAILED', 'IN_PROGRESS');
const DRIFT = oneOf('DRIFTED', 'IN_SYNC', 'NOT_CHECKING', 'UNKNOWN');

const MEMBERS: Readonly<Record<string, Rule>> = {
  baselineIdentifier: ARN,
  targetIdentifier: ARN,
  enabledBaselineIdentifier: ARN,
  // The model has no dots; an alias in an ARN was all the same seen to be answered with "does not exist".
  controlIdentifier: { ...ARN, pattern: /^arn:aws[0-9a-zA-Z_\-:/.]+$/ },
  enabledControlIdentifier: ARN,
  resourceArn: ARN,
  operationIdentifier: OPERATION_ID,
  version: { min: 3, max: 10, pattern: /^\d+.\d+$/ },
  baselineVersion: { min: 1, max: 10, pattern: /^\d+(\.\d+){0,2}$/ },
  remediationTypes: oneOf('INHERITANCE_DRIFT'),
  tags: { max: 200, each: { max: 256 } },
  tagKeys: { max: 200, each: { min: 1, max: 128 } },
};

const BY_OPERATION: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  GetBaseline: {
    baselineIdentifier: { pattern: /^arn:[a-z-]+:controltower:[a-z0-9-]*:[0-9]{0,12}:baseline\/[A-Z0-9]{16}$/ },
  },
  ListLandingZones: { maxResults: page(1, 1) },
  ListLandingZoneOperations: {
    maxResults: page(1, 100),
    filter: { members: { types: oneOf('CREATE', 'UPDATE', 'RESET', 'DELETE'), statuses: OPERATION } },
  },
  ListBaselines: { maxResults: page(4, 100) },
  ListEnabledBaselines: {
    maxResults: page(5, 100),
    nextToken: NOT_BLANK,
    filter: {
      members: {
        targetIdentifiers: someArns,
        baselineIdentifiers: someArns,
        parentIdentifiers: someArns,
        statuses: ENABLEMENT,
        inheritanceDriftStatuses: oneOf('IN_SYNC', 'DRIFTED'),
      },
    },
  },
  ListControlOperations: {
    maxResults: page(1, 100),
    nextToken: NOT_BLANK,
    filter: {
      members: {
        controlIdentifiers: oneArn,
        targetIdentifiers: oneArn,
        enabledControlIdentifiers: oneArn,
        statuses: OPERATION,
        controlOperationTypes: oneOf(
          ...['ENABLE_CONTROL', 'DISABLE_CONTROL', 'UPDATE_ENABLED_CONTROL', 'RESET_ENABLED_CONTROL'],
        ),
      },
    },
  },
  ListEnabledControls: {
    maxResults: page(1, 200),
    filter: {
      members: {
        controlIdentifiers: oneArn,
        statuses: ENABLEMENT,
        driftStatuses: DRIFT,
        parentIdentifiers: oneArn,
        inheritanceDriftStatuses: DRIFT,
        resourceDriftStatuses: DRIFT,
      },
    },
  },
};

const SCHEMAS: Readonly<Record<string, unknown>> = wire;

/** @throws ServiceError ValidationException that lists everything at once, in AWS's own wording. */
export function checkInput(operation: string, input: Readonly<Record<string, unknown>>): void {
  const problems: string[] = [];
  const schema = SCHEMAS[`${operation}$`] as StaticOperationSchema | undefined;
  if (schema) checkRequired(NormalizedSchema.of(schema[4]), input, '', problems);
  const rules = { ...MEMBERS, ...BY_OPERATION[operation] };
  for (const [name, value] of Object.entries(input)) {
    const rule = rules[name];
    if (rule && value !== undefined) checkRule(rule, value, name, problems);
  }
  if (problems.length === 0) return;
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  throw validation(`${count} detected: ${problems.join('; ')}`);
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
