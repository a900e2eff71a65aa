import type { ManifestView } from '../../kind.js';
import { didYouMean } from '../../manifest/problems.js';
import type { Origin } from '../../model.js';
import { baselineOfOutput, isOutput, stackSetNameOf, valuesOf } from './check.js';
import { hiddenIn } from './secrets.js';
import { type BaselineEntry, type StackBaselines, stackBaselines, type WrittenValue } from './section.js';
import type { ParameterValue, ParameterValues, TemplateDocument } from './spec.js';
import { type Declaration, declarationsOf, isList, valueFaults } from './template/declarations.js';
import { HIDDEN, secretValue } from './template/secrets.js';

/** Something that is wrong with a value of the manifest. */
export interface ValueFinding {
  readonly message: string;
  readonly hint?: string;
  readonly origin: Origin;
}

/** CloudFormation takes texts alone: numbers and booleans as they are written, lists with commas between. */
export function valueText(value: string | number | boolean | readonly (string | number | boolean)[]): string {
  return typeof value === 'object' ? value.map(String).join(',') : String(value);
}

export function parameterValue(section: StackBaselines, value: WrittenValue): ParameterValue {
  if (isOutput(value)) {
    const key = baselineOfOutput(value.output);
    return {
      output: value.output,
      stackSet: stackSetNameOf(key, section[key] ?? {}),
      account: value.account.replace(/^account:/, ''),
      region: value.region,
      ...(section[key]?.callAs && { callAs: section[key].callAs }),
    };
  }
  if (typeof value === 'object' && 'ssm' in value) return { ssm: value.ssm };
  return valueText(value);
}

export function parameterValues(
  section: StackBaselines,
  written: Readonly<Record<string, WrittenValue>> | undefined,
  template: TemplateDocument = {},
): ParameterValues {
  const secret = hiddenIn(template);
  const entries = Object.entries(written ?? {}).map(
    ([name, value]) => [name, secret.has(name) ? HIDDEN : unsaid(name, parameterValue(section, value))] as const,
  );
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A literal that looks like a secret is refused, and goes into no plan until then. */
function unsaid(name: string, value: ParameterValue): ParameterValue {
  return typeof value === 'string' && secretValue(name, value) ? HIDDEN : value;
}

/** Every value beside what the template declares of its parameters. */
export function* checkValues(manifest: ManifestView, key: string, entry: BaselineEntry): Generator<ValueFinding> {
  if (entry.template === undefined) return;
  const template = manifest.template(entry.template);
  const declared = new Map(declarationsOf(template.document).map((each) => [each.name, each]));
  const originOf = (path: readonly (string | number)[]): Origin => manifest.originOf(stackBaselines.key, key, ...path);
  for (const { name, value, path } of valuesOf(entry)) {
    const declaration = declared.get(name);
    const origin = originOf(path);
    if (declaration) {
      for (const finding of ofValue(declaration, value)) yield { ...finding, origin };
      continue;
    }
    const hint = didYouMean(name, declared.keys(), `it has ${[...declared.keys()].join(', ') || 'none'}`);
    yield { message: `${entry.template} has no parameter "${name}"`, origin, ...(hint && { hint }) };
  }
  for (const { name, fallback, noEcho } of declared.values()) {
    if (fallback !== undefined || Object.hasOwn(entry.parameters ?? {}, name)) continue;
    // What is adopted keeps the value that it has, unread.
    if (noEcho && entry.adopt === true) continue;
    yield {
      message: `${entry.template} needs the parameter ${name}, which has no default`,
      origin: originOf([]),
      hint: noEcho ? NO_ECHO : `write parameters: { ${name}: ... }`,
    };
  }
}

const NO_ECHO = 'let the template look it up by itself: {{resolve:secretsmanager:NAME}} in the place where it is used';

function* ofValue(declaration: Declaration, value: WrittenValue): Generator<Omit<ValueFinding, 'origin'>> {
  const { name, type, noEcho } = declaration;
  if (noEcho) {
    yield { message: `the value of ${name} is secret (NoEcho) and must not stand in the manifest`, hint: NO_ECHO };
    return;
  }
  if (typeof value === 'object' && !Array.isArray(value)) return;
  const text = valueText(value);
  const secret = secretValue(name, text);
  if (secret) {
    yield { message: `this looks like ${secret.what}, which must not stand in the manifest`, hint: secret.hint };
    return;
  }
  if (Array.isArray(value) && !isList(type) && !type.includes('List')) {
    yield { message: `${name} is a ${type}, not a list`, hint: 'write one value' };
    return;
  }
  // A name that becomes an id, or something that AWS looks up: what it will be is not known yet.
  if (text.includes('${') || text.includes('{{resolve:') || type.startsWith('AWS::SSM::')) return;
  for (const message of valueFaults(declaration, text)) yield { message: `${name}: ${message}` };
}
