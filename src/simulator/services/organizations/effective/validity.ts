import type { Json, JsonObject } from '../../../../model.js';
import { isObject } from '../documents/json.js';

/**
 * What AWS checks of a merged policy only, since no single document shows it. Limits: organizations user guide,
 * invalid-policy-alerts.
 */
export interface ValidationError {
  readonly code: 'ELEMENTS_TOO_MANY' | 'ELEMENTS_TOO_FEW' | 'KEY_REQUIRED';
  readonly message: string;
  /** Slash-separated keys. */
  readonly path: string;
}

const TAG_POLICY_SIZE = 395_000;
const REQUIRED_TAGS_PER_TYPE = 50;
const RULES_PER_PLAN = 10;

export function validityErrors(type: string, effective: JsonObject): ValidationError[] {
  if (type === 'BACKUP_POLICY') return backupErrors(effective['plans']);
  return type === 'TAG_POLICY' ? tagErrors(effective) : [];
}

function tooMany(path: string, most: number): ValidationError {
  return { code: 'ELEMENTS_TOO_MANY', message: `There are more than ${most} elements at ${path}.`, path };
}

function missing(path: string): ValidationError {
  return { code: 'KEY_REQUIRED', message: `The key ${path} is required.`, path };
}

function entries(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

function backupErrors(plans: Json | undefined): ValidationError[] {
  return entries(plans).flatMap(([name, plan]) => {
    const path = `plans/${name}`;
    const absent = ['rules', 'regions', 'selections']
      .filter((key) => !isObject(plan) || !Object.hasOwn(plan, key))
      .map((key) => missing(`${path}/${key}`));
    const rules = entries(isObject(plan) ? plan['rules'] : undefined);
    const hasRules = isObject(plan) && Object.hasOwn(plan, 'rules');
    const tooFew: ValidationError[] =
      hasRules && rules.length === 0
        ? [{ code: 'ELEMENTS_TOO_FEW', message: 'A plan needs at least one rule.', path: `${path}/rules` }]
        : [];
    const crowded = rules.length > RULES_PER_PLAN ? [tooMany(`${path}/rules`, RULES_PER_PLAN)] : [];
    const incomplete = rules.flatMap(([rule, settings]) =>
      ['schedule_expression', 'target_backup_vault_name']
        .filter((key) => !isObject(settings) || !Object.hasOwn(settings, key))
        .map((key) => missing(`${path}/rules/${rule}/${key}`)),
    );
    return [...absent, ...tooFew, ...crowded, ...incomplete];
  });
}

function tagErrors(effective: JsonObject): ValidationError[] {
  const tooLarge = JSON.stringify(effective).length > TAG_POLICY_SIZE ? [tooMany('tags', TAG_POLICY_SIZE)] : [];
  const required = new Map<string, number>();
  for (const [, rule] of entries(effective['tags'])) {
    const types = isObject(rule) ? rule['report_required_tag_for'] : undefined;
    for (const type of Array.isArray(types) ? types : []) {
      required.set(String(type), (required.get(String(type)) ?? 0) + 1);
    }
  }
  const crowded = [...required].filter(([, count]) => count > REQUIRED_TAGS_PER_TYPE);
  return [
    ...tooLarge,
    ...crowded.map(([type]) => tooMany(`tags/report_required_tag_for/${type}`, REQUIRED_TAGS_PER_TYPE)),
  ];
}
