import { didYouMean, quote } from '../../../manifest/problems.js';
import type { Json, JsonObject } from '../../../model.js';
import { isMap, mapAt, type TemplateFault } from './fault.js';
import { logicalId, unknownKeys } from './structure.js';

/** A parameter as a template declares it. */
export interface Declaration {
  readonly name: string;
  readonly type: string;
  /** As text; undefined = a value must be given. */
  readonly fallback?: string;
  readonly noEcho: boolean;
  readonly fields: JsonObject;
}

const FIELDS = [
  'Type',
  'Default',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'Description',
  'MaxLength',
  'MinLength',
  'MaxValue',
  'MinValue',
  'NoEcho',
];

const TYPE = /^(String|Number|CommaDelimitedList|List<(Number|String|AWS::[\w:]+)>|AWS::[\w:]+(<[\w:<>]+>)?)$/;

/** A template's scalars are texts, however they are written. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function declarationsOf(template: JsonObject): Declaration[] {
  return Object.entries(mapAt(template, 'Parameters')).flatMap(([name, fields]) => {
    if (!isMap(fields)) return [];
    const fallback = fields['Default'];
    return [
      {
        name,
        type: typeof fields['Type'] === 'string' ? fields['Type'] : 'String',
        ...(fallback !== undefined && { fallback: textOf(fallback) }),
        noEcho: /^true$/i.test(textOf(fields['NoEcho'] ?? false)),
        fields,
      },
    ];
  });
}

export function* declarations(template: JsonObject): Generator<TemplateFault> {
  for (const [name, fields] of Object.entries(mapAt(template, 'Parameters'))) {
    const path = ['Parameters', name];
    yield* logicalId(name, path);
    if (!isMap(fields)) yield { path, message: 'a parameter is a map with a Type' };
    else yield* unknownKeys(fields, FIELDS, path, 'is not part of a parameter');
  }
  for (const declaration of declarationsOf(template)) yield* ofDeclaration(declaration);
}

function* ofDeclaration(declaration: Declaration): Generator<TemplateFault> {
  const { name, type, fallback, fields } = declaration;
  const path = ['Parameters', name];
  if (fields['Type'] === undefined) yield { path, atKey: true, message: `the parameter ${name} has no Type` };
  else if (!TYPE.test(type)) {
    const hint = didYouMean(type, ['String', 'Number', 'CommaDelimitedList', 'List<Number>'], 'write String');
    yield { path: [...path, 'Type'], message: `${quote(type)} is not a type of parameters`, ...(hint && { hint }) };
  }
  const pattern = fields['AllowedPattern'];
  if (typeof pattern === 'string' && patternOf(pattern) === undefined) {
    yield { path: [...path, 'AllowedPattern'], message: `${quote(pattern)} is not a regular expression` };
  }
  if (fallback === undefined) return;
  for (const message of valueFaults(declaration, fallback)) yield { path: [...path, 'Default'], message };
}

/** What is wrong with a value, by the parameter's type and constraints: each ends a sentence that begins with the value. */
export function* valueFaults(declaration: Declaration, value: string): Generator<string> {
  const { type, fields } = declaration;
  // What stands in the Parameter Store is seen by AWS alone; the value is the name of it.
  const items = isList(type) ? value.split(',').map((item) => item.trim()) : [value];
  for (const item of value === '' && isList(type) ? [] : items) yield* itemFaults(type, fields, item);
}

export function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

function* itemFaults(type: string, fields: JsonObject, item: string): Generator<string> {
  const shown = quote(item);
  if ((type === 'Number' || type === 'List<Number>') && !/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(item)) {
    yield `${shown} is not a number`;
    return;
  }
  const allowed = fields['AllowedValues'];
  if (Array.isArray(allowed) && !allowed.map((each: Json) => textOf(each)).includes(item)) {
    yield `${shown} is not one of ${allowed.map((each: Json) => textOf(each)).join(', ')}`;
  }
  const pattern = typeof fields['AllowedPattern'] === 'string' ? patternOf(fields['AllowedPattern']) : undefined;
  if (pattern && !pattern.test(item)) yield `${shown} does not match ${quote(fields['AllowedPattern'])}`;
  const limits = [
    ['MinLength', item.length, -1],
    ['MaxLength', item.length, 1],
    ['MinValue', Number(item), -1],
    ['MaxValue', Number(item), 1],
  ] as const;
  for (const [field, measure, sign] of limits) {
    const limit = Number(fields[field] ?? Number.NaN);
    if ((measure - limit) * sign <= 0 || Number.isNaN(limit) || Number.isNaN(measure)) continue;
    const words = field.endsWith('Length') ? 'characters' : 'as a value';
    yield `${shown} has ${sign < 0 ? 'less' : 'more'} than ${limit} ${words}`;
  }
}

/** CloudFormation matches the whole value. Undefined where the pattern cannot be read. */
function patternOf(text: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${text})$`, 'u');
  } catch {
    try {
      return new RegExp(`^(?:${text})$`);
    } catch {
      return undefined;
    }
  }
}
