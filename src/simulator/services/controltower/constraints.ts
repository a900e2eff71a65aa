import * as wire from '../../../wire/controltower.js';
import { inputProblems, type Rule } from '../../protocols/rules.js';
import { operationSchema } from '../../protocols/shape.js';
import { validation } from './errors.js';

/**
 * What the service's model demands of a request beyond its types, checked before anything else: required members,
 * lengths, patterns, closed sets. Members of one name have the same rules in every operation, but for the exceptions.
 */
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
  const schema = operationSchema(SCHEMAS, operation);
  const message = inputProblems(schema, { ...MEMBERS, ...BY_OPERATION[operation] }, input);
  if (message !== undefined) throw validation(message);
}
