import { formatOrigin } from '../errors.js';
import type { Origin } from '../model.js';
import { didYouMean, type Problems, quote, suggestion } from './problems.js';
import { childOf, type MapEntry, type MapNode, type ScalarNode, type SourceNode } from './source.js';

/** What stays a name until the engine knows the ids: `${account.audit.id}`. */
export interface SymbolicName {
  readonly kind: 'account' | 'unit';
  readonly name: string;
  readonly origin: Origin;
}

/** What `${...}` may refer to at one place. */
export interface VariableScope {
  /** `${var.x}`: the variables file; absent where there is none. */
  readonly var?: SourceNode | undefined;
  /** `${with.x}`: known inside policy documents only. */
  readonly with?: SourceNode | undefined;
  /** `${landingZone.regions}`: what the manifest's own section says; absent where there is none, and inside it. */
  readonly landingZone?: SourceNode | undefined;
  /** `${with.x}` is known inside documents only; a variables file has no variables of its own. */
  readonly place: 'manifest' | 'document' | 'variables';
  readonly problems: Problems;
  /** Told each symbolic name, since the units and accounts are not known yet. */
  symbolic(name: SymbolicName): void;
  /** Told the first part below `with` that was used. */
  used?(parameter: string): void;
  /** Left as they are: documents, which are read with their own `with:`. */
  readonly skip?: ReadonlySet<SourceNode>;
}

const TOKEN = /\$\$\{|\$\{([^{}]*)\}/g;
const ROOTS = ['var', 'with', 'landingZone', 'org', 'root', 'account', 'unit'];
/** Roots whose variables are values of their own, lists included. */
const VALUES = ['var', 'with', 'landingZone'];
/** Leaves offered as suggestions. */
const MAX_LEAVES = 1_000;

/**
 * Replaces the variables in every text and key. A text that is one variable and nothing else takes the variable's type;
 * as an element of a list, a variable that holds a list is spliced in. Values put in are not read again for variables.
 */
export function substitute(node: SourceNode, scope: VariableScope): SourceNode {
  if (scope.skip?.has(node)) return node;
  if (node.kind === 'scalar') return substituteScalar(node, scope);
  if (node.kind === 'list') {
    const items = node.items.flatMap((item) => {
      const value = substitute(item, scope);
      return value.kind === 'list' && item.kind === 'scalar' ? value.items : [value];
    });
    return { ...node, items };
  }
  return substituteMap(node, scope);
}

function substituteMap(node: MapNode, scope: VariableScope): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of node.entries) {
    const text = key.includes('${')
      ? substituteText({ kind: 'scalar', value: key, text: key, origin: entry.key }, key, scope)
      : key;
    const first = entries.get(text);
    if (first) {
      const message = `the key ${quote(text)} stands here a second time (first at ${formatOrigin(first.key)})`;
      scope.problems.add('manifest-duplicate', entry.key, message, 'keep one of the two');
    } else entries.set(text, { key: entry.key, value: substitute(entry.value, scope) });
  }
  return { ...node, entries };
}

function substituteScalar(node: ScalarNode, scope: VariableScope): SourceNode {
  const text = node.value;
  if (typeof text !== 'string' || !text.includes('${')) return node;
  const whole = /^\$\{((?:var|with|landingZone)\.[^{}]*)\}$/.exec(text)?.[1];
  if (whole !== undefined) {
    const value = lookUp(whole, within(node, text), scope);
    return value ? { ...value, origin: node.origin } : node;
  }
  const replaced = substituteText(node, text, scope);
  return replaced === text ? node : { ...node, value: replaced };
}

function substituteText(node: ScalarNode, text: string, scope: VariableScope): string {
  const open = /\$\{(?:var|with|landingZone|org|root|account|unit)\b[^{}]*$/.exec(text);
  if (open) {
    scope.problems.add('manifest-variable', within(node, open[0]), `${quote(open[0])} is not closed`, 'a } is missing');
  }
  return text.replace(TOKEN, (token: string, body: string | undefined, offset: number) => {
    if (body === undefined) {
      checkEscape(node, text.slice(offset), scope);
      return '${';
    }
    return replacement(node, token, body, scope);
  });
}

/** What a `${...}` inside a text becomes: itself where it is not ours, or stays a name for now, or is wrong. */
function replacement(node: ScalarNode, token: string, body: string, scope: VariableScope): string {
  const root = body.split('.')[0] ?? '';
  const origin = within(node, token);
  if (VALUES.includes(root)) {
    const value = lookUp(body, origin, scope);
    if (!value) return token;
    if (value.kind === 'scalar' && value.value !== null) {
      return typeof value.value === 'string' ? value.value : value.text || String(value.value);
    }
    const type = value.kind === 'scalar' ? 'empty' : `a ${value.kind}`;
    scope.problems.add(
      'manifest-variable',
      origin,
      `${token} is ${type}; inside a text only a text, a number or true/false can stand`,
    );
    return token;
  }
  const symbolic = /^(account|unit)\.(.+)\.id$/.exec(body);
  if (symbolic?.[2] !== undefined) {
    scope.symbolic({ kind: symbolic[1] === 'unit' ? 'unit' : 'account', name: symbolic[2], origin });
    return token;
  }
  if (body === 'org.id' || body === 'root.id') return token;
  // IAM's own: ${aws:PrincipalAccount}, ${s3:prefix}, and ${*}, ${?}, ${$} for the characters themselves.
  if (!ROOTS.includes(root) && (body.includes(':') || /^[*?$]$/.test(body))) return token;
  reportUnknown(token, body, root, origin, scope);
  return token;
}

function reportUnknown(token: string, body: string, root: string, origin: Origin, scope: VariableScope): void {
  scope.problems.add('manifest-variable', origin, `${token} is not a variable`, () => unknownHint(body, root, scope));
}

function unknownHint(body: string, root: string, scope: VariableScope): string | undefined {
  if (root === 'org' || root === 'root') return `only \${${root}.id} exists`;
  if (ROOTS.includes(root)) return `write \${${root}.NAME.id}`;
  const near = suggestion(root, ROOTS);
  if (near !== undefined && body.includes('.')) return `did you mean ${quote(near + body.slice(root.length))}?`;
  const known = [...leaves(scope.var, 'var'), ...leaves(scope.with, 'with'), 'org.id', 'root.id'];
  return didYouMean(body, known, `a variable begins with var.; write $\${${body}} for the text itself`);
}

function lookUp(body: string, origin: Origin, scope: VariableScope): SourceNode | undefined {
  const [root = '', ...path] = body.split('.');
  if (scope.place === 'variables') {
    scope.problems.add(
      'manifest-variable',
      origin,
      `\${${body}} stands in a variables file`,
      'a variables file holds values only',
    );
    return undefined;
  }
  if (root === 'with' && scope.place === 'manifest') {
    scope.problems.add(
      'manifest-variable',
      origin,
      `\${${body}} is known inside policy documents only`,
      'use ${var...} here',
    );
    return undefined;
  }
  const source = sourceOf(root, scope);
  let at = source;
  for (const key of path) at = childOf(at?.kind === 'map' ? at : undefined, key);
  if (root === 'with' && path[0] !== undefined) scope.used?.(path[0]);
  if (at && path.length > 0) return at;
  scope.problems.add('manifest-variable', origin, `\${${body}} is not defined`, () =>
    undefinedHint(body, root, source),
  );
  return undefined;
}

function sourceOf(root: string, scope: VariableScope): SourceNode | undefined {
  if (root === 'var') return scope.var;
  return root === 'with' ? scope.with : scope.landingZone;
}

function undefinedHint(body: string, root: string, source: SourceNode | undefined): string | undefined {
  const known = leaves(source, root);
  if (source) return didYouMean(body, known, `known: ${known.slice(0, 8).join(', ') || 'none'}`);
  if (root === 'landingZone') return 'write it into the landingZone section of the manifest';
  return root === 'var'
    ? 'name a variables file: "variables: FILE" in the manifest, or --variables FILE'
    : 'give the entry a "with:" that holds it';
}

/** An escaped name of ours would be resolved later all the same: nobody can mean it. */
function checkEscape(node: ScalarNode, rest: string, scope: VariableScope): void {
  const escaped = /^\$(\$\{(?:(?:org|root)|(?:account|unit)\.[^{}]+)\.id\})/.exec(rest)?.[1];
  if (escaped === undefined) return;
  scope.problems.add(
    'manifest-variable',
    within(node, `$${escaped}`),
    `${escaped} cannot stand as a text`,
    'remove one $ to mean the id',
  );
}

function leaves(node: SourceNode | undefined, prefix: string): string[] {
  const found: string[] = [];
  const queue: [string, SourceNode | undefined][] = [[prefix, node]];
  for (let index = 0; index < queue.length && found.length < MAX_LEAVES; index += 1) {
    const [path, at] = queue[index] ?? ['', undefined];
    if (at?.kind === 'map') {
      for (const [key, entry] of at.entries) {
        if (queue.length > 2 * MAX_LEAVES) break;
        queue.push([`${path}.${key}`, entry.value]);
      }
    } else if (at && path !== prefix) found.push(path);
  }
  return found;
}

/** The position of a part of a text, where the text stands on one line as it is; else the text's own. */
function within(node: ScalarNode, part: string): Origin {
  const index = node.text.indexOf(part);
  if (index < 0 || node.text.slice(0, index).includes('\n')) return node.origin;
  return { ...node.origin, column: node.origin.column + index };
}
