import type { Json, JsonObject } from '../../../../model.js';
import { validation } from '../errors.js';
import { isObject, textOf } from './json.js';

export interface ParameterDeclaration {
  readonly type: string;
  readonly default?: string;
  readonly noEcho: boolean;
  readonly description?: string;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
  readonly constraintDescription?: string;
  /** Characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
}

const MEMBERS = new Set([
  ...['Type', 'Default', 'NoEcho', 'Description', 'AllowedValues', 'AllowedPattern', 'ConstraintDescription'],
  ...['MinLength', 'MaxLength', 'MinValue', 'MaxValue'],
]);
const SUPPLIED = /^AWS::(EC2|Route53)::[\w:]+$/;

/** Is it a list once it is resolved? */
export function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || /(^|<)List<.+>/.test(type) || type.includes('<CommaDelimitedList>');
}

export function isSsmType(type: string): boolean {
  return type.startsWith('AWS::SSM::Parameter::Value<');
}

function isType(type: string): boolean {
  const inner = /^(?:List|AWS::SSM::Parameter::Value)<(.+)>$/.exec(type)?.[1];
  if (inner !== undefined) return inner.startsWith('List<') ? isType(inner) : isType(inner);
  return ['String', 'Number', 'CommaDelimitedList', 'AWS::SSM::Parameter::Name'].includes(type) || SUPPLIED.test(type);
}

/** @throws ServiceError ValidationError for the first declaration that is none. */
export function readParameters(section: JsonObject): Map<string, ParameterDeclaration> {
  return new Map(Object.entries(section).map(([name, declared]) => [name, readParameter(name, declared)]));
}

function readParameter(name: string, declared: Json | undefined): ParameterDeclaration {
  if (!/^[A-Za-z0-9]{1,255}$/.test(name)) {
    throw validation(`Template format error: Parameter name ${name} is non alphanumeric.`);
  }
  if (!isObject(declared)) throw validation('Template format error: Any Parameters member must be an object.');
  for (const member of Object.keys(declared)) {
    if (!MEMBERS.has(member)) throw validation(`Invalid template parameter property '${member}'`);
  }
  const type = textOf(declared['Type']);
  if (type === undefined)
    throw validation('Template format error: Every Parameters object must contain a Type member.');
  if (!isType(type)) throw validation(`Template format error: Unrecognized parameter type: ${type}`);
  return {
    type,
    noEcho: String(declared['NoEcho']).toLowerCase() === 'true',
    ...textsOf(declared),
    ...limitsOf(declared),
  };
}

function textsOf(declared: JsonObject) {
  const allowed = declared['AllowedValues'];
  const [initial, description, pattern, constraint] = [
    textOf(declared['Default']),
    textOf(declared['Description']),
    textOf(declared['AllowedPattern']),
    textOf(declared['ConstraintDescription']),
  ];
  return {
    ...(initial === undefined ? {} : { default: initial }),
    ...(description === undefined ? {} : { description }),
    ...(pattern === undefined ? {} : { allowedPattern: pattern }),
    ...(constraint === undefined ? {} : { constraintDescription: constraint }),
    ...(Array.isArray(allowed) ? { allowedValues: allowed.map(String) } : {}),
  };
}

function limitsOf(declared: JsonObject) {
  const limits = (['MinLength', 'MaxLength', 'MinValue', 'MaxValue'] as const).flatMap((member) => {
    const value = declared[member];
    if (value === undefined) return [];
    const number = Number(value);
    if (Number.isNaN(number)) throw validation(`Template format error: ${member} must be a number.`);
    return [[`${member.charAt(0).toLowerCase()}${member.slice(1)}`, number] as const];
  });
  return Object.fromEntries(limits);
}
