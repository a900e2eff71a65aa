import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Json, JsonObject } from '../../src/model.js';
import { isObject } from '../../src/simulator/services/cloudformation/template/json.js';
import { type Reference, referencesIn } from '../../src/simulator/services/cloudformation/template/references.js';
import type { ResourceDeclaration, Template } from '../../src/simulator/services/cloudformation/template/template.js';

/** Loaded when first asked for: it takes some 146 MB. */
let loaded: SpecDatabase | undefined;
function specification(): SpecDatabase {
  loaded ??= loadAwsServiceSpecSync();
  return loaded;
}

/** What a literal may be where the specification says so. A number is as good as its text, as for CloudFormation. */
const LITERALS: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string' || typeof value === 'number',
  'date-time': (value) => typeof value === 'string',
  number: (value) => value !== '' && Number.isFinite(Number(value)),
  integer: (value) => value !== '' && Number.isInteger(Number(value)),
  boolean: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
};

/**
 * What AWS's resource specification has against a template: types, properties, attributes. References have been
 * followed by `parseTemplate` before.
 */
export function findingsOf(template: Template): string[] {
  const findings: string[] = [];
  for (const [id, resource] of template.resources) {
    const known = specificationOf(resource.type);
    if (known === undefined) findings.push(`${id}: there is no resource type ${resource.type}`);
    else findings.push(...propertyFindings(template, id, resource, known));
  }
  for (const [where, value] of valuesOf(template)) {
    for (const reference of referencesIn(value)) findings.push(...attributeFindings(template, where, reference));
  }
  return findings;
}

function specificationOf(type: string): Resource | undefined {
  const name = type.startsWith('Custom::') ? 'AWS::CloudFormation::CustomResource' : type;
  const found = specification().lookup('resource', 'cloudFormationType', 'equals', name);
  return found.length === 0 ? undefined : found[0];
}

function propertyFindings(template: Template, id: string, resource: ResourceDeclaration, known: Resource): string[] {
  const own = resource.type.startsWith('Custom::') ? Object.keys(known.properties) : undefined;
  const properties = own
    ? Object.fromEntries(Object.entries(resource.properties).filter(([name]) => own.includes(name)))
    : resource.properties;
  return membersFindings(template, id, properties, known.properties);
}

function membersFindings(
  template: Template,
  where: string,
  value: JsonObject,
  known: { readonly [name: string]: Property },
): string[] {
  const missing = Object.keys(known).filter((name) => known[name]?.required === true && value[name] === undefined);
  return [
    ...missing.map((name) => `${where}: ${name} is missing`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const property = known[name];
      if (property === undefined) return [`${where}: there is no property ${name}`];
      const mayBeLeftOut = property.required !== true;
      return valueFindings(template, `${where}.${name}`, member, property.type, mayBeLeftOut);
    }),
  ];
}

function valueFindings(
  template: Template,
  where: string,
  value: Json,
  type: PropertyType,
  optional: boolean,
): string[] {
  const computed = functionOf(value);
  if (computed) return computedFindings(template, where, computed, type, optional);
  switch (type.type) {
    case 'json':
    case 'null':
      return [];
    case 'union': {
      const each = type.types.map((one) => valueFindings(template, where, value, one, optional));
      return each.some((found) => found.length === 0) ? [] : (each[0] ?? []);
    }
    case 'array':
      if (!Array.isArray(value)) return [`${where}: a list is expected, not ${JSON.stringify(value)}`];
      return value.flatMap((item, at) => valueFindings(template, `${where}[${at}]`, item, type.element, true));
    case 'map':
      if (!isObject(value)) return [`${where}: a map is expected, not ${JSON.stringify(value)}`];
      return Object.entries(value).flatMap(([key, item]) =>
        valueFindings(template, `${where}.${key}`, item, type.element, false),
      );
    case 'ref':
      if (!isObject(value)) return [`${where}: a map is expected, not ${JSON.stringify(value)}`];
      return membersFindings(template, where, value, specification().get('typeDefinition', type.reference).properties);
    case 'tag':
      return isObject(value) && 'Key' in value && 'Value' in value ? [] : [`${where}: a tag has Key and Value`];
    default:
      return literalFindings(where, value, type);
  }
}

function literalFindings(where: string, value: Json, type: PropertyType): string[] {
  if (LITERALS[type.type]?.(value) !== true) return [`${where}: ${JSON.stringify(value)} is no ${type.type}`];
  const allowed: readonly unknown[] = 'allowedValues' in type ? (type.allowedValues ?? []) : [];
  if (allowed.length === 0 || allowed.includes(value)) return [];
  return [`${where}: ${JSON.stringify(value)} is none of ${allowed.join(', ')}`];
}

interface Computed {
  readonly name: string;
  readonly argument: Json;
}

function functionOf(value: Json): Computed | undefined {
  if (!isObject(value)) return undefined;
  const [[name, argument] = ['', null], ...more] = Object.entries(value);
  return more.length === 0 && (name === 'Ref' || name.startsWith('Fn::')) ? { name, argument } : undefined;
}

function computedFindings(
  template: Template,
  where: string,
  { name, argument }: Computed,
  type: PropertyType,
  optional: boolean,
): string[] {
  if (name === 'Fn::If' && Array.isArray(argument)) {
    return argument.slice(1).flatMap((branch) => valueFindings(template, where, branch, type, optional));
  }
  if (name !== 'Ref' || typeof argument !== 'string') return [];
  if (argument === 'AWS::NoValue') return optional ? [] : [`${where}: is needed, and NoValue leaves it out`];
  const parameter = template.parameters.get(argument);
  if (parameter === undefined || type.type === 'json' || type.type === 'union') return [];
  const isList = parameter.type === 'CommaDelimitedList' || parameter.type.startsWith('List<');
  if (isList === (type.type === 'array')) return [];
  return [
    `${where}: ${isList ? 'one value' : 'a list'} is expected, and the parameter ${argument} is ${parameter.type}`,
  ];
}

function attributeFindings(template: Template, where: string, reference: Reference): string[] {
  if (reference.via !== 'Fn::GetAtt') return [];
  const type = template.resources.get(reference.name)?.type;
  if (type === undefined || type.startsWith('Custom::')) return [];
  const known = specificationOf(type);
  if (known === undefined || Object.hasOwn(known.attributes, reference.attribute)) return [];
  return [`${where}: ${type} has no attribute ${reference.attribute}`];
}

function valuesOf(template: Template): [string, Json][] {
  return [
    ...[...template.resources].map(([id, { properties }]): [string, Json] => [id, properties]),
    ...[...template.outputs].map(([id, { value }]): [string, Json] => [`output ${id}`, value]),
  ];
}
