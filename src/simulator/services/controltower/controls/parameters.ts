import type { Json } from '../../../../model.js';
import type { CatalogControl } from '../../controlcatalog/catalog/index.js';
import { validation } from '../errors.js';
import type { Parameter } from '../state.js';

/** Every name that the service's model knows. */
const KNOWN = [
  'AllowedRegions',
  'ExemptedActions',
  'ExemptedPrincipalArns',
  'ExemptedResourceArns',
  'ExemptAssumeRoot',
];

/**
 * AWS checks names, types and what is required, and no more: a Region that does not exist is taken.
 *
 * @throws ServiceError ValidationException
 */
export function checkParameters(control: CatalogControl, parameters: readonly Parameter[]): void {
  const name = control.aliases[0] ?? control.id;
  const taken = control.parameters?.map((parameter) => parameter.name) ?? KNOWN;
  const keys = parameters.map(({ key }) => key);
  const unknown = keys.find((key) => !taken.includes(key));
  if (unknown !== undefined) throw validation(`Parameter ${unknown} is not supported by the control ${name}.`);
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  if (twice !== undefined) throw validation(`Parameter ${twice} is given more than once.`);
  for (const { key, value } of parameters) checkValue(key, value);
  const missing = control.parameters?.find((parameter) => parameter.required && !keys.includes(parameter.name));
  if (missing) throw validation(`Parameter ${missing.name} is required.`);
}

function checkValue(key: string, value: Json): void {
  if (key === 'ExemptAssumeRoot') {
    // There is no false: who wants no exemption leaves the parameter out.
    if (value !== true) throw validation(`Parameter ${key} must be true; leave it out otherwise.`);
    return;
  }
  const isList = Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');
  if (!isList) throw validation(`Parameter ${key} must be a list of strings that is not empty.`);
}

/** By name and value; the order of the parameters means nothing, that inside a list does. */
export function sameParameters(one: readonly Parameter[], other: readonly Parameter[]): boolean {
  const text = (parameters: readonly Parameter[]): string =>
    JSON.stringify(parameters.map(({ key, value }) => [key, value] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
  return text(one) === text(other);
}
