import type { Names } from '../../kind.js';
import type { Json } from '../../model.js';
import type { EnabledControlSpec } from './spec.js';

/** By meaning: lists are sets, an empty one is none, ids are names; what apply may do about drift is no part of it. */
export function canonical(spec: EnabledControlSpec, names?: Pick<Names, 'symbolic'>): EnabledControlSpec {
  const parameters = Object.entries(spec.parameters ?? {})
    .map(([key, value]) => [key, canonicalValue(value, names)] as const)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return {
    control: spec.control,
    target: spec.target,
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
  };
}

function canonicalValue(value: Json, names?: Pick<Names, 'symbolic'>): Json {
  const text = JSON.stringify(value);
  const named = JSON.parse(names ? names.symbolic(text) : text) as Json;
  if (!Array.isArray(named)) return named;
  return [...new Map(named.map((item: Json) => [JSON.stringify(item), item]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}

export function sameParameters(one: EnabledControlSpec, other: EnabledControlSpec): boolean {
  const text = (spec: EnabledControlSpec): string => {
    const { parameters } = canonical(spec);
    return JSON.stringify(Object.entries(parameters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return text(one) === text(other);
}
