import { createHash } from 'node:crypto';
import { parse, stringify } from 'yaml';
import type { JsonObject } from '../../model.js';
import { declarations } from '../stack-baseline/template/declarations.js';
import { isMap, mapAt, type TemplateFault } from '../stack-baseline/template/fault.js';
import { references } from '../stack-baseline/template/references.js';
import { structure } from '../stack-baseline/template/structure.js';

/**
 * Packs carry no tags, and AWS does not give their templates back: two parameters that are added to the template say whose
 * a pack is and which template it was made from.
 */
export const OWNER_PARAMETER = 'TowerctlManifest';
export const TEMPLATE_PARAMETER = 'TowerctlTemplate';
export const OWN_PARAMETERS: readonly string[] = [OWNER_PARAMETER, TEMPLATE_PARAMETER];

/** AWS Config, API reference (PutOrganizationConformancePack) and service limits, November 2026. */
const MOST_BYTES = 51_200;
const MOST_RULES = 130;
const MOST_PARAMETERS = 60 - OWN_PARAMETERS.length;

const RULE = 'AWS::Config::ConfigRule';
const TYPES = [RULE, 'AWS::Config::RemediationConfiguration'];

/** A template as it is sent, and what tells it from others. */
export interface SentTemplate {
  readonly body: string;
  /** sha256, the first 16 hexadecimal digits. */
  readonly digest: string;
}

/** Written anew from what it says: comments and order of keys make no other template. */
export function sentTemplate(document: JsonObject): SentTemplate {
  const own = Object.fromEntries(
    OWN_PARAMETERS.map((name) => [name, { Type: 'String', Default: '', Description: 'Set by towerctl.' }]),
  );
  const whole = { ...document, Parameters: { ...mapAt(document, 'Parameters'), ...own } };
  // CloudFormation reads YAML 1.1, where more words are no texts than in 1.2.
  const body = stringify(whole, {
    version: '1.1',
    aliasDuplicateObjects: false,
    lineWidth: 0,
    sortMapEntries: true,
  });
  return { body, digest: createHash('sha256').update(body).digest('hex').slice(0, 16) };
}

/** What AWS Config would refuse of a pack's template, with the path in it. */
export function* checkPackTemplate(document: JsonObject): Generator<TemplateFault> {
  yield* structure(document);
  yield* declarations(document);
  yield* references(document);
  yield* resourceTypes(document);
  yield* limits(document);
}

function* resourceTypes(document: JsonObject): Generator<TemplateFault> {
  for (const [name, resource] of Object.entries(mapAt(document, 'Resources'))) {
    const type = isMap(resource) ? resource['Type'] : undefined;
    if (typeof type !== 'string' || TYPES.includes(type)) continue;
    yield {
      path: ['Resources', name, 'Type'],
      message: `a conformance pack holds no ${type}`,
      hint: `only ${TYPES.join(' and ')}; lay other resources with a stack baseline`,
    };
  }
}

function* limits(document: JsonObject): Generator<TemplateFault> {
  const parameters = Object.keys(mapAt(document, 'Parameters'));
  for (const name of parameters.filter((each) => OWN_PARAMETERS.includes(each))) {
    yield {
      path: ['Parameters', name],
      atKey: true,
      message: `the parameter ${name} is added by towerctl, which knows its packs by it`,
      hint: 'rename yours',
    };
  }
  if (parameters.length > MOST_PARAMETERS) {
    yield {
      path: ['Parameters'],
      atKey: true,
      message: `has ${parameters.length} parameters; AWS Config takes 60, of which ${OWN_PARAMETERS.length} are added by towerctl`,
      hint: 'write constant values into the rules',
    };
  }
  const rules = Object.values(mapAt(document, 'Resources')).filter((each) => isMap(each) && each['Type'] === RULE);
  if (rules.length > MOST_RULES) {
    yield {
      path: ['Resources'],
      atKey: true,
      message: `has ${rules.length} rules; ${MOST_RULES} is the most of an organization conformance pack`,
      hint: 'split it into two packs',
    };
  }
  const bytes = Buffer.byteLength(sentTemplate(document).body);
  if (bytes <= MOST_BYTES) return;
  yield {
    path: [],
    message: `the template has ${bytes.toLocaleString('en')} bytes as it is sent; ${MOST_BYTES.toLocaleString('en')} is the most that AWS Config takes`,
    hint: 'split it into two packs',
  };
}

/** The rules of a template as it is sent: by what judges (AWS's identifier), or else their names. */
export function rulesIn(body: string): string[] {
  const document: unknown = parse(body, { version: '1.1' });
  const resources = Object.entries(mapAt((document as JsonObject | null) ?? {}, 'Resources'));
  return resources.flatMap(([key, resource]) => {
    if (!isMap(resource) || resource['Type'] !== RULE) return [];
    const properties = mapAt(resource, 'Properties');
    const judge = mapAt(properties, 'Source')['SourceIdentifier'];
    const name = properties['ConfigRuleName'];
    return [[judge, name].find((text) => typeof text === 'string') ?? key].map(String);
  });
}
