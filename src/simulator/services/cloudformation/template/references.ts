import type { Json } from '../../../../model.js';
import { isObject } from './json.js';

/** A name that a value depends on. */
export type Reference =
  | { readonly via: 'Ref' | 'Fn::Sub'; readonly name: string }
  | { readonly via: 'Fn::GetAtt'; readonly name: string; readonly attribute: string; readonly inSub: boolean }
  | { readonly via: 'condition'; readonly name: string }
  | { readonly via: 'mapping'; readonly name: string };

const PLACEHOLDER = /\$\{([^!][^}]*)\}/g;

/** `${Queue.Arn}` and `${Env}` of a text for Fn::Sub; `${!literal}` is none. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].flatMap((match) => match[1]?.trim() ?? []);
}

/** Every reference in a value, those of branches that a condition leaves out included. */
export function referencesIn(value: Json | undefined): Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const names = Object.keys(value);
  const [name] = names;
  if (names.length !== 1 || name === undefined) return Object.values(value).flatMap(referencesIn);
  return referencesOf(name, value[name]);
}

function referencesOf(name: string, argument: Json | undefined): Reference[] {
  const list: readonly Json[] = Array.isArray(argument) ? argument : [];
  const [first] = list;
  if (name === 'Ref' && typeof argument === 'string') return [{ via: 'Ref', name: argument }];
  if (name === 'Condition' && typeof argument === 'string') return [{ via: 'condition', name: argument }];
  if (name === 'Fn::GetAtt') return attribute(argument);
  if (name === 'Fn::If' && typeof first === 'string') {
    return [{ via: 'condition', name: first }, ...list.slice(1).flatMap(referencesIn)];
  }
  if (name === 'Fn::FindInMap' && typeof first === 'string') {
    return [{ via: 'mapping', name: first }, ...list.slice(1).flatMap(referencesIn)];
  }
  if (name === 'Fn::Sub') return substitution(argument);
  return referencesIn(argument);
}

/** Also as `Resource.Attribute` in one text, which YAML's long form may have. */
function attribute(argument: Json | undefined): Reference[] {
  const parts = typeof argument === 'string' ? splitOnce(argument) : Array.isArray(argument) ? argument : [];
  const [name, path, ...more] = parts;
  if (typeof name !== 'string' || path === undefined || more.length > 0) return [];
  const rest = typeof path === 'string' ? [] : referencesIn(path);
  return [{ via: 'Fn::GetAtt', name, attribute: typeof path === 'string' ? path : '', inSub: false }, ...rest];
}

export function splitOnce(path: string): string[] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}

function substitution(argument: Json | undefined): Reference[] {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, undefined];
  if (typeof text !== 'string') return referencesIn(argument);
  const own = isObject(variables) ? variables : {};
  const found = placeholdersIn(text).filter((name) => !Object.hasOwn(own, name));
  return [
    ...found.map((path): Reference => {
      const [name = path, attributeName] = splitOnce(path);
      if (attributeName === undefined || path.includes('::')) return { via: 'Fn::Sub', name: path };
      return { via: 'Fn::GetAtt', name, attribute: attributeName, inSub: true };
    }),
    ...Object.values(own).flatMap(referencesIn),
  ];
}
