import type { Json, JsonObject } from '../../../model.js';
import type { ParameterValues } from '../spec.js';
import { declarationsOf, isList } from './declarations.js';
import { callOf, isMap } from './fault.js';

/**
 * A template as its parameters make it, for people who read what it does: their values in the place of their names, in
 * `Ref` and `Fn::Sub`. What is looked up only when it is sent (outputs, SSM), and what is secret, stays a name.
 */
export function filledIn(template: JsonObject, parameters: ParameterValues): JsonObject {
  const values = new Map<string, Json>();
  for (const { name, type, fallback, noEcho } of declarationsOf(template)) {
    const value = parameters[name] ?? fallback;
    if (noEcho || typeof value !== 'string' || type.startsWith('AWS::SSM::')) continue;
    values.set(name, isList(type) ? value.split(',').map((item) => item.trim()) : value);
  }
  return { ...template, Resources: filled(template['Resources'] ?? {}, values) };
}

function filled(value: Json, values: ReadonlyMap<string, Json>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => filled(item, values));
  if (!isMap(value)) return value;
  const call = callOf(value);
  if (call?.name === 'Ref' && typeof call.argument === 'string') return values.get(call.argument) ?? value;
  if (call?.name === 'Fn::Sub') return { 'Fn::Sub': substituted(call.argument, values) };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, values)]));
}

/** Names that the call itself gives a meaning to are not parameters there. */
function substituted(argument: Json, values: ReadonlyMap<string, Json>): Json {
  if (typeof argument === 'string') return inText(argument, values, {});
  if (!Array.isArray(argument)) return argument;
  const [text, own] = argument;
  if (typeof text !== 'string' || !isMap(own)) return argument;
  return [inText(text, values, own), filled(own, values)];
}

function inText(text: string, values: ReadonlyMap<string, Json>, own: JsonObject): string {
  return text.replace(/\$\{([A-Za-z0-9]+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(own, name) ? undefined : values.get(name);
    return typeof value === 'string' ? value : whole;
  });
}
