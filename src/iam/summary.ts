import type { Clause, Statement } from './document.js';
import { comparisonOf } from './operators.js';

/** Patterns of one list that are shown before `+N more`. */
const SHOWN = 8;

/**
 * One line for a reviewer: `Deny s3:* kms:*  unless PrincipalOrgID = o-a1b2c3d4e5 | AWS service`. A Deny under several
 * negated conditions is read as what is excepted: each of them lets a call pass.
 */
export function summarizeStatement(statement: Statement, shown: number = SHOWN): string {
  const parts = [`${statement.effect} ${listed(statement.actions, statement.notActions, shown, (text) => text)}`];
  const resources = statement.resources?.includes('*')
    ? ''
    : listed(statement.resources, statement.notResources, shown, shortArn);
  if (resources !== '') parts.push(`on ${resources}`);
  const except: string[] = [];
  const when: string[] = [];
  for (const clause of statement.clauses) {
    const exception = statement.effect === 'Deny' ? exceptionOf(clause, shown) : undefined;
    if (exception === undefined) when.push(conditionOf(clause, shown));
    else except.push(exception);
  }
  if (when.length > 0) parts.push(` when ${when.join(' and ')}`);
  if (except.length > 0) parts.push(` unless ${except.join(' | ')}`);
  if (statement.opaque) parts.push(' (not fully understood)');
  return parts.join(' ');
}

function listed(
  yes: readonly string[] | undefined,
  but: readonly string[] | undefined,
  shown: number,
  shorten: (text: string) => string,
): string {
  if (yes === undefined && but === undefined) return '(nothing)';
  const items = (yes ?? but ?? []).map(shorten);
  const text = few(items, ' ', shown);
  return yes ? text : `everything but ${text}`;
}

export function few(items: readonly string[], separator: string, shown: number = SHOWN): string {
  const head = items.slice(0, items.length > shown ? shown - 1 : shown);
  const more = items.length - head.length;
  return more > 0 ? `${head.join(separator)} +${more} more` : head.join(separator);
}

/** `aws:PrincipalOrgID` -> `PrincipalOrgID`; keys of services keep their prefix. */
function shortKey(key: string): string {
  return key.replace(/^aws:/i, '');
}

/** Leaves out what says nothing: `arn:*:iam::*:role/x` -> `role/x`. */
function shortArn(arn: string): string {
  const parts = /^arn:(?:aws|\*):(?:iam|\*)?:\*?:\*?:(.+)$/.exec(arn);
  return parts?.[1] ?? arn;
}

const SIGNS: Readonly<Record<string, string>> = {
  NumericLessThan: '<',
  NumericLessThanEquals: '<=',
  NumericGreaterThan: '>',
  NumericGreaterThanEquals: '>=',
  DateLessThan: 'before',
  DateLessThanEquals: 'up to',
  DateGreaterThan: 'after',
  DateGreaterThanEquals: 'from',
};

function phrase(clause: Clause, base: string, shown: number): string {
  const sign = SIGNS[base] ?? (base.endsWith('Like') ? '~' : '=');
  const which = clause.qualifier === undefined ? '' : `${clause.qualifier === 'ForAllValues' ? 'all' : 'any'} of `;
  return `${which}${shortKey(clause.key)} ${sign} ${few(clause.values.map(shortArn), ', ', shown)}`;
}

/** What a negated line of a Deny lets pass; undefined for a line that narrows the Deny instead. */
function exceptionOf(clause: Clause, shown: number): string | undefined {
  const comparison = comparisonOf(clause.operator);
  const value = clause.values.length === 1 ? clause.values[0]?.toLowerCase() : undefined;
  if (comparison?.base === 'Bool' && value === 'false') {
    if (clause.key.toLowerCase() === 'aws:principalisawsservice') return 'AWS service';
    return shortKey(clause.key);
  }
  if (clause.operator === 'Null' && value === 'true') return `${shortKey(clause.key)} present`;
  if (comparison?.negated !== true) return undefined;
  return phrase(clause, comparison.base, shown);
}

function conditionOf(clause: Clause, shown: number): string {
  const optional = clause.ifExists ? ' (or absent)' : '';
  if (clause.operator === 'Null') {
    return `${shortKey(clause.key)} ${clause.values[0]?.toLowerCase() === 'true' ? 'absent' : 'present'}`;
  }
  const comparison = comparisonOf(clause.operator);
  if (comparison?.negated) return `not ${phrase(clause, comparison.base, shown)}`;
  return `${phrase(clause, comparison?.base ?? clause.operator, shown)}${optional}`;
}
