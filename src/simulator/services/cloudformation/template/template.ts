import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../../../model.js';
import { notSimulated, validation } from '../errors.js';
import { checkReferences } from './check.js';
import type { OutputDeclaration, ResourceDeclaration, Template } from './document.js';
import { isObject, membersOf, optionalText } from './json.js';
import { readParameters } from './parameter-declarations.js';
import { readTemplateText } from './read.js';

export type { OutputDeclaration, ResourceDeclaration, Template } from './document.js';
export type { ParameterDeclaration } from './parameter-declarations.js';

const SECTIONS = new Set([
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Mappings', 'Conditions'],
  ...['Transform', 'Resources', 'Outputs'],
]);
const UNSUPPORTED_SECTIONS = ['Rules', 'Hooks'];
const RESOURCE_ATTRIBUTES = new Set([
  ...['Type', 'Properties', 'Condition', 'DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy'],
  ...['CreationPolicy', 'UpdatePolicy', 'Metadata', 'Description'],
]);
const MAX = { description: 1_024, parameters: 200, mappings: 200, resources: 500, outputs: 200 } as const;

/** A body is parsed once, however many accounts and Regions it goes to. */
const parsed = new Map<string, Template>();
const MOST_REMEMBERED = 500;

/** @throws ServiceError ValidationError in AWS's words; 501 for sections that are not simulated. */
export function parseTemplate(body: string): Template {
  const digest = createHash('sha256').update(body).digest('hex');
  const known = parsed.get(digest);
  if (known) return known;
  const template = readTemplate(body, digest);
  if (parsed.size >= MOST_REMEMBERED) parsed.clear();
  parsed.set(digest, template);
  return template;
}

function readTemplate(body: string, digest: string): Template {
  const document = readTemplateText(body);
  for (const section of UNSUPPORTED_SECTIONS) {
    if (document[section] !== undefined) throw notSimulated(`the section ${section} of a template`, 'template');
  }
  const unknown = Object.keys(document).filter((section) => !SECTIONS.has(section));
  if (unknown.length > 0) throw validation(`Invalid template property or properties [${unknown.join(', ')}]`);
  const version = document['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== '2010-09-09') {
    throw validation(`Template format error: Unsupported template version ${String(version)}; expected 2010-09-09`);
  }
  const description = optionalText(document, 'Description', 'Template');
  if (Buffer.byteLength(description ?? '') > MAX.description) {
    throw validation(`Template format error: 'Description' length is greater than ${MAX.description}.`);
  }
  const template: Template = {
    body,
    digest,
    ...(description === undefined ? {} : { description }),
    ...(version === undefined ? {} : { version: String(version) }),
    ...(document['Metadata'] === undefined ? {} : { metadata: document['Metadata'] }),
    parameters: readParameters(membersOf(document, 'Parameters')),
    mappings: membersOf(document, 'Mappings'),
    conditions: membersOf(document, 'Conditions'),
    resources: readResources(membersOf(document, 'Resources')),
    outputs: readOutputs(membersOf(document, 'Outputs')),
    transforms: transformsOf(document),
  };
  checkCounts(template);
  checkReferences(template);
  return template;
}

function checkCounts(template: Template): void {
  const counts = {
    parameters: template.parameters.size,
    mappings: Object.keys(template.mappings).length,
    resources: template.resources.size,
    outputs: template.outputs.size,
  };
  for (const [what, count] of Object.entries(counts) as [keyof typeof counts, number][]) {
    if (count > MAX[what]) {
      throw validation(
        `Template format error: Number of ${what}, ${count}, is greater than maximum allowed, ${MAX[what]}`,
      );
    }
  }
}

function transformsOf(document: JsonObject): string[] {
  const declared = document['Transform'];
  const list = Array.isArray(declared) ? declared : declared === undefined ? [] : [declared];
  const names = list.map((each) => (isObject(each) ? String(each['Name']) : String(each)));
  const inline = JSON.stringify(document).includes('"Fn::Transform"') ? ['Fn::Transform'] : [];
  return [...names, ...inline];
}

function readResources(section: JsonObject): Map<string, ResourceDeclaration> {
  const names = Object.keys(section);
  if (names.length === 0) throw validation('Template format error: At least one Resources member must be defined.');
  return new Map(names.map((name) => [name, readResource(name, section[name])]));
}

function readResource(name: string, declared: Json | undefined): ResourceDeclaration {
  if (!/^[A-Za-z0-9]{1,255}$/.test(name)) {
    throw validation(`Template format error: Resource name ${name} is non alphanumeric.`);
  }
  if (!isObject(declared)) throw validation('Template format error: Any Resources member must be an object.');
  const type = declared['Type'];
  if (typeof type !== 'string') {
    throw validation(`Template format error: [/Resources/${name}] Every Resources object must contain a Type member.`);
  }
  if (!/^(AWS::\w+::\w+|Custom::[\w@-]{1,60}|\w+::\w+::\w+(::MODULE)?)$/.test(type)) {
    throw validation(`Template format error: Unrecognized resource types: [${type}]`);
  }
  for (const attribute of Object.keys(declared)) {
    if (!RESOURCE_ATTRIBUTES.has(attribute)) throw validation(`Invalid template resource property '${attribute}'`);
  }
  const depends = declared['DependsOn'];
  const condition = optionalText(declared, 'Condition', `[/Resources/${name}]`);
  const description = optionalText(declared, 'Description', `[/Resources/${name}]`);
  const metadata = declared['Metadata'];
  return {
    type,
    properties: membersOf(declared, 'Properties', `/Resources/${name}`),
    dependsOn: (Array.isArray(depends) ? depends : depends === undefined ? [] : [depends]).map(String),
    deletionPolicy: policyOf(name, declared, 'DeletionPolicy', [
      'Delete',
      'Retain',
      'RetainExceptOnCreate',
      'Snapshot',
    ]),
    updateReplacePolicy: policyOf(name, declared, 'UpdateReplacePolicy', ['Delete', 'Retain', 'Snapshot']),
    ...(condition === undefined ? {} : { condition }),
    ...(description === undefined ? {} : { description }),
    ...(isObject(metadata) ? { metadata } : {}),
  };
}

function policyOf(name: string, declared: JsonObject, member: string, allowed: readonly string[]): string {
  const policy = declared[member] ?? 'Delete';
  if (typeof policy === 'string' && allowed.includes(policy)) return policy;
  throw validation(`Template format error: Unrecognized ${member} ${String(policy)} for resource ${name}`);
}

function readOutputs(section: JsonObject): Map<string, OutputDeclaration> {
  return new Map(
    Object.entries(section).map(([name, declared]) => {
      if (!/^[A-Za-z0-9]{1,255}$/.test(name)) {
        throw validation(`Template format error: Output name ${name} is non alphanumeric.`);
      }
      const value = isObject(declared) ? declared['Value'] : undefined;
      if (!isObject(declared) || value === undefined || value === null) {
        throw validation(`Template format error: Every Outputs member must contain a Value object`);
      }
      const exported = declared['Export'];
      const exportName = isObject(exported) ? exported['Name'] : undefined;
      const description = optionalText(declared, 'Description', `[/Outputs/${name}]`);
      const condition = optionalText(declared, 'Condition', `[/Outputs/${name}]`);
      return [
        name,
        {
          value,
          ...(description === undefined ? {} : { description }),
          ...(condition === undefined ? {} : { condition }),
          ...(exportName === undefined ? {} : { exportName }),
        },
      ];
    }),
  );
}
