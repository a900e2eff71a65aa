import type { Names } from '../../kind.js';
import type { Json, JsonObject } from '../../model.js';
import type { Cells, ManagementStackSpec, ParameterValues, StackBaselineSpec } from './spec.js';
import { declarationsOf } from './template/declarations.js';

type Symbolic = Pick<Names, 'symbolic'>;

/**
 * By meaning, for comparing: what only says how to go about it is gone, lists that are sets are sorted, a value that is
 * the template's default is as good as none, secret values are none. Units only count where automatic deployment
 * watches them: otherwise the instances say it all.
 */
export function canonical(spec: StackBaselineSpec, names?: Symbolic): StackBaselineSpec {
  const watched = spec.autoDeploy?.enabled === true;
  const { stackSet, permissions, administrationRole, executionRole, managedExecution, tags, callAs, description } =
    spec;
  return {
    stackSet,
    template: canonicalTemplate(spec.template, names),
    ...(description !== undefined && { description: description.trim() }),
    parameters: canonicalParameters(spec.template, spec.parameters),
    permissions,
    ...(permissions === 'self-managed' && administrationRole !== undefined && { administrationRole }),
    ...(permissions === 'self-managed' && executionRole !== undefined && { executionRole }),
    capabilities: [...new Set(spec.capabilities)].sort(),
    ...(spec.autoDeploy && { autoDeploy: { enabled: watched, retain: watched && spec.autoDeploy.retain } }),
    ...(managedExecution !== undefined && { managedExecution }),
    ...(tags && { tags: sorted(tags) }),
    ...(callAs && { callAs }),
    units: watched ? [...new Set(spec.units)].sort() : [],
    instances: canonicalCells(spec.instances),
    ...(spec.retry && { retry: canonicalCells(spec.retry) }),
    ...(spec.overrides && { overrides: canonicalOverrides(spec.template, spec.overrides) }),
  };
}

export function canonicalManagementStack(spec: ManagementStackSpec, names?: Symbolic): ManagementStackSpec {
  const { stack, region, tags } = spec;
  return {
    stack,
    region,
    template: canonicalTemplate(spec.template, names),
    parameters: canonicalParameters(spec.template, spec.parameters),
    capabilities: [...new Set(spec.capabilities)].sort(),
    ...(tags && { tags: sorted(tags) }),
  };
}

const templates = new WeakMap<JsonObject, JsonObject>();

/**
 * Keys in any order; ids of ours as names; a section without entries is no section. A large organization compares the
 * same template again and again: each is worked out once.
 */
export function canonicalTemplate(template: JsonObject, names?: Symbolic): JsonObject {
  const known = templates.get(template);
  if (known) return known;
  const text = JSON.stringify(ordered(template));
  const parsed = JSON.parse(names ? names.symbolic(text) : text) as JsonObject;
  const entries = Object.entries(parsed).filter(([, value]) => !isEmptyMap(value));
  const made = Object.fromEntries(entries);
  templates.set(template, made);
  return made;
}

/** Values that say nothing new are left out: the default once more, and what must not be known. */
function canonicalParameters(template: JsonObject, parameters: ParameterValues): ParameterValues {
  const declared = new Map(declarationsOf(template).map((each) => [each.name, each]));
  const kept = Object.entries(parameters).filter(([name, value]) => {
    const declaration = declared.get(name);
    return declaration?.noEcho !== true && (typeof value !== 'string' || value !== declaration?.fallback);
  });
  return sorted(Object.fromEntries(kept));
}

function canonicalOverrides(
  template: JsonObject,
  overrides: NonNullable<StackBaselineSpec['overrides']>,
): NonNullable<StackBaselineSpec['overrides']> {
  const secret = new Set(declarationsOf(template).flatMap(({ name, noEcho }) => (noEcho ? [name] : [])));
  const entries = Object.entries(overrides).flatMap(([account, values]) => {
    const kept = Object.entries(values).filter(([name]) => !secret.has(name));
    return kept.length === 0 ? [] : [[account, sorted(Object.fromEntries(kept))] as const];
  });
  return sorted(Object.fromEntries(entries));
}

/** Lists that are shared stay shared. */
function canonicalCells(cells: Cells): Cells {
  return sorted(Object.fromEntries(Object.entries(cells).filter(([, regions]) => regions.length > 0)));
}

function sorted<Value>(map: { readonly [key: string]: Value }): { readonly [key: string]: Value } {
  return Object.fromEntries(Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return sorted(Object.fromEntries(Object.entries(value).map(([key, item]: [string, Json]) => [key, ordered(item)])));
}

function isEmptyMap(value: Json): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
}
