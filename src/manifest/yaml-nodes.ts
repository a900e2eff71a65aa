import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { formatOrigin } from '../errors.js';
import type { Origin } from '../model.js';
import { type Budget, LIMITS } from './limits.js';
import { type Problems, quote } from './problems.js';
import { isShortForm, longForm, normalForm } from './short-forms.js';
import { emptyMap, type MapEntry, type SourceNode } from './source.js';

/** `template`: CloudFormation's short forms are read as the functions that they stand for. */
export type Dialect = 'manifest' | 'template';

export interface Reading {
  readonly text: string;
  at(offset: number): Origin;
  readonly problems: Problems;
  readonly budget: Budget;
  readonly dialect: Dialect;
}

interface State extends Reading {
  /** Anchored values read so far, with the number of values they hold. */
  readonly anchors: Map<string, { readonly node: SourceNode; readonly weight: number }>;
  /** Anchors whose value is being read: an alias to one of them would never end. */
  readonly open: Set<string>;
  count: number;
  aliased: number;
  exhausted: boolean;
}

/** JavaScript gives these keys a meaning of its own; no AWS document has them. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const CORE_TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

/** Turns the library's nodes into values with positions; duplicate keys, bombs and values that JSON has not are refused. */
export function toSource(node: ParsedNode, reading: Reading): SourceNode {
  return convert(node, { ...reading, anchors: new Map(), open: new Set(), count: 0, aliased: 0, exhausted: false }, 1);
}

function convert(node: ParsedNode | null, state: State, depth: number): SourceNode {
  if (node === null) return { kind: 'scalar', value: null, text: '', origin: state.at(0) };
  if (isAlias(node)) return resolveAlias(node, state);
  const anchor = node.anchor;
  const before = state.count;
  if (anchor !== undefined) state.open.add(anchor);
  const own = convertOwn(node, state, depth);
  const read = state.dialect === 'template' ? functionOf(node.tag, own) : own;
  if (anchor !== undefined) {
    state.open.delete(anchor);
    state.anchors.set(anchor, { node: read, weight: state.count - before });
  }
  return read;
}

function functionOf(tag: string | undefined, own: SourceNode): SourceNode {
  return tag !== undefined && isShortForm(tag) ? longForm(tag, own) : normalForm(own);
}

function convertOwn(node: Scalar.Parsed | YAMLMap.Parsed | YAMLSeq.Parsed, state: State, depth: number): SourceNode {
  const origin = state.at(node.range[0]);
  if (!spend(state, 1, origin)) return emptyMap(origin);
  const known = node.tag === undefined || CORE_TAGS.has(node.tag);
  if (!known && !(state.dialect === 'template' && isShortForm(node.tag ?? ''))) {
    state.problems.add(
      'manifest-syntax',
      origin,
      `the tag ${quote(node.tag)} is not one of YAML 1.2`,
      'write the value without a tag',
    );
  }
  if (isScalar(node)) return convertScalar(node, origin, state);
  if (depth > LIMITS.depth) {
    state.problems.add('manifest-limit', origin, `is nested deeper than ${LIMITS.depth} levels`);
    return emptyMap(origin);
  }
  if (isSeq(node)) return { kind: 'list', origin, items: node.items.map((item) => convert(item, state, depth + 1)) };
  return isMap(node) ? convertMap(node, origin, state, depth) : emptyMap(origin);
}

function convertMap(node: YAMLMap.Parsed, origin: Origin, state: State, depth: number): SourceNode {
  const entries = new Map<string, MapEntry>();
  for (const pair of node.items) {
    const at = pair.key ? state.at(pair.key.range[0]) : origin;
    const key = keyOf(pair.key, state);
    if (key === undefined) {
      state.problems.add('manifest-syntax', at, 'a key must be a text', 'write it in quotes');
      continue;
    }
    const first = entries.get(key);
    if (FORBIDDEN_KEYS.has(key)) {
      state.problems.add('manifest-value', at, `the key ${quote(key)} is not allowed`, 'choose another name');
    } else if (key === '<<') {
      state.problems.add(
        'manifest-syntax',
        at,
        'merge keys ("<<") are not part of YAML 1.2',
        'write the entries out, or use a variable',
      );
    } else if (first) {
      const message = `the key ${quote(key)} stands here a second time (first at ${formatOrigin(first.key)})`;
      state.problems.add('manifest-duplicate', at, message, 'keep one of the two');
    } else {
      const nothing: SourceNode = { kind: 'scalar', value: null, text: '', origin: at };
      const value = pair.value ? convert(pair.value, state, depth + 1) : nothing;
      entries.set(key, { key: at, value: value.kind === 'scalar' && value.text === '' ? nothing : value });
    }
    if (state.exhausted) break;
  }
  return { kind: 'map', origin, entries };
}

function keyOf(key: ParsedNode | null, state: State): string | undefined {
  if (isAlias(key)) {
    const anchored = state.anchors.get(key.source)?.node;
    return anchored?.kind === 'scalar' && anchored.value !== null ? String(anchored.value) : undefined;
  }
  if (!isScalar(key) || key.value === null) return undefined;
  if (key.anchor !== undefined)
    state.anchors.set(key.anchor, { node: convertScalar(key, state.at(key.range[0]), state), weight: 1 });
  // A plain key is a text, whatever it looks like: 012345678901 keeps its zero, true stays a word.
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function convertScalar(node: Scalar.Parsed, origin: Origin, state: State): SourceNode {
  const text = state.text.slice(node.range[0], node.range[1]);
  const value = node.value;
  if (typeof value === 'number') {
    // CloudFormation takes every scalar for the text that it is written as.
    if (state.dialect === 'template' && !isExact(value, text)) return { kind: 'scalar', value: text, text, origin };
    checkNumber(value, text, origin, state.problems);
  }
  const known = value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
  return { kind: 'scalar', value: known ? value : String(value), text, origin };
}

function isExact(value: number, text: string): boolean {
  return (
    !/^[-+]?0\d/.test(text) && Number.isFinite(value) && !(Number.isInteger(value) && !Number.isSafeInteger(value))
  );
}

function checkNumber(value: number, text: string, origin: Origin, problems: Problems): void {
  if (/^[-+]?0\d/.test(text)) {
    problems.add(
      'manifest-type',
      origin,
      `${text} is a number to YAML and loses its leading zero`,
      `write it in quotes: ${quote(text)}`,
    );
  } else if (!Number.isFinite(value)) {
    problems.add(
      'manifest-type',
      origin,
      `${text} is not a number that JSON has`,
      'write it in quotes if a text is meant',
    );
  } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    problems.add(
      'manifest-type',
      origin,
      `${text} is too large to be kept exactly`,
      `write it in quotes: ${quote(text)}`,
    );
  }
}

function resolveAlias(alias: Alias.Parsed, state: State): SourceNode {
  const origin = state.at(alias.range[0]);
  const anchored = state.anchors.get(alias.source);
  if (state.open.has(alias.source) || !anchored) {
    const message =
      anchored || state.open.has(alias.source) ? 'refers to the value it stands in' : 'refers to no anchor above it';
    state.problems.add('manifest-syntax', origin, `the alias *${alias.source} ${message}`);
    return emptyMap(origin);
  }
  state.aliased += anchored.weight;
  if (state.aliased > LIMITS.aliasNodes) {
    if (!state.exhausted) {
      const message = `the aliases of this file repeat more than ${LIMITS.aliasNodes} values`;
      state.problems.add('manifest-limit', origin, message, 'write the values out, or use a variable');
    }
    state.exhausted = true;
    return emptyMap(origin);
  }
  return spend(state, anchored.weight, origin) ? anchored.node : emptyMap(origin);
}

function spend(state: State, nodes: number, origin: Origin): boolean {
  state.count += nodes;
  state.budget.nodes -= nodes;
  if (state.budget.nodes >= 0 && !state.exhausted) return true;
  if (!state.exhausted)
    state.problems.add('manifest-limit', origin, `the manifest holds more than ${LIMITS.nodes} values`);
  state.exhausted = true;
  return false;
}
