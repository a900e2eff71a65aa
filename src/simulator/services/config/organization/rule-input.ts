import type { JsonObject } from '../../../../model.js';
import { accountIds, type Input, invalid, optionalText, text, texts, wrongValue } from '../errors.js';

/** What PutOrganizationConfigRule accepts. */

const METADATA = [
  'OrganizationManagedRuleMetadata',
  'OrganizationCustomRuleMetadata',
  'OrganizationCustomPolicyRuleMetadata',
] as const;
type Metadata = (typeof METADATA)[number];

const FREQUENCIES = ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'];
const CHANGES = ['ConfigurationItemChangeNotification', 'OversizedConfigurationItemChangeNotification'];
const TRIGGERS: Readonly<Record<Metadata, readonly string[]>> = {
  OrganizationManagedRuleMetadata: [],
  OrganizationCustomRuleMetadata: [...CHANGES, 'ScheduledNotification'],
  OrganizationCustomPolicyRuleMetadata: CHANGES,
};

export interface RuleInput {
  readonly name: string;
  readonly excluded: readonly string[];
  /** The metadata under its name on the wire. */
  readonly definition: JsonObject;
}

/** @throws ServiceError ValidationException, InvalidParameterValueException */
export function ruleInput(input: Input): RuleInput {
  const name = text(input, 'OrganizationConfigRuleName', { max: 64, pattern: /^[A-Za-z0-9_-]+$/ });
  const excluded = accountIds(input, 'ExcludedAccounts', 1_000);
  const given = METADATA.filter((member) => input[member] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    throw wrongValue(`Specify exactly one of ${METADATA.join(', ')}: there are ${given.length}.`);
  }
  const metadata = input[kind] as Input;
  checkCommon(metadata);
  if (kind === 'OrganizationManagedRuleMetadata') checkManaged(metadata);
  else checkTriggers(kind, metadata);
  if (kind === 'OrganizationCustomRuleMetadata') checkFunction(metadata);
  if (kind === 'OrganizationCustomPolicyRuleMetadata') checkPolicy(metadata);
  return { name, excluded, definition: { [kind]: JSON.parse(JSON.stringify(metadata)) as JsonObject } };
}

function checkCommon(metadata: Input): void {
  optionalText(metadata, 'Description', { min: 0, max: 256 });
  checkParameters(optionalText(metadata, 'InputParameters', { max: 2_048 }));
  const frequency = optionalText(metadata, 'MaximumExecutionFrequency', { max: 64 });
  if (frequency !== undefined && !FREQUENCIES.includes(frequency)) {
    throw invalid(
      `1 validation error detected: MaximumExecutionFrequency '${frequency}' is none of ${FREQUENCIES.join(', ')}`,
    );
  }
  texts(metadata, 'ResourceTypesScope', 100);
  const resourceId = optionalText(metadata, 'ResourceIdScope', { max: 768 });
  if (resourceId !== undefined && texts(metadata, 'ResourceTypesScope', 100).length !== 1) {
    throw wrongValue('ResourceIdScope needs exactly one resource type in ResourceTypesScope.');
  }
  const tagKey = optionalText(metadata, 'TagKeyScope', { max: 128 });
  const tagValue = optionalText(metadata, 'TagValueScope', { max: 256 });
  if (tagValue !== undefined && tagKey === undefined) throw wrongValue('TagValueScope needs a TagKeyScope.');
}

function checkParameters(parameters: string | undefined): void {
  if (parameters === undefined) return;
  const read = parsed(parameters);
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    throw wrongValue(`InputParameters must be a JSON object: ${parameters}`);
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Which managed rules there are is not known here: only what none of them looks like is refused. */
function checkManaged(metadata: Input): void {
  const identifier = text(metadata, 'RuleIdentifier', { max: 256 });
  if (/^[A-Z0-9][A-Z0-9_-]+$/.test(identifier)) return;
  throw wrongValue(
    `The sourceIdentifier ${identifier} is invalid. See the list of managed rules for identifiers that can be used when the owner is AWS.`,
  );
}

function checkTriggers(kind: Metadata, metadata: Input): void {
  const triggers = texts(metadata, 'OrganizationConfigRuleTriggerTypes', 10);
  if (triggers.length === 0 && kind === 'OrganizationCustomRuleMetadata') {
    throw invalid('1 validation error detected: OrganizationConfigRuleTriggerTypes is required.');
  }
  const wrong = triggers.filter((trigger) => !TRIGGERS[kind].includes(trigger));
  if (wrong.length > 0)
    throw wrongValue(`${wrong.join(', ')} is no trigger of such a rule: ${TRIGGERS[kind].join(', ')}.`);
}

function checkFunction(metadata: Input): void {
  const arn = text(metadata, 'LambdaFunctionArn', { max: 256 });
  if (!/^arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/.test(arn)) {
    throw wrongValue(`The ARN of the Lambda function is not valid: ${arn}`);
  }
}

function checkPolicy(metadata: Input): void {
  text(metadata, 'PolicyRuntime', { max: 64, pattern: /^guard-2\.x\.x$/ });
  const policy = text(metadata, 'PolicyText', { min: 0, max: 10_000 });
  if (policy.trim() === '') throw wrongValue('The policy text is empty.');
  accountIds(metadata, 'DebugLogDeliveryAccounts', 1_000);
}
