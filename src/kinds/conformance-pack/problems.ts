import type { DesiredContext, TemplateFile } from '../../kind.js';
import { didYouMean } from '../../manifest/problems.js';
import type { Address, Origin } from '../../model.js';
import { type Declaration, declarationsOf, isList, valueFaults } from '../stack-baseline/template/declarations.js';
import { secretValue } from '../stack-baseline/template/secrets.js';
import { valueText } from '../stack-baseline/values.js';
import { type ConformancePackEntry, conformancePacks } from './section.js';
import { checkPackTemplate } from './template.js';

interface Pack {
  readonly key: string;
  readonly entry: ConformancePackEntry;
  readonly template: TemplateFile;
  /** Of the first Region. */
  readonly address: Address;
}

/** What AWS Config would refuse of the template, each at its place in the template's file, from top to bottom. */
export function sayTemplate({ problem }: Pick<DesiredContext, 'problem'>, { template, address }: Pack): void {
  const placed = [...checkPackTemplate(template.document)].map((fault) => ({
    ...fault,
    origin: fault.atKey === true ? template.keyOriginOf(...fault.path) : template.originOf(...fault.path),
  }));
  placed.sort((one, other) => one.origin.line - other.origin.line || one.origin.column - other.origin.column);
  for (const { path, message, hint, origin } of placed) {
    problem({
      code: 'conformance-pack-template',
      address,
      origin,
      message: path.length === 0 ? message : `${path.join('.')}: ${message}`,
      ...(hint !== undefined && { hint }),
    });
  }
}

/** What is wrong with the manifest's values for the template's parameters. */
export function sayParameters({ manifest, problem }: DesiredContext, { key, entry, template, address }: Pack): void {
  const declared = new Map(declarationsOf(template.document).map((each) => [each.name, each]));
  const say = (origin: Origin, message: string, hint?: string): void =>
    problem({
      code: 'conformance-pack-parameter',
      address,
      origin,
      message,
      ...(hint !== undefined && { hint }),
    });
  for (const [name, value] of Object.entries(entry.parameters ?? {})) {
    const origin = manifest.originOf(conformancePacks.key, key, 'parameters', name);
    const declaration = declared.get(name);
    if (declaration === undefined) {
      const hint = didYouMean(name, declared.keys(), `it has ${[...declared.keys()].join(', ') || 'none'}`);
      say(origin, `${entry.file} has no parameter "${name}"`, hint);
    } else for (const { message, hint } of valueProblems(declaration, value)) say(origin, message, hint);
  }
  for (const { name, fallback } of declared.values()) {
    if (fallback !== undefined || Object.hasOwn(entry.parameters ?? {}, name)) continue;
    const origin = manifest.originOf(conformancePacks.key, key);
    say(
      origin,
      `${entry.file} needs the parameter ${name}, which has no default`,
      `write parameters: { ${name}: ... }`,
    );
  }
}

type Written = NonNullable<ConformancePackEntry['parameters']>[string];

function* valueProblems(declaration: Declaration, value: Written): Generator<{ message: string; hint?: string }> {
  const text = valueText(value);
  const secret = secretValue(declaration.name, text);
  if (secret) {
    yield { message: `this looks like ${secret.what}, which must not stand in the manifest`, hint: secret.hint };
  } else if (typeof value === 'object' && !isList(declaration.type) && declaration.type !== 'String') {
    yield { message: `${declaration.name} is a ${declaration.type}, not a list`, hint: 'write one value' };
  } else if (!text.includes('${')) {
    // A name that becomes an id is not known yet.
    for (const message of valueFaults(declaration, text)) yield { message: `${declaration.name}: ${message}` };
  }
}
