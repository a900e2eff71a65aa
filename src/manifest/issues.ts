import type { z } from 'zod';
import { didYouMean, oneOf, type Problems, quote } from './problems.js';
import { knownKeys } from './schema-walk.js';
import {
  formatPath,
  keyOriginAt,
  nodeAt,
  originAt,
  type Path,
  type ScalarNode,
  type SourceNode,
  toJson,
} from './source.js';

type Issue = z.core.$ZodIssue;

interface Place {
  readonly root: SourceNode;
  readonly schema: z.core.$ZodType;
  readonly problems: Problems;
  /** What the paths of messages begin with: `policies`. */
  readonly prefix: Path;
}

/** Says a schema's findings in the words and with the positions of the file that was read. */
export function reportIssues(issues: readonly Issue[], place: Place): void {
  for (const issue of issues) report(issue, issue.path, place);
}

function report(issue: Issue, path: Path, place: Place): void {
  const node = nodeAt(place.root, path);
  const origin = originAt(place.root, path);
  const where = nameOf(path, place);
  // A variable that could not be resolved has been reported as such.
  if (place.problems.count > 0 && node?.kind === 'scalar' && /\$\{(var|with)\./.test(String(node.value))) return;
  if (issue.code === 'unrecognized_keys') reportUnknownKeys(issue.keys, path, place);
  else if (issue.code === 'invalid_key') reportKey(issue.issues, path, place);
  else if (
    node === undefined &&
    (issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union')
  ) {
    const hint = issue.code === 'invalid_type' ? `write ${TYPES[issue.expected] ?? issue.expected}` : undefined;
    const values = issue.code === 'invalid_value' ? `write ${valuesOf(issue.values)}` : hint;
    place.problems.add('manifest-missing', origin, `${where} is missing`, values);
  } else if (issue.code === 'invalid_union') reportUnion(issue, path, place);
  else if (issue.code === 'invalid_type' && node) reportType([issue.expected], node, path, place);
  else if (issue.code === 'invalid_value' && node) {
    const written = toJson(node);
    const known = issue.values.filter((value) => typeof value === 'string' && typeof written === 'string');
    const hint = didYouMean(String(written), known.map(String), `write ${valuesOf(issue.values)}`);
    place.problems.add('manifest-value', origin, `${where} is ${quote(written)}`, hint);
  } else {
    const [message, hint] = wordsOf(issue);
    const isShown = node?.kind === 'scalar' && node.value !== null && node.value !== '' && !isSecret(path);
    const shown = isShown ? ` ${quote(node.value)}` : '';
    place.problems.add('manifest-value', origin, `${where}${shown} ${message}`, hint);
  }
}

/** Where people put secrets by mistake: what stands there is never repeated. */
function isSecret(path: Path): boolean {
  return path.at(-1) === 'token';
}

function nameOf(path: Path, place: Place): string {
  return formatPath([...place.prefix, ...path]) || 'the manifest';
}

function reportKey(issues: readonly Issue[], path: Path, place: Place): void {
  const origin = keyOriginAt(place.root, path);
  for (const issue of issues) {
    const [message, hint] = wordsOf(issue);
    place.problems.add(
      'manifest-value',
      origin,
      `${nameOf(path.slice(0, -1), place)}: the name ${quote(String(path.at(-1)))} ${message}`,
      hint,
    );
  }
}

function wordsOf(issue: Issue): [string, string | undefined] {
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const bound = issue.code === 'too_small' ? issue.minimum : issue.maximum;
    const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
    if (issue.code === 'too_small' && issue.origin !== 'number' && bound === 1) return ['is empty', undefined];
    const comparison = issue.code === 'too_small' ? 'at least' : 'at most';
    const verb = issue.origin === 'number' ? 'must be' : 'must have';
    return [`${verb} ${comparison} ${bound}${unit}`, undefined];
  }
  const [message = '', hint] = issue.message.split('\n');
  return [message, hint];
}

function reportUnknownKeys(keys: readonly string[], path: Path, place: Place): void {
  const known = knownKeys(place.schema, path);
  const where = formatPath([...place.prefix, ...path]) || 'the manifest';
  for (const key of keys) {
    const origin = keyOriginAt(place.root, [...path, key]);
    const hint = () => didYouMean(key, known, known.length > 0 ? `known here: ${known.join(', ')}` : undefined);
    place.problems.add('manifest-unknown-key', origin, `unknown key ${quote(key)} in ${where}`, hint);
  }
}

/**
 * Of the members of a union, the one that was meant is one whose type fits what was written; of several, the one with
 * the least wrong.
 */
function reportUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, place: Place): void {
  const isScalar = nodeAt(place.root, path)?.kind === 'scalar';
  const isOther = (inner: Issue): boolean =>
    inner.path.length === 0 && (inner.code === 'invalid_type' || (inner.code === 'invalid_value' && !isScalar));
  const [meant] = issue.errors
    .filter((issues) => !issues.some(isOther))
    .sort((one, other) => one.length - other.length);
  for (const inner of meant ?? []) report(inner, [...path, ...inner.path], place);
  const node = nodeAt(place.root, path);
  if (meant || !node) return;
  const types = issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : []));
  reportType(types, node, path, place);
}

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'null',
};

function reportType(types: readonly string[], node: SourceNode, path: Path, place: Place): void {
  const where = nameOf(path, place);
  const wanted = oneOf([...new Set(types.map((type) => TYPES[type] ?? type))]);
  const [message, hint] =
    node.kind === 'scalar' ? scalarWords(types, wanted, node) : [`is a ${node.kind}, not ${wanted}`, undefined];
  place.problems.add('manifest-type', originAt(place.root, path), `${where} ${message}`, hint);
}

function scalarWords(types: readonly string[], wanted: string, node: ScalarNode): [string, string | undefined] {
  const isMap = types.includes('object') || types.includes('record');
  if (node.value === null)
    return ['is empty', isMap ? 'write {} for none, or remove the key' : `write ${wanted}, or remove the key`];
  if (types.includes('string') && typeof node.value !== 'string') {
    const type = typeof node.value === 'number' ? 'a number' : 'true or false';
    return [`is ${type}, not text: ${node.text}`, quotingHint(node.text)];
  }
  const written = node.text || quote(node.value);
  const hints: Record<string, string> = { array: `write [${written}]`, boolean: 'write true or false, without quotes' };
  return [`is ${quote(node.value)}, not ${wanted}`, hints[types[0] ?? '']];
}

function quotingHint(text: string): string {
  if (!/^\d{9,11}$/.test(text)) return `write it in quotes: "${text}"`;
  return `an account id has 12 digits, in quotes; was a leading zero lost? "${text.padStart(12, '0')}"`;
}

function valuesOf(values: readonly z.core.util.Primitive[]): string {
  return oneOf(values.map((value) => (typeof value === 'string' ? value : quote(value))));
}
