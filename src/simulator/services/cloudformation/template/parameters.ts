import { validation } from '../errors.js';
import { isListType, isSsmType, type ParameterDeclaration } from './parameter-declarations.js';
import type { Template } from './template.js';

/** A parameter as a stack keeps it. */
export interface ParameterValue {
  /** As it was given, or the default. */
  readonly value: string;
  /** What an SSM parameter's name stood for when the stack was last deployed. */
  readonly resolved?: string;
}

export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/**
 * Given values and defaults, checked. `fetch` reads an SSM parameter of the stack's account and Region.
 *
 * @throws ServiceError ValidationError in AWS's words.
 */
export function completeParameters(
  template: Template,
  given: Readonly<Record<string, string>>,
  fetch: (name: string) => string | undefined,
): ParameterValues {
  const unknown = Object.keys(given).filter((name) => !template.parameters.has(name));
  if (unknown.length > 0) throw validation(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const values: Record<string, ParameterValue> = {};
  const missing: string[] = [];
  for (const [name, declaration] of template.parameters) {
    const value = Object.hasOwn(given, name) ? given[name] : declaration.default;
    if (value === undefined) missing.push(name);
    else values[name] = complete(name, declaration, value, fetch);
  }
  if (missing.length > 0) throw validation(`Parameters: [${missing.join(', ')}] must have values`);
  return values;
}

function complete(
  name: string,
  declaration: ParameterDeclaration,
  value: string,
  fetch: (name: string) => string | undefined,
): ParameterValue {
  checkValue(name, declaration, value);
  if (!isSsmType(declaration.type)) return { value };
  const resolved = fetch(value);
  if (resolved !== undefined) return { value, resolved };
  throw validation(`Unable to fetch parameters [${value}] from parameter store for this account.`);
}

function checkValue(name: string, declaration: ParameterDeclaration, value: string): void {
  const { type, constraintDescription } = declaration;
  const items = isListType(type) ? itemsOf(value) : [value];
  for (const item of items) {
    const broken = brokenRule(declaration, item, isListType(type));
    if (broken === undefined) continue;
    throw validation(
      constraintDescription === undefined
        ? `Parameter '${name}' ${broken}`
        : `Parameter '${name}' failed to satisfy constraint: ${constraintDescription}`,
    );
  }
}

function brokenRule(declaration: ParameterDeclaration, value: string, isList: boolean): string | undefined {
  const { type, allowedValues, allowedPattern, minLength, maxLength, minValue, maxValue } = declaration;
  if (/^(List<)?Number>?$/.test(type)) {
    const number = Number(value);
    if (value.trim() === '' || !Number.isFinite(number)) return 'must be a number.';
    if (minValue !== undefined && number < minValue) return `must be a number not less than ${minValue}`;
    if (maxValue !== undefined && number > maxValue) return `must be a number not greater than ${maxValue}`;
  }
  if (allowedValues && !allowedValues.includes(value)) return 'must be one of AllowedValues';
  if (allowedPattern !== undefined && !patternOf(allowedPattern).test(value))
    return `must match pattern ${allowedPattern}`;
  if (isList) return undefined;
  if (minLength !== undefined && value.length < minLength) return `must contain at least ${minLength} characters`;
  if (maxLength !== undefined && value.length > maxLength) return `must contain at most ${maxLength} characters`;
  return undefined;
}

/** The whole value has to match. */
function patternOf(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    throw validation(`Template format error: Invalid AllowedPattern ${pattern}`);
  }
}

export function itemsOf(value: string): string[] {
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

/** What Ref gives: text, or a list for a parameter of a list type. */
export function referenceValue(
  declaration: ParameterDeclaration,
  { value, resolved }: ParameterValue,
): string | string[] {
  const text = resolved ?? value;
  return isListType(declaration.type) ? itemsOf(text) : text;
}
