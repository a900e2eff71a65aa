import { createHash } from 'node:crypto';
import { isObject } from '../../../iam/document.js';
import type { Json, JsonObject } from '../../../model.js';
import { type Operation, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { resourcesOf } from '../cloudformation/for-stack-sets.js';
import { detectiveRules } from '../controltower/for-services.js';
import { accountOf } from '../organizations/for-services.js';
import { type Input, texts } from './errors.js';
import { nameInAccounts } from './organization/answers.js';
import { settle } from './organization/changes.js';
import { deploymentsIn, isIn } from './organization/reach.js';
import { pageOf } from './pages.js';
import type { DeploymentRow, Place } from './state.js';

/** The rules of one account: what the organization laid there, what Control Tower did, and what stacks made. */

interface MemberRule {
  readonly name: string;
  readonly source: JsonObject;
  readonly more?: JsonObject;
  readonly createdBy?: string;
}

const PRINCIPAL = 'config-multiaccountsetup.amazonaws.com';
const CONFORMANCE = 'config-conforms.amazonaws.com';

function rulesIn(world: World, place: Place): ReadonlyMap<string, MemberRule> {
  settle(world);
  const { accountId, region } = place;
  const deployed = accountOf(world, accountId)
    ? deploymentsIn(world, region).filter((row) => isIn(row, accountId))
    : [];
  const rules = [
    ...deployed.flatMap((row) => (row.kind === 'rule' ? [organizationRule(row)] : packRules(row))),
    ...detectiveRules(world, accountId, region).map(({ name, identifier }) => ({
      name: `AWSControlTower_${name}`,
      source: { Owner: 'AWS', SourceIdentifier: identifier },
      createdBy: 'controltower.amazonaws.com',
    })),
    ...resourcesOf(world, accountId, region)
      .filter(({ type }) => type === 'AWS::Config::ConfigRule')
      .map(({ physicalId, properties }) => ({ name: physicalId, source: asObject(properties['Source']) })),
  ];
  return new Map(rules.map((rule) => [rule.name, rule]));
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

function organizationRule(row: DeploymentRow): MemberRule {
  const [[kind, given] = ['', {}]] = Object.entries(row.definition);
  const metadata = asObject(given);
  const triggers = metadata['OrganizationConfigRuleTriggerTypes'];
  const details = (Array.isArray(triggers) ? triggers : []).map((MessageType) => ({
    EventSource: 'aws.config',
    MessageType,
  }));
  const scope = scopeOf(metadata);
  return {
    name: nameInAccounts(row),
    source: sourceOf(kind, metadata, details),
    createdBy: PRINCIPAL,
    more: {
      ...copied(metadata, ['Description', 'InputParameters', 'MaximumExecutionFrequency']),
      ...(Object.keys(scope).length > 0 && { Scope: scope }),
    },
  };
}

function sourceOf(kind: string, metadata: JsonObject, details: readonly JsonObject[]): JsonObject {
  if (kind === 'OrganizationManagedRuleMetadata') {
    return { Owner: 'AWS', SourceIdentifier: metadata['RuleIdentifier'] ?? '' };
  }
  if (kind === 'OrganizationCustomRuleMetadata') {
    return {
      Owner: 'CUSTOM_LAMBDA',
      SourceIdentifier: metadata['LambdaFunctionArn'] ?? '',
      SourceDetails: [...details],
    };
  }
  const policy = { PolicyRuntime: metadata['PolicyRuntime'] ?? '', PolicyText: '' };
  return { Owner: 'CUSTOM_POLICY', SourceDetails: [...details], CustomPolicyDetails: policy };
}

function scopeOf(metadata: JsonObject): JsonObject {
  const names = {
    ComplianceResourceTypes: 'ResourceTypesScope',
    ComplianceResourceId: 'ResourceIdScope',
    TagKey: 'TagKeyScope',
    TagValue: 'TagValueScope',
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, from]) => {
      const value = metadata[from];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function copied(from: JsonObject, members: readonly string[]): JsonObject {
  return Object.fromEntries(members.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]] as const])));
}

function packRules(row: DeploymentRow): MemberRule[] {
  return row.rules.map((rule) => ({
    name: `${rule}-conformance-pack-${row.suffix}`,
    source: { Owner: 'AWS', SourceIdentifier: rule },
    createdBy: CONFORMANCE,
  }));
}

/** Those named, or a page of all. @throws ServiceError NoSuchConfigRuleException */
function selected(world: World, place: Place, input: Input, list: string) {
  const rules = rulesIn(world, place);
  const names = texts(input, 'ConfigRuleNames', 25);
  const unknown = names.find((name) => !rules.has(name));
  if (unknown !== undefined) {
    throw new ServiceError(
      'NoSuchConfigRuleException',
      `The ConfigRule '${unknown}' provided in the request is invalid. Please check the configRule name.`,
    );
  }
  const page = { NextToken: input['NextToken'] };
  const { keys, ...next } =
    names.length > 0 ? { keys: names } : pageOf(world, page, [...rules.keys()].sort(), { list, largest: 25 });
  return { rules: keys.flatMap((name) => rules.get(name) ?? []), next };
}

const DescribeConfigRules: Operation<World> = (input, { world, caller }) => {
  const { rules, next } = selected(world, caller, input, 'config-rules');
  return { ConfigRules: rules.map((rule) => shapeOf(caller, rule)), ...next };
};

function shapeOf({ accountId, region }: Place, { name, source, more, createdBy }: MemberRule): Record<string, unknown> {
  const digest = createHash('sha256').update(`${accountId}/${region}/${name}`).digest('hex');
  const id = `config-rule-${digest.slice(0, 6)}`;
  const path = createdBy === undefined ? '' : `aws-service-rule/${createdBy}/`;
  return {
    ConfigRuleName: name,
    ConfigRuleArn: `arn:aws:config:${region}:${accountId}:config-rule/${path}${id}`,
    ConfigRuleId: id,
    Source: source,
    ...more,
    ConfigRuleState: 'ACTIVE',
    ...(createdBy !== undefined && { CreatedBy: createdBy }),
    EvaluationModes: [{ Mode: 'DETECTIVE' }],
  };
}

const DescribeComplianceByConfigRule: Operation<World> = (input, { world, caller }) => {
  const { rules, next } = selected(world, caller, input, 'compliance');
  const types = texts(input, 'ComplianceTypes', 3);
  const shown = types.length === 0 || types.includes('INSUFFICIENT_DATA') ? rules : [];
  const ComplianceByConfigRules = shown.map(({ name }) => ({
    ConfigRuleName: name,
    Compliance: { ComplianceType: 'INSUFFICIENT_DATA' },
  }));
  return { ComplianceByConfigRules, ...next };
};

export const memberRuleOperations = { DescribeConfigRules, DescribeComplianceByConfigRule };
