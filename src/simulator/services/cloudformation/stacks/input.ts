import type { OperationContext } from '../../../service.js';
import type { World } from '../../../world.js';
import { constraint, notSimulated, validation } from '../errors.js';
import { requiredTemplateText, systemsManagerValue, templateText } from '../source.js';
import { type Blueprint, cloudFormationState, type Failing, type PendingChange, type StackRow } from '../state.js';
import { checkCapabilities } from '../template/capabilities.js';
import { completeParameters } from '../template/parameters.js';
import { parseTemplate, type Template } from '../template/template.js';

export type Input = Readonly<Record<string, unknown>>;
type Context = OperationContext<World>;

export const MOST_TAGS = 50;

export function texts(input: Input, member: string): string[] {
  const value = input[member];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function text(input: Input, member: string): string | undefined {
  const value = input[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @throws ServiceError ValidationError */
export function stackNameIn(input: Input): string {
  const name = typeof input['StackName'] === 'string' ? input['StackName'] : '';
  if (!/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name)) {
    throw constraint('stackName', name, 'satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*');
  }
  if (name.length > 128) throw constraint('stackName', name, 'have length less than or equal to 128');
  return name;
}

/** Members whose effect nobody simulates are refused, not passed over. */
export function refuseUnsupported(input: Input): void {
  for (const member of [
    'ResourceTypes',
    'StackPolicyBody',
    'StackPolicyURL',
    'StackPolicyDuringUpdateBody',
    'ResourcesToImport',
  ]) {
    const value = input[member];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) {
      throw notSimulated(member, 'stacks/input.ts');
    }
  }
}

export interface Drawn {
  readonly blueprint: Blueprint;
  readonly template: Template;
}

/**
 * What a create or update is to make. `before` is the stack that it updates.
 *
 * @throws ServiceError ValidationError, InsufficientCapabilitiesException
 */
export function blueprintIn(input: Input, context: Context, before?: StackRow): Drawn {
  refuseUnsupported(input);
  const { world, caller } = context;
  const template = parseTemplate(bodyIn(input, context, before));
  refuseWhatIsNotSimulated(template);
  const capabilities = texts(input, 'Capabilities');
  const parameters = completeParameters(template, givenParameters(input, template, before), (name) =>
    systemsManagerValue(world, caller.accountId, caller.region, name),
  );
  checkCapabilities(template, capabilities);
  if (template.transforms.length > 0) throw notSimulated(`the transform ${template.transforms.join(', ')}`, 'template');
  const roleArn = text(input, 'RoleARN') ?? before?.roleArn;
  cloudFormationState(world).templates[template.digest] = template.body;
  return {
    template,
    blueprint: {
      template: template.digest,
      parameters,
      tags: tagsIn(input) ?? before?.tags ?? {},
      capabilities,
      notificationArns:
        input['NotificationARNs'] === undefined && before ? before.notificationArns : texts(input, 'NotificationARNs'),
      principal: roleArn ?? caller.arn,
      ...(roleArn === undefined ? {} : { roleArn }),
    },
  };
}

function refuseWhatIsNotSimulated({ resources }: Template): void {
  for (const { type } of resources.values()) {
    if (type === 'AWS::CloudFormation::Stack' || type.endsWith('::MODULE')) {
      throw notSimulated(`a resource of type ${type}`, 'stacks');
    }
  }
}

function bodyIn(input: Input, context: Context, before: StackRow | undefined): string {
  if (before === undefined) return requiredTemplateText(input, context);
  const body = templateText(input, context);
  const usesPrevious = input['UsePreviousTemplate'] === true;
  if (usesPrevious && body !== undefined) {
    throw validation('You cannot specify a template together with UsePreviousTemplate.');
  }
  if (usesPrevious) return cloudFormationState(context.world).templates[before.template] ?? '';
  if (body === undefined) throw validation('Either Template URL or Template Body must be specified.');
  return body;
}

/** Those with a value, and those that keep the stack's. A parameter that an update leaves out falls back to its default. */
function givenParameters(input: Input, template: Template, before: StackRow | undefined): Record<string, string> {
  const given: Record<string, string> = {};
  const list = Array.isArray(input['Parameters']) ? (input['Parameters'] as readonly Input[]) : [];
  for (const { ParameterKey: key, ParameterValue: value, UsePreviousValue: keeps } of list) {
    if (typeof key !== 'string') throw validation('Every parameter needs a ParameterKey.');
    if (Object.hasOwn(given, key)) throw validation(`Duplicate parameter key: ${key}`);
    if (keeps !== true) {
      if (typeof value === 'string') given[key] = value;
      else if (template.parameters.get(key)?.default === undefined)
        throw validation(`Parameters: [${key}] must have values`);
      continue;
    }
    const previous = before?.parameters[key];
    if (typeof value === 'string') {
      throw validation(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true and a parameter value.`,
      );
    }
    if (!previous) {
      throw validation(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    }
    given[key] = previous.value;
  }
  return given;
}

/** Undefined when the request has no Tags: an update then keeps those of the stack. */
export function tagsIn(input: Input): Record<string, string> | undefined {
  const list = input['Tags'];
  if (!Array.isArray(list)) return undefined;
  if (list.length > MOST_TAGS)
    throw constraint('tags', `${list.length} tags`, `have length less than or equal to ${MOST_TAGS}`);
  const tags: Record<string, string> = {};
  for (const { Key: key, Value: value } of list as readonly Input[]) {
    if (typeof key !== 'string' || key === '' || key.length > 128)
      throw validation('A tag key must have 1 to 128 characters.');
    if (/^aws:/i.test(key)) throw validation(`aws: prefixed tag key names are not allowed for external use: ${key}`);
    if (typeof value !== 'string' || value.length > 256)
      throw validation(`The value of tag ${key} must have at most 256 characters.`);
    if (Object.hasOwn(tags, key)) throw validation(`Duplicate tag key: ${key}`);
    tags[key] = value;
  }
  return tags;
}

export function onFailureIn(input: Input): PendingChange['onFailure'] {
  const choice = text(input, 'OnFailure') ?? text(input, 'OnStackFailure');
  const disables = input['DisableRollback'] === true;
  if (choice !== undefined && input['DisableRollback'] !== undefined) {
    throw validation('Either DisableRollback or OnFailure can be specified, not both.');
  }
  if (choice === 'DELETE') return 'DELETE';
  return disables || choice === 'DO_NOTHING' ? 'DO_NOTHING' : 'ROLLBACK';
}

/** An injected fault's `{ message, resource?, accounts? }`, where it is meant for this account. */
export function failingIn({ outcome, caller }: Context): { readonly fails?: Failing } {
  const { message, resource, accounts } = outcome ?? {};
  if (typeof message !== 'string') return {};
  if (Array.isArray(accounts) && !accounts.includes(caller.accountId)) return {};
  return { fails: { message, ...(typeof resource === 'string' ? { resource } : {}) } };
}
