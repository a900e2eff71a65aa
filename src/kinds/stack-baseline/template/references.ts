import { didYouMean, quote } from '../../../manifest/problems.js';
import type { Json, JsonObject } from '../../../model.js';
import { calls, isMap, mapAt, type Path, type TemplateFault } from './fault.js';

/** Names that every template may refer to. */
const PSEUDO = [
  'AccountId',
  'NotificationARNs',
  'NoValue',
  'Partition',
  'Region',
  'StackId',
  'StackName',
  'URLSuffix',
].map((name) => `AWS::${name}`);

/** What a template declares: what its references may name. */
interface Declared {
  readonly parameters: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  readonly mappings: JsonObject;
}

/** References to parameters, resources, conditions and mappings that are not there; a resource that waits for itself. */
export function* references(template: JsonObject): Generator<TemplateFault> {
  // Loops and macros make names that are not written: what they refer to cannot be told from here.
  const generated = template['Transform'] !== undefined || Object.keys(mapAt(template, 'Resources')).some(isLoop);
  if (generated) return;
  const declared: Declared = {
    parameters: Object.keys(mapAt(template, 'Parameters')),
    resources: Object.keys(mapAt(template, 'Resources')),
    conditions: Object.keys(mapAt(template, 'Conditions')),
    mappings: mapAt(template, 'Mappings'),
  };
  for (const section of ['Conditions', 'Resources', 'Outputs']) {
    for (const call of calls(mapAt(template, section), [section])) {
      // Inside a policy document `Condition` is IAM's own.
      if (call.name === 'Condition' && typeof call.argument !== 'string') continue;
      yield* ofCall(call.name, call.argument, call.path, declared, section === 'Conditions');
    }
  }
  yield* ofFields(template, declared);
}

function isLoop(name: string): boolean {
  return name.startsWith('Fn::ForEach');
}

function* ofCall(
  name: string,
  argument: Json,
  path: Path,
  declared: Declared,
  inConditions: boolean,
): Generator<TemplateFault> {
  const at = [...path, name];
  const resources = inConditions ? [] : declared.resources;
  if (name === 'Ref')
    yield* named(argument, [...declared.parameters, ...resources, ...PSEUDO], at, 'a parameter or a resource');
  else if (name === 'Condition') yield* named(argument, declared.conditions, at, 'a condition');
  else if (name === 'Fn::If' && Array.isArray(argument)) {
    if (argument.length !== 3) yield { path: at, message: 'takes a condition and two values' };
    yield* named(argument[0] ?? '', declared.conditions, [...at, 0], 'a condition');
  } else if (name === 'Fn::GetAtt') yield* attribute(argument, at, declared);
  else if (name === 'Fn::Sub') yield* substitution(argument, at, declared);
  else if (name === 'Fn::FindInMap' && Array.isArray(argument) && typeof argument[0] === 'string') {
    yield* named(argument[0], Object.keys(declared.mappings), [...at, 0], 'a mapping');
  }
}

function* named(name: Json, known: readonly string[], path: Path, what: string): Generator<TemplateFault> {
  if (typeof name !== 'string' || known.includes(name)) return;
  const hint = didYouMean(name, known, 'declare it, or remove the reference');
  yield { path, message: `${quote(name)} is not ${what} of this template`, ...(hint && { hint }) };
}

function* attribute(argument: Json, path: Path, { resources }: Declared): Generator<TemplateFault> {
  const name = Array.isArray(argument) ? argument[0] : argument;
  if (typeof name !== 'string') return;
  if (!Array.isArray(argument) || argument.length < 2) {
    yield { path, message: `${quote(argument)} names no attribute`, hint: 'write RESOURCE.ATTRIBUTE' };
    return;
  }
  yield* named(name, resources, [...path, 0], 'a resource');
}

function* substitution(argument: Json, path: Path, declared: Declared): Generator<TemplateFault> {
  const text = Array.isArray(argument) ? argument[0] : argument;
  const own = Array.isArray(argument) && isMap(argument[1]) ? Object.keys(argument[1]) : [];
  if (typeof text !== 'string') return;
  for (const name of variablesOf(text)) {
    if (own.includes(name)) continue;
    const dot = name.indexOf('.');
    const at = Array.isArray(argument) ? [...path, 0] : path;
    if (dot > 0) yield* named(name.slice(0, dot), [...declared.resources, ...own], at, 'a resource');
    else {
      const known = [...declared.parameters, ...declared.resources, ...PSEUDO, ...own];
      yield* named(name, known, at, 'a parameter or a resource');
    }
  }
}

/** `${Name}` in a text; `${!Name}` stands for the text itself. */
export function variablesOf(text: string): string[] {
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => (match[1] ?? '').trim());
}

function* ofFields(template: JsonObject, declared: Declared): Generator<TemplateFault> {
  for (const section of ['Resources', 'Outputs']) {
    for (const [name, entry] of Object.entries(mapAt(template, section))) {
      if (!isMap(entry)) continue;
      const path = [section, name];
      yield* named(entry['Condition'] ?? null, declared.conditions, [...path, 'Condition'], 'a condition');
      const needs = entry['DependsOn'];
      for (const need of Array.isArray(needs) ? needs : [needs ?? null]) {
        yield* named(need, declared.resources, [...path, 'DependsOn'], 'a resource');
      }
    }
  }
  yield* circles(mapAt(template, 'Resources'), declared.resources);
}

function* circles(resources: JsonObject, names: readonly string[]): Generator<TemplateFault> {
  const needs = new Map(names.map((name) => [name, needsOf(resources[name] ?? null, names)]));
  const done = new Set<string>();
  const circle = (name: string, above: readonly string[]): readonly string[] | undefined => {
    const begins = above.indexOf(name);
    if (begins >= 0) return [...above.slice(begins), name];
    if (done.has(name)) return undefined;
    done.add(name);
    for (const need of needs.get(name) ?? []) {
      const found = circle(need, [...above, name]);
      if (found) return found;
    }
    return undefined;
  };
  for (const name of names) {
    const found = circle(name, []);
    if (found)
      yield { path: ['Resources', name], atKey: true, message: `resources wait for each other: ${found.join(' -> ')}` };
  }
}

function needsOf(resource: Json, names: readonly string[]): ReadonlySet<string> {
  const found: string[] = [];
  for (const { name, argument } of calls(resource)) {
    const text = Array.isArray(argument) ? argument[0] : argument;
    if (typeof text !== 'string') continue;
    if (name === 'Ref' || name === 'Fn::GetAtt') found.push(text);
    if (name === 'Fn::Sub') found.push(...variablesOf(text).map((variable) => variable.split('.')[0] ?? ''));
  }
  const written = isMap(resource) ? resource['DependsOn'] : undefined;
  for (const need of Array.isArray(written) ? written : [written ?? null])
    if (typeof need === 'string') found.push(need);
  return new Set(found.filter((name) => names.includes(name)));
}
