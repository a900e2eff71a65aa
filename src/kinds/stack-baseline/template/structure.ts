import { didYouMean, quote } from '../../../manifest/problems.js';
import type { Json, JsonObject } from '../../../model.js';
import { isMap, mapAt, type Path, type TemplateFault } from './fault.js';

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Transform',
  'Hooks',
  'Resources',
  'Outputs',
];

const RESOURCE_FIELDS = [
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'Metadata',
  'CreationPolicy',
  'DeletionPolicy',
  'UpdatePolicy',
  'UpdateReplacePolicy',
];

const OUTPUT_FIELDS = ['Description', 'Value', 'Export', 'Condition'];

/** Entries of one template (CloudFormation quotas; not adjustable). */
const MOST = { Parameters: 200, Mappings: 200, Resources: 500, Outputs: 200 } as const;

const RESOURCE_TYPE = /^(Custom::[\w@-]{1,60}|[A-Za-z0-9]{2,64}(::[A-Za-z0-9]{2,64}){2}(::MODULE)?)$/;
const DELETION = ['Delete', 'Retain', 'Snapshot', 'RetainExceptOnCreate'];

/** Sections, resources and outputs as such: what CloudFormation says before it looks at anything else. */
export function* structure(template: JsonObject): Generator<TemplateFault> {
  yield* unknownKeys(template, SECTIONS, [], 'is not a section of a template');
  const version = template['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== '2010-09-09') {
    yield { path: ['AWSTemplateFormatVersion'], message: `is ${quote(version)}`, hint: 'write "2010-09-09"' };
  }
  const description = template['Description'];
  if (description !== undefined && typeof description !== 'string') {
    yield { path: ['Description'], message: 'must be a text' };
  } else if (Buffer.byteLength(description ?? '') > 1_024) {
    yield { path: ['Description'], message: 'has more than 1,024 bytes' };
  }
  for (const [section, most] of Object.entries(MOST)) {
    const count = Object.keys(mapAt(template, section)).length;
    if (count > most) yield { path: [section], atKey: true, message: `has ${count} entries; ${most} is the most` };
  }
  for (const section of ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs', 'Rules', 'Metadata']) {
    const found = template[section];
    if (found !== undefined && !isMap(found)) yield { path: [section], message: 'must be a map' };
  }
  if (Object.keys(mapAt(template, 'Resources')).length === 0) {
    yield { path: ['Resources'], message: 'a template has at least one resource', hint: 'write Resources:' };
  }
  yield* resources(mapAt(template, 'Resources'));
  yield* outputs(mapAt(template, 'Outputs'));
}

function* resources(section: JsonObject): Generator<TemplateFault> {
  for (const [name, resource] of Object.entries(section)) {
    const path = ['Resources', name];
    yield* logicalId(name, path);
    if (!isMap(resource)) {
      yield { path, message: 'a resource is a map with a Type' };
      continue;
    }
    yield* unknownKeys(resource, RESOURCE_FIELDS, path, 'is not part of a resource');
    const type = resource['Type'];
    if (type === undefined) yield { path, atKey: true, message: `the resource ${name} has no Type` };
    else if (typeof type !== 'string' || !RESOURCE_TYPE.test(type)) {
      yield { path: [...path, 'Type'], message: `${quote(type)} is not a type`, hint: 'write it as AWS::S3::Bucket' };
    }
    if (resource['Properties'] !== undefined && !isMap(resource['Properties'])) {
      yield { path: [...path, 'Properties'], message: 'must be a map' };
    }
    for (const field of ['DeletionPolicy', 'UpdateReplacePolicy']) {
      const policy = resource[field];
      if (typeof policy === 'string' && !DELETION.includes(policy)) {
        const hint = didYouMean(policy, DELETION, `write ${DELETION.join(', ')}`);
        yield { path: [...path, field], message: `${quote(policy)} is not a policy`, ...(hint && { hint }) };
      }
    }
  }
}

function* outputs(section: JsonObject): Generator<TemplateFault> {
  for (const [name, output] of Object.entries(section)) {
    const path = ['Outputs', name];
    yield* logicalId(name, path);
    if (!isMap(output) || output['Value'] === undefined) {
      yield { path, atKey: true, message: `the output ${name} has no Value` };
      continue;
    }
    yield* unknownKeys(output, OUTPUT_FIELDS, path, 'is not part of an output');
  }
}

export function* logicalId(name: string, path: Path): Generator<TemplateFault> {
  if (/^[A-Za-z0-9]{1,255}$/.test(name) || name.startsWith('Fn::ForEach')) return;
  yield { path, atKey: true, message: `${quote(name)} is not a logical id`, hint: 'use letters and digits only' };
}

export function* unknownKeys(
  map: Json | undefined,
  known: readonly string[],
  path: Path,
  what: string,
): Generator<TemplateFault> {
  for (const key of Object.keys(isMap(map) ? map : {})) {
    if (known.includes(key) || key.startsWith('Fn::')) continue;
    const hint = didYouMean(key, known, `there are ${known.join(', ')}`);
    yield { path: [...path, key], atKey: true, message: `${quote(key)} ${what}`, ...(hint && { hint }) };
  }
}
