import type { Operation, OperationContext } from '../../../service.js';
import type { World } from '../../../world.js';
import { validation } from '../errors.js';
import { requiredTemplateText, templateText } from '../source.js';
import { activeStackSet } from '../stack-sets/access.js';
import { settleStacks } from '../stacks/begin.js';
import { requiredStack } from '../stacks/find.js';
import { given, templateOf } from '../stacks/shapes.js';
import { neededCapabilities } from './capabilities.js';
import type { ParameterDeclaration } from './parameter-declarations.js';
import { parseTemplate, type Template } from './template.js';

const validateTemplate: Operation<World> = (input, context) => {
  const template = parseTemplate(requiredTemplateText(input, context));
  return given({
    Description: template.description ?? '',
    ...capabilitiesOf(template),
    DeclaredTransforms: template.transforms.length > 0 ? template.transforms : undefined,
    Parameters: [...template.parameters].map(([key, { default: initial, noEcho, description }]) =>
      given({ ParameterKey: key, DefaultValue: initial, NoEcho: noEcho, Description: description }),
    ),
  });
};

function capabilitiesOf(template: Template): Record<string, unknown> {
  const { capabilities, reason } = neededCapabilities(template);
  return { Capabilities: capabilities.length > 0 ? capabilities : undefined, CapabilitiesReason: reason };
}

/** Of a text, of a stack or of a StackSet. */
const getTemplateSummary: Operation<World> = (input, context) => {
  const template = summarised(input, context);
  const types = [...new Set([...template.resources.values()].map(({ type }) => type))];
  return given({
    Description: template.description,
    Version: template.version,
    Metadata: template.metadata === undefined ? undefined : JSON.stringify(template.metadata),
    ...capabilitiesOf(template),
    DeclaredTransforms: template.transforms.length > 0 ? template.transforms : undefined,
    ResourceTypes: types,
    Parameters: [...template.parameters].map(([key, declaration]) => declarationShape(key, declaration)),
  });
};

function summarised(input: Readonly<Record<string, unknown>>, context: OperationContext<World>): Template {
  const { world, caller } = context;
  const text = templateText(input, context);
  const { StackName: stack, StackSetName: set } = input;
  if ([text, stack, set].filter((each) => each !== undefined).length !== 1) {
    throw validation('Exactly one of TemplateBody, TemplateURL, StackName and StackSetName must be specified.');
  }
  if (text !== undefined) return parseTemplate(text);
  if (set !== undefined) return parseTemplate(activeStackSet(world, caller, input).settings.templateBody);
  settleStacks(world);
  return templateOf(world, requiredStack(world, caller, stack));
}

function declarationShape(key: string, declaration: ParameterDeclaration): Record<string, unknown> {
  const { type, default: initial, noEcho, description, allowedValues } = declaration;
  return given({
    ParameterKey: key,
    DefaultValue: initial,
    ParameterType: type,
    NoEcho: noEcho,
    Description: description,
    ParameterConstraints: allowedValues ? { AllowedValues: allowedValues } : {},
  });
}

export const templateOperations: Readonly<Record<string, Operation<World>>> = {
  ValidateTemplate: validateTemplate,
  GetTemplateSummary: getTemplateSummary,
};
