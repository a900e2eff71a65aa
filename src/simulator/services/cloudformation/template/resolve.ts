import type { Json, JsonObject } from '../../../../model.js';
import { notSimulated, validation } from '../errors.js';
import { missingMapping } from './check.js';
import { cidrBlocks } from './cidr.js';
import { isObject, sameJson, textOf } from './json.js';
import { placeholdersIn, splitOnce } from './references.js';

/** Where the names of a template lead to, in one stack. */
export interface Scope {
  readonly region: string;
  readonly mappings: JsonObject;
  /** Parameters, pseudo parameters and resources. Undefined is AWS::NoValue. */
  ref(name: string): Json | undefined;
  attribute(resource: string, attribute: string): Json;
  condition(name: string): boolean;
  imported(name: string): string;
}

type Fn = (argument: Json, scope: Scope) => Json | undefined;

/**
 * The value with all its functions carried out; undefined where it is AWS::NoValue.
 *
 * @throws ServiceError ValidationError for what cannot be carried out.
 */
export function resolve(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) return value.flatMap((item) => present(resolve(item, scope)));
  if (!isObject(value)) return value;
  const names = Object.keys(value);
  const [name] = names;
  const argument = name === undefined ? undefined : value[name];
  if (names.length === 1 && name !== undefined && argument !== undefined) {
    const fn = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (fn) return fn(argument, scope);
    if (name.startsWith('Fn::')) throw notSimulated(`the function ${name}`, 'template/resolve.ts');
  }
  const members = Object.entries(value).flatMap(([key, member]) => {
    const resolved = resolve(member, scope);
    return resolved === undefined ? [] : [[key, resolved] as const];
  });
  return Object.fromEntries(members);
}

const present = (value: Json | undefined): Json[] => (value === undefined ? [] : [value]);

function list(name: string, argument: Json, scope: Scope, lengths: readonly number[], rule: string): Json[] {
  if (!Array.isArray(argument) || !lengths.includes(argument.length)) {
    throw validation(`Template error: ${name} ${rule}`);
  }
  return argument.map((item) => resolve(item, scope) ?? null);
}

const FUNCTIONS: Readonly<Record<string, Fn>> = {
  Ref: (argument, scope) => scope.ref(String(argument)),
  Condition: (argument, scope) => scope.condition(String(argument)),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Split': split,
  'Fn::Select': select,
  'Fn::FindInMap': findInMap,
  'Fn::If': choose,
  'Fn::Equals': (argument, scope) => {
    const [one, other] = list('Fn::Equals', argument, scope, [2], 'requires a list argument with two elements');
    return sameJson(textOf(one) ?? one, textOf(other) ?? other);
  },
  'Fn::Not': (argument, scope) => {
    const [value] = list('Fn::Not', argument, scope, [1], 'requires a list argument with one element');
    return !isTrue(value);
  },
  'Fn::And': (argument, scope) => junction('Fn::And', argument, scope).every(isTrue),
  'Fn::Or': (argument, scope) => junction('Fn::Or', argument, scope).some(isTrue),
  'Fn::Base64': (argument, scope) => Buffer.from(textOf(resolve(argument, scope)) ?? '').toString('base64'),
  'Fn::GetAZs': (argument, scope) => {
    const region = textOf(resolve(argument, scope)) || scope.region;
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  },
  'Fn::ImportValue': (argument, scope) => scope.imported(textOf(resolve(argument, scope)) ?? ''),
  'Fn::Cidr': (argument, scope) => {
    const [block, count, bits] = list('Fn::Cidr', argument, scope, [2, 3], 'requires two or three arguments');
    return cidrBlocks(String(block), Number(count), bits === undefined ? undefined : Number(bits));
  },
};

const isTrue = (value: Json | undefined): boolean => value === true || value === 'true';

function junction(name: string, argument: Json, scope: Scope): Json[] {
  const lengths = [2, 3, 4, 5, 6, 7, 8, 9, 10];
  return list(name, argument, scope, lengths, 'requires a list of 2 to 10 conditions');
}

function getAtt(argument: Json, scope: Scope): Json {
  const parts = typeof argument === 'string' ? splitOnce(argument) : argument;
  if (!Array.isArray(parts) || parts.length !== 2) {
    throw validation(
      'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    );
  }
  return scope.attribute(String(parts[0]), textOf(resolve(parts[1], scope)) ?? '');
}

function sub(argument: Json, scope: Scope): Json {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || (given !== undefined && !isObject(given))) {
    throw validation(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  }
  const own: JsonObject = given ?? {};
  const values = new Map(placeholdersIn(text).map((path) => [path, substitute(path, own, scope)]));
  return text.replaceAll(/\$\{(!?)([^}]*)\}/g, (whole, literal: string, path: string) =>
    literal === '!' ? `\${${path}}` : (values.get(path.trim()) ?? whole),
  );
}

function substitute(path: string, own: JsonObject, scope: Scope): string {
  const given = own[path];
  const [name = path, attribute] = splitOnce(path);
  const value =
    given !== undefined
      ? resolve(given, scope)
      : attribute === undefined || path.includes('::')
        ? scope.ref(path)
        : scope.attribute(name, attribute);
  const text = textOf(value);
  if (text !== undefined) return text;
  throw validation(`Template error: variable ${path} in Fn::Sub expression does not resolve to a string`);
}

function join(argument: Json, scope: Scope): Json {
  const rule =
    'object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.';
  const [delimiter, items] = list('every Fn::Join', argument, scope, [2], rule);
  if (typeof delimiter !== 'string' || !Array.isArray(items))
    throw validation(`Template error: every Fn::Join ${rule}`);
  return items.map((item: Json) => textOf(item) ?? JSON.stringify(item)).join(delimiter);
}

function split(argument: Json, scope: Scope): Json {
  const rule =
    'object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.';
  const [delimiter, text] = list('every Fn::Split', argument, scope, [2], rule);
  if (typeof delimiter !== 'string' || delimiter === '' || textOf(text) === undefined) {
    throw validation(`Template error: every Fn::Split ${rule}`);
  }
  return String(text).split(delimiter);
}

function select(argument: Json, scope: Scope): Json {
  const [index, items] = list(
    'Fn::Select',
    argument,
    scope,
    [2],
    'requires a list argument with two elements: an integer index and a list',
  );
  if (!Array.isArray(items)) throw validation('Template error: Fn::Select requires a list argument with a valid index');
  const item: Json | undefined = /^\d+$/.test(String(index)) ? items[Number(index)] : undefined;
  if (item === undefined)
    throw validation(`Template error: Fn::Select cannot select nonexistent value at index ${String(index)}`);
  return item;
}

function findInMap(argument: Json, scope: Scope): Json {
  const [map, top, second] = list(
    'every Fn::FindInMap',
    argument,
    scope,
    [3],
    'object requires three parameters, the map name, map key and the attribute for return value',
  );
  const mapping = scope.mappings[String(map)];
  if (!isObject(mapping)) throw missingMapping(String(map));
  const row = mapping[String(top)];
  const value = isObject(row) ? row[String(second)] : undefined;
  if (value === undefined) {
    throw validation(`Template error: Unable to get mapping for ${String(map)}::${String(top)}::${String(second)}`);
  }
  return value;
}

/** Only the branch that is taken is looked at. */
function choose(argument: Json, scope: Scope): Json | undefined {
  if (!Array.isArray(argument) || argument.length !== 3) {
    throw validation('Template error: Fn::If requires a list argument with three elements');
  }
  const [condition, then, otherwise]: readonly Json[] = argument;
  const taken = scope.condition(String(condition)) ? then : otherwise;
  return taken === undefined ? undefined : resolve(taken, scope);
}
