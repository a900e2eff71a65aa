import type { Json, JsonObject } from '../../../../model.js';
import { isObject } from './json.js';

/**
 * What a tree of settings may hold. Settings sit at leaves under the operators @@assign, @@append and @@remove; any
 * node may say which operators policies further down the organization may use.
 * Source: docs.aws.amazon.com, organizations user guide, policy-operators.
 */
export type Shape =
  | { readonly is: 'value' | 'list'; readonly allows?: (value: Json) => boolean; readonly bare?: boolean }
  | {
      readonly is: 'node';
      readonly keys?: Readonly<Record<string, Shape>>;
      /** The shape of keys that are not listed. */
      readonly others?: Shape;
      readonly keyPattern?: RegExp;
      readonly required?: readonly string[];
      readonly most?: number;
    }
  /** Not described: any tree. */
  | { readonly is: 'free' };

export const CONTROL = '@@operators_allowed_for_child_policies';
const CONTROLS = ['@@all', '@@none', '@@assign', '@@append', '@@remove'];

export const value = (allows?: (value: Json) => boolean): Shape => ({ is: 'value', ...(allows ? { allows } : {}) });
export const list = (allows?: (value: Json) => boolean): Shape => ({ is: 'list', ...(allows ? { allows } : {}) });
export const node = (keys: Readonly<Record<string, Shape>>, more: { required?: readonly string[] } = {}): Shape => ({
  is: 'node',
  keys,
  ...more,
});
export const each = (others: Shape, more: { keyPattern?: RegExp; most?: number } = {}): Shape => ({
  is: 'node',
  others,
  ...more,
});
export const free: Shape = { is: 'free' };
export const oneOf = (...choices: string[]): Shape => value((given) => choices.includes(String(given)));

const isScalar = (given: Json): boolean => ['string', 'number', 'boolean'].includes(typeof given);

export function matches(shape: Shape, given: Json | undefined): boolean {
  if (given === undefined) return true;
  if (shape.is === 'free') return isFree(given);
  if (shape.is !== 'node' && shape.bare && isScalar(given)) return shape.allows?.(given) ?? true;
  if (!isObject(given) || !isControl(given[CONTROL])) return false;
  const entries = Object.entries(given).filter(([key]) => key !== CONTROL);
  if (shape.is === 'node') return isNode(shape, given, entries);
  return entries.every(([operator, setting]) => isSetting(shape, operator, setting));
}

function isNode(shape: Shape & { is: 'node' }, given: JsonObject, entries: readonly [string, Json][]): boolean {
  if (shape.required?.some((key) => !Object.hasOwn(given, key))) return false;
  if (shape.most !== undefined && entries.length > shape.most) return false;
  return entries.every(([key, child]) => {
    const listed = shape.keys && Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    const inner = listed ?? (shape.keyPattern?.test(key) === false ? undefined : shape.others);
    return inner !== undefined && !key.startsWith('@@') && matches(inner, child);
  });
}

function isSetting(shape: Shape & { is: 'value' | 'list' }, operator: string, setting: Json): boolean {
  if (operator !== '@@assign' && (shape.is === 'value' || !['@@append', '@@remove'].includes(operator))) return false;
  const settings = Array.isArray(setting) ? setting : [setting];
  if (shape.is === 'value' && Array.isArray(setting)) return false;
  return settings.every((each) => isScalar(each) && (shape.allows?.(each) ?? true));
}

function isControl(control: Json | undefined): boolean {
  return control === undefined || (Array.isArray(control) && control.every((each) => CONTROLS.includes(String(each))));
}

function isFree(given: Json): boolean {
  if (!isObject(given)) return isScalar(given) || (Array.isArray(given) && given.every(isScalar));
  return Object.entries(given).every(([key, child]) => (key === CONTROL ? isControl(child) : isFree(child)));
}
