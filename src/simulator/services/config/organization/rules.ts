import { isObject } from '../../../../iam/document.js';
import type { JsonObject } from '../../../../model.js';
import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { type Input, optionalText, text } from '../errors.js';
import { configState, type DeploymentRow } from '../state.js';
import { checkReader, checkWriter } from './access.js';
import {
  accountStatuses,
  checkAtRest,
  existing,
  noSuch,
  PRINCIPAL,
  type Shown,
  selected,
  statusOf,
} from './answers.js';
import { put, remove, rowOf, settle, tableOf } from './changes.js';
import { ruleInput } from './rule-input.js';

const NAME = { max: 64 };
const POLICY = 'OrganizationCustomPolicyRuleMetadata';

const arnOf = ({ region, owner, name, suffix }: DeploymentRow): string =>
  `arn:aws:config:${region}:${owner}:organization-config-rule/${name}-${suffix}`;

const PutOrganizationConfigRule: Operation<World> = (input, context) => {
  const { world, caller, outcome } = context;
  const wish = ruleInput(input);
  checkWriter(context, PRINCIPAL);
  settle(world);
  const there = rowOf(world, 'rule', caller, wish.name);
  checkAtRest(world, there);
  const { organizationRules } = configState(world).quotas;
  const count = Object.values(tableOf(world, 'rule', caller)).filter(({ goneAt }) => goneAt === undefined).length;
  if (!there && count >= organizationRules) {
    throw new ServiceError(
      'MaxNumberOfOrganizationConfigRulesExceededException',
      `Failed to put organization config rule '${wish.name}' because the maximum number of organization config rules: ${organizationRules} is reached.`,
    );
  }
  const row = put(world, caller, { ...wish, kind: 'rule', rules: [wish.name], outcome });
  return { OrganizationConfigRuleArn: arnOf(row) };
};

const DeleteOrganizationConfigRule: Operation<World> = (input, context) => {
  const { world, caller, outcome } = context;
  const name = text(input, 'OrganizationConfigRuleName', NAME);
  checkReader(context, PRINCIPAL);
  settle(world);
  const row = existing(world, 'rule', caller, name);
  checkAtRest(world, row);
  remove(world, row, outcome);
  return {};
};

const DescribeOrganizationConfigRules: Operation<World> = (input, context) => {
  checkReader(context, PRINCIPAL);
  const { shown, ...next } = selected(context, input, 'rule', { names: 'OrganizationConfigRuleNames', list: 'rules' });
  return { OrganizationConfigRules: shown.map(shapeOf), ...next };
};

function shapeOf({ row, definition, excluded }: Shown): Record<string, unknown> {
  return {
    OrganizationConfigRuleName: row.name,
    OrganizationConfigRuleArn: arnOf(row),
    ...withoutText(definition),
    ...(excluded.length > 0 && { ExcludedAccounts: excluded }),
    LastUpdateTime: new Date(row.changedAt),
  };
}

function withoutText(definition: JsonObject): JsonObject {
  const policy = definition[POLICY];
  if (!isObject(policy)) return definition;
  const { PolicyText: _text, ...rest } = policy;
  return { [POLICY]: rest };
}

const DescribeOrganizationConfigRuleStatuses: Operation<World> = (input, context) => {
  checkReader(context, PRINCIPAL);
  const members = { names: 'OrganizationConfigRuleNames', list: 'rule-statuses', polls: true } as const;
  const { shown, ...next } = selected(context, input, 'rule', members);
  const OrganizationConfigRuleStatuses = shown.map(({ row }) => {
    const { status, more } = statusOf(context.world, row);
    return { OrganizationConfigRuleName: row.name, OrganizationRuleStatus: status, ...more };
  });
  return { OrganizationConfigRuleStatuses, ...next };
};

const GetOrganizationConfigRuleDetailedStatus: Operation<World> = (input, context) => {
  checkReader(context, PRINCIPAL);
  const filters = (input['Filters'] ?? {}) as Input;
  const { rows, ...next } = accountStatuses(context, input, 'rule', {
    accountId: optionalText(filters, 'AccountId', { max: 12 }),
    status: optionalText(filters, 'MemberAccountRuleStatus', NAME),
  });
  const OrganizationConfigRuleDetailedStatus = rows.map(({ accountId, name, status, more }) => ({
    AccountId: accountId,
    ConfigRuleName: name,
    MemberAccountRuleStatus: status,
    ...more,
  }));
  return { OrganizationConfigRuleDetailedStatus, ...next };
};

const GetOrganizationCustomRulePolicy: Operation<World> = (input, context) => {
  const name = text(input, 'OrganizationConfigRuleName', NAME);
  checkReader(context, PRINCIPAL);
  settle(context.world);
  const policy = existing(context.world, 'rule', context.caller, name).definition[POLICY];
  if (!isObject(policy)) throw noSuch('rule', name);
  return { PolicyText: policy['PolicyText'] ?? '' };
};

export const ruleOperations = {
  PutOrganizationConfigRule,
  DeleteOrganizationConfigRule,
  DescribeOrganizationConfigRules,
  DescribeOrganizationConfigRuleStatuses,
  GetOrganizationConfigRuleDetailedStatus,
  GetOrganizationCustomRulePolicy,
};
