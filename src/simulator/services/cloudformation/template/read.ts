import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { Json, JsonObject } from '../../../../model.js';
import { validation } from '../errors.js';
import { isObject } from './json.js';

/** YAML's short forms whose long form is not `Fn::` and the same name. */
const LONG_FORMS: Readonly<Record<string, string>> = { '!Ref': 'Ref', '!Condition': 'Condition' };
const FUNCTIONS = new Set(
  ['And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'GetAtt', 'GetAZs', 'If', 'ImportValue', 'Join', 'Not', 'Or']
    .concat(['Select', 'Split', 'Sub', 'Transform', 'Length', 'ToJsonString', 'ForEach'])
    .map((name) => `!${name}`),
);
/** Of YAML 1.1, CloudFormation leaves these out (user guide, template formats). */
const REFUSED_TAGS = /^tag:yaml\.org,2002:(binary|omap|pairs|set|timestamp)$/;

/**
 * The text of a template as JSON in long forms (`!Sub x` is `{ "Fn::Sub": "x" }`).
 *
 * @throws ServiceError ValidationError when the text is neither JSON nor YAML, or no map.
 */
export function readTemplateText(text: string): JsonObject {
  const document = text.trimStart().startsWith('{') ? readJson(text) : readYaml(text);
  if (!isObject(document)) throw validation('Template format error: unsupported structure.');
  return document;
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw validation(`Template format error: JSON not well-formed. ${placeOf(text, faultIn(text))}`);
  }
}

/** Where a text stops being the beginning of a JSON text: the engine's message does not always tell. */
function faultIn(text: string): number {
  let [sound, broken] = [0, text.length + 1];
  while (broken - sound > 1) {
    const middle = (sound + broken) >>> 1;
    if (isBeginning(text.slice(0, middle))) sound = middle;
    else broken = middle;
  }
  return sound;
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    return /end of JSON|Unterminated/.test(String(error)) || Number(position) >= text.length;
  }
}

function readYaml(text: string): Json {
  const document = parseDocument(text, { version: '1.1', customTags: withoutTimestamps, logLevel: 'silent' });
  const [problem] = document.errors;
  if (problem) throw validation(`Template format error: YAML not well-formed. ${placeOf(text, problem.pos[0])}`);
  return document.contents === null ? null : plain(document.contents, text);
}

/** An unquoted `2012-10-17` is text to CloudFormation. */
function withoutTimestamps<T>(tags: T[]): T[] {
  return tags.filter((tag) => !isTimestamp(tag));
}

function isTimestamp(tag: unknown): boolean {
  if (typeof tag === 'string') return tag === 'timestamp';
  return typeof tag === 'object' && tag !== null && 'tag' in tag && tag.tag === 'tag:yaml.org,2002:timestamp';
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `(line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`;
}

function plain(node: Node, text: string): Json {
  if (isAlias(node)) throw validation('Template error: YAML aliases are not allowed in CloudFormation templates');
  const tag = 'tag' in node && typeof node.tag === 'string' ? node.tag : undefined;
  const value = untagged(node, text);
  if (tag === undefined || (tag.startsWith('tag:yaml.org') && !REFUSED_TAGS.test(tag))) return value;
  const name = LONG_FORMS[tag] ?? (FUNCTIONS.has(tag) ? `Fn::${tag.slice(1)}` : undefined);
  if (name === undefined) {
    const where = placeOf(text, node.range?.[0] ?? 0);
    throw validation(`Template format error: YAML not well-formed. Unknown tag ${tag} ${where}`);
  }
  return { [name]: name === 'Fn::GetAtt' && typeof value === 'string' ? attributePath(value) : value };
}

function untagged(node: Node, text: string): Json {
  if (isMap(node)) {
    const members: [string, Json][] = node.items.map(({ key, value }) => [
      isScalar(key) ? String(key.value) : String(key),
      value === null || value === undefined ? null : plain(value as Node, text),
    ]);
    return Object.fromEntries(members);
  }
  if (isSeq(node)) return node.items.map((item) => plain(item as Node, text));
  return isScalar(node) ? scalar(node.value, node.source) : null;
}

function scalar(value: unknown, source: string | undefined): Json {
  // Unlike yes and no, these two are text to CloudFormation.
  if (typeof value === 'boolean' && source !== undefined && /^[yn]$/i.test(source)) return source;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : String(value);
}

/** `Queue.Arn` is the attribute Arn of Queue; an attribute may hold dots itself. */
function attributePath(path: string): Json {
  const dot = path.indexOf('.');
  return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}
