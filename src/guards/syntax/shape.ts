import { closest, distance } from 'fastest-levenshtein';
import { isObject } from '../../iam/document.js';
import type { Fault } from '../../iam/language.js';
import { quote } from '../../iam/language.js';
import type { Json } from '../../model.js';

/** What may stand at a place of a settings tree. */
export type Shape =
  /** An object with named fields; `others` says what any other key holds (absent = no other key). */
  | {
      readonly is: 'fields';
      readonly fields: Readonly<Record<string, Shape>>;
      readonly required?: readonly string[];
      readonly others?: Shape;
      readonly keys?: Check;
      readonly most?: number;
      readonly least?: number;
      readonly also?: (value: Json, key: string) => string | undefined;
    }
  /** A single value below @@assign. */
  | { readonly is: 'value'; readonly check?: Check; readonly plain?: boolean }
  /** A list below @@assign, @@append or @@remove. */
  | { readonly is: 'list'; readonly check?: Check; readonly most?: number }
  /** Not documented further: anything. */
  | { readonly is: 'open' };

/** What is wrong with a value, or undefined. */
export type Check = (value: Json) => string | undefined;

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && allowed.includes(value) ? undefined : `must be one of ${allowed.join(', ')}`;

export const matching =
  (pattern: RegExp, meaning: string): Check =>
  (value) =>
    (typeof value === 'string' || typeof value === 'number') && pattern.test(String(value))
      ? undefined
      : `must be ${meaning}`;

export const value = (check?: Check): Shape => ({ is: 'value', ...(check === undefined ? {} : { check }) });
export const list = (check?: Check, most?: number): Shape => ({
  is: 'list',
  ...(check === undefined ? {} : { check }),
  ...(most === undefined ? {} : { most }),
});
export const open: Shape = { is: 'open' };
export const fields = (
  known: Readonly<Record<string, Shape>>,
  more: Partial<Extract<Shape, { is: 'fields' }>> = {},
): Shape => ({ is: 'fields', fields: known, ...more });

/** Which operators a policy type has; AI opt-out has fewer. */
export interface Operators {
  readonly setting: readonly string[];
  readonly forChildren: readonly string[];
}

export const ALL_OPERATORS: Operators = {
  setting: ['@@assign', '@@append', '@@remove'],
  forChildren: ['@@all', '@@none', '@@assign', '@@append', '@@remove'],
};

const CHILD_CONTROL = '@@operators_allowed_for_child_policies';

/** Checks a tree against its shape; all faults, each with its path. */
export function* shapeFaults(tree: Json, shape: Shape, path: string, operators: Operators): Generator<Fault> {
  switch (shape.is) {
    case 'open':
      return;
    case 'fields':
      yield* fieldFaults(tree, shape, path, operators);
      return;
    default:
      yield* settingFaults(tree, shape, path, operators);
  }
}

function* fieldFaults(
  tree: Json,
  shape: Extract<Shape, { is: 'fields' }>,
  path: string,
  operators: Operators,
): Generator<Fault> {
  if (!isObject(tree)) {
    yield { path, message: `is ${quote(tree)}, must hold ${Object.keys(shape.fields).join(', ') || 'named settings'}` };
    return;
  }
  const own = Object.keys(tree).filter((key) => key !== CHILD_CONTROL);
  if (CHILD_CONTROL in tree)
    yield* childControlFaults(tree[CHILD_CONTROL] ?? null, `${path}.${CHILD_CONTROL}`, operators);
  for (const key of own) {
    const below = Object.hasOwn(shape.fields, key) ? shape.fields[key] : shape.others;
    const at = `${path}.${key}`;
    if (below === undefined) {
      yield unknownKey(key, at, Object.keys(shape.fields));
      continue;
    }
    const wrong = Object.hasOwn(shape.fields, key) ? undefined : shape.keys?.(key);
    if (wrong !== undefined) yield { path: at, message: `"${key}" ${wrong}` };
    const also = shape.also?.(tree[key] ?? null, key);
    if (also !== undefined) yield { path: at, message: also };
    yield* shapeFaults(tree[key] ?? null, below, at, operators);
  }
  for (const key of shape.required ?? []) {
    if (!own.includes(key))
      yield { path, message: `lacks ${key}`, hint: `AWS needs ${(shape.required ?? []).join(', ')} here.` };
  }
  if (own.length < (shape.least ?? 0)) yield { path, message: `is empty, needs at least ${shape.least}` };
  if (shape.most !== undefined && own.length > shape.most) {
    yield { path, message: `holds ${own.length} entries, AWS accepts ${shape.most}` };
  }
}

function unknownKey(key: string, path: string, known: readonly string[]): Fault {
  if (key.startsWith('@@'))
    return { path, message: 'is no operator at this place', hint: 'Operators stand at the settings.' };
  const near = known.length > 0 ? closest(key, [...known]) : undefined;
  const likely = near !== undefined && distance(key, near) <= Math.max(2, key.length / 3);
  return {
    path,
    message: 'is no setting of this policy type',
    hint: likely ? `Did you mean ${near}?` : `Known here: ${known.join(', ') || 'none'}.`,
  };
}

function* settingFaults(
  tree: Json,
  shape: Extract<Shape, { is: 'value' | 'list' }>,
  path: string,
  operators: Operators,
): Generator<Fault> {
  if (!isObject(tree)) {
    if (shape.is === 'value' && shape.plain && typeof tree !== 'object') yield* valueFaults(tree, shape, path);
    else {
      const written = shape.is === 'list' && !Array.isArray(tree) ? [tree] : tree;
      yield {
        path,
        message: `is ${quote(tree)} without an operator`,
        hint: `Write { "@@assign": ${quote(written)} }.`,
      };
    }
    return;
  }
  for (const [operator, given] of Object.entries(tree)) {
    const at = `${path}.${operator}`;
    if (operator === CHILD_CONTROL) yield* childControlFaults(given, at, operators);
    else if (!operators.setting.includes(operator)) {
      yield {
        path: at,
        message: 'is no operator of this policy type',
        hint: `Operators are ${operators.setting.join(', ')}.`,
      };
    } else if (shape.is === 'value' && operator !== '@@assign') {
      yield { path: at, message: 'works on lists only, this setting has one value', hint: 'Use @@assign.' };
    } else yield* valueFaults(given, shape, at);
  }
  if (Object.keys(tree).length === 0) yield { path, message: 'is empty', hint: 'Write { "@@assign": ... }.' };
}

function* valueFaults(given: Json, shape: Extract<Shape, { is: 'value' | 'list' }>, path: string): Generator<Fault> {
  if (shape.is === 'value') {
    const wrong = typeof given === 'object' ? 'must be one value' : shape.check?.(given);
    if (wrong !== undefined) yield { path, message: `is ${quote(given)}, ${wrong}` };
    return;
  }
  if (!Array.isArray(given)) {
    yield { path, message: `is ${quote(given)}, must be a list` };
    return;
  }
  if (shape.most !== undefined && given.length > shape.most) {
    yield { path, message: `has ${given.length} entries, AWS accepts ${shape.most}` };
  }
  for (const [index, item] of given.entries()) {
    const wrong = typeof item === 'object' ? 'must be one value' : shape.check?.(item);
    if (wrong !== undefined) yield { path: `${path}[${index}]`, message: `is ${quote(item)}, ${wrong}` };
  }
}

function* childControlFaults(given: Json, path: string, operators: Operators): Generator<Fault> {
  if (!Array.isArray(given)) {
    yield { path, message: `is ${quote(given)}, must be a list` };
    return;
  }
  for (const [index, item] of given.entries()) {
    if (typeof item === 'string' && operators.forChildren.includes(item)) continue;
    yield {
      path: `${path}[${index}]`,
      message: `is ${quote(item)}, must be one of ${operators.forChildren.join(', ')}`,
    };
  }
}
