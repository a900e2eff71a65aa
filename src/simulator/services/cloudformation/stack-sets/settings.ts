import type { World } from '../../../world.js';
import { requiredTemplateText, templateText } from '../source.js';
import { checkCapabilities } from '../template/capabilities.js';
import { completeParameters } from '../template/parameters.js';
import { parseTemplate, type Template } from '../template/template.js';
import { invalidOperation, validation } from './errors.js';
import { type GivenParameter, type Input, list, optional, parameters, record, tags } from './input.js';
import { templateOfStack } from './stacks.js';
import { type AutoDeployment, type Parameter, type PermissionModel, type Settings, stackSetsState } from './state.js';

/** What a request wants a set to be. */

const MODELS: readonly PermissionModel[] = ['SERVICE_MANAGED', 'SELF_MANAGED'];
const MOST_DEPENDENCIES = 10;

/** @throws ServiceError ValidationError, InsufficientCapabilitiesException */
export function newSettings(world: World, input: Input): Settings {
  const permissionModel = modelOf(input) ?? 'SELF_MANAGED';
  const template = checkedTemplate(newTemplate(world, input), permissionModel);
  const autoDeployment = autoDeploymentOf(world, input);
  if (permissionModel === 'SERVICE_MANAGED' && !autoDeployment) {
    throw validation('AutoDeployment must be specified for stack sets with SERVICE_MANAGED permission model');
  }
  const capabilities = list(input, 'Capabilities') ?? [];
  checkCapabilities(template, capabilities);
  return {
    ...described(input),
    ...roles(input, permissionModel),
    templateBody: template.body,
    parameters: parametersOf(template, parameters(input) ?? [], []),
    capabilities,
    tags: tags(input) ?? {},
    permissionModel,
    managedExecution: record(input, 'ManagedExecution')?.['Active'] === true,
    ...(permissionModel === 'SERVICE_MANAGED' && autoDeployment ? { autoDeployment } : {}),
  };
}

/**
 * Parameters that are not named fall back to the template's default; tags, description, roles, automatic deployment and
 * managed execution stay as they are when they are not sent; capabilities have to be sent again.
 *
 * @throws ServiceError ValidationError, InsufficientCapabilitiesException
 */
export function changedSettings(world: World, before: Settings, input: Input, hasInstances: boolean): Settings {
  const permissionModel = modelOf(input) ?? before.permissionModel;
  if (permissionModel !== before.permissionModel && hasInstances) {
    throw validation('The permission model of a stack set that has stack instances cannot be changed');
  }
  const body = input['UsePreviousTemplate'] === true ? before.templateBody : newTemplate(world, input);
  const template = checkedTemplate(body, permissionModel);
  const capabilities = list(input, 'Capabilities') ?? [];
  checkCapabilities(template, capabilities);
  const autoDeployment = autoDeploymentOf(world, input) ?? before.autoDeployment;
  const managed = record(input, 'ManagedExecution');
  const { autoDeployment: _auto, administrationRole, executionRole, ...kept } = before;
  const isSelfManaged = permissionModel === 'SELF_MANAGED';
  return {
    ...kept,
    ...(isSelfManaged && administrationRole !== undefined ? { administrationRole } : {}),
    ...(isSelfManaged && executionRole !== undefined ? { executionRole } : {}),
    ...described(input),
    ...roles(input, permissionModel),
    templateBody: template.body,
    parameters: parametersOf(template, parameters(input) ?? [], before.parameters),
    capabilities,
    tags: tags(input) ?? before.tags,
    permissionModel,
    managedExecution: managed ? managed['Active'] === true : before.managedExecution,
    ...(!isSelfManaged && autoDeployment ? { autoDeployment } : {}),
  };
}

function modelOf(input: Input): PermissionModel | undefined {
  const given = optional(input, 'PermissionModel');
  const known = MODELS.find((model) => model === given);
  if (given !== undefined && !known) throw validation(`PermissionModel must be one of ${MODELS.join(', ')}: ${given}`);
  return known;
}

const described = (input: Input): { description?: string } => {
  const description = optional(input, 'Description', { max: 1_024 });
  return description === undefined ? {} : { description };
};

function roles(input: Input, model: PermissionModel): { administrationRole?: string; executionRole?: string } {
  const administrationRole = optional(input, 'AdministrationRoleARN', { max: 2_048 });
  const executionRole = optional(input, 'ExecutionRoleName', { max: 64, pattern: /^[a-zA-Z_0-9+=,.@-]+$/ });
  if (model === 'SERVICE_MANAGED' && (administrationRole !== undefined || executionRole !== undefined)) {
    throw validation('Roles cannot be specified for stack sets with SERVICE_MANAGED permission model');
  }
  return {
    ...(administrationRole === undefined ? {} : { administrationRole }),
    ...(executionRole === undefined ? {} : { executionRole }),
  };
}

/** TemplateBody, TemplateURL, or the template of a stack that is to be imported. */
function newTemplate(world: World, input: Input): string {
  const stack = optional(input, 'StackId');
  if (stack === undefined) return requiredTemplateText(input, { world });
  if (templateText(input, { world }) === undefined) return templateOfStack(world, stack);
  throw validation('StackId cannot be specified together with a template');
}

function checkedTemplate(body: string, model: PermissionModel): Template {
  const template = parseTemplate(body);
  if (model !== 'SERVICE_MANAGED') return template;
  if (template.transforms.length > 0) {
    throw validation(
      'Stack sets with SERVICE_MANAGED permission model do not support templates with transforms or macros',
    );
  }
  if ([...template.resources.values()].some(({ type }) => type === 'AWS::CloudFormation::Stack')) {
    throw validation('Stack sets with SERVICE_MANAGED permission model do not support templates with nested stacks');
  }
  return template;
}

function parametersOf(
  template: Template,
  given: readonly GivenParameter[],
  before: readonly Parameter[],
): readonly Parameter[] {
  const values = given.map(({ key, value, usePrevious }): Parameter => {
    const kept = usePrevious ? before.find((each) => each.key === key)?.value : value;
    if (kept !== undefined) return { key, value: kept };
    const initial = usePrevious ? template.parameters.get(key)?.default : undefined;
    if (initial !== undefined) return { key, value: initial };
    throw validation(`Parameters: [${key}] must have values`);
  });
  // What an SSM parameter stands for is looked up in the account of the stack, later.
  completeParameters(template, Object.fromEntries(values.map(({ key, value }) => [key, value])), (name) => name);
  return values;
}

/** Overrides of single instances: `null` keeps what is overridden already. @throws ServiceError ValidationError */
export function overridesOf(
  settings: Settings,
  input: Input,
): readonly { readonly key: string; readonly value: string | null }[] | undefined {
  const given = parameters(input, 'ParameterOverrides');
  if (!given) return undefined;
  const template = parseTemplate(settings.templateBody);
  const unknown = given.filter(({ key }) => !template.parameters.has(key)).map(({ key }) => key);
  if (unknown.length > 0) throw validation(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  return given.map(({ key, value, usePrevious }) => {
    if (!usePrevious && value === undefined) throw validation(`Parameters: [${key}] must have values`);
    return { key, value: value ?? null };
  });
}

function autoDeploymentOf(world: World, input: Input): AutoDeployment | undefined {
  const given = record(input, 'AutoDeployment');
  if (!given) return undefined;
  const enabled = given['Enabled'] === true;
  const retain = given['RetainStacksOnAccountRemoval'] === true;
  if (!enabled && retain) {
    throw validation('RetainStacksOnAccountRemoval can only be specified when AutoDeployment is enabled');
  }
  const dependsOn = list(given, 'DependsOn') ?? [];
  if (dependsOn.length > MOST_DEPENDENCIES) {
    throw invalidOperation(`A stack set can depend on at most ${MOST_DEPENDENCIES} others: ${dependsOn.length}`);
  }
  const { sets } = stackSetsState(world);
  const missing = dependsOn.filter((arn) => !sets[arn] || sets[arn].deletedAt !== undefined);
  if (missing.length > 0) throw validation(`DependsOn names no stack set: ${missing.join(', ')}`);
  return { enabled, retain, dependsOn };
}
