import type { Clause } from './document.js';
import { comparisonOf, matchesAny } from './operators.js';
import { every, not, some, type Verdict, verdictOf } from './verdict.js';

/**
 * What is known of a request, by condition key in lower case. Null = the key is certainly absent; a key that is
 * missing here is unknown. A value may be a pattern that stands for all it matches.
 */
export type RequestContext = Readonly<Record<string, string | readonly string[] | null>>;

/** Does this line of a Condition block hold for the request? */
export function clauseHolds(clause: Clause, context: RequestContext): Verdict {
  const key = clause.key.toLowerCase();
  const actual = Object.hasOwn(context, key) ? context[key] : undefined;
  if (clause.operator === 'Null') return nullHolds(clause, actual);
  const comparison = comparisonOf(clause.operator);
  if (comparison === undefined || actual === undefined) return 'undecidable';
  if (actual === null) return absentHolds(clause, comparison.negated);
  const held = typeof actual === 'string' ? [actual] : actual;
  const verdicts = held.map((value) => {
    const matched = matchesAny(comparison, clause.values, value);
    return comparison.negated ? not(matched) : matched;
  });
  if (clause.qualifier === 'ForAllValues') return every(verdicts);
  if (clause.qualifier === 'ForAnyValue') return some(verdicts);
  // Without a qualifier a key with several values matches when any of them does; negated, when none does.
  return comparison.negated ? every(verdicts) : some(verdicts);
}

function nullHolds(clause: Clause, actual: string | readonly string[] | null | undefined): Verdict {
  if (actual === undefined) return 'undecidable';
  const mustBeAbsent = clause.values[0]?.toLowerCase() === 'true';
  return verdictOf((actual === null) === mustBeAbsent);
}

function absentHolds(clause: Clause, negated: boolean): Verdict {
  if (clause.qualifier === 'ForAllValues') return 'yes';
  if (clause.qualifier === 'ForAnyValue') return verdictOf(clause.ifExists);
  return verdictOf(clause.ifExists || negated);
}

export function conditionHolds(clauses: readonly Clause[], context: RequestContext): Verdict {
  return every(clauses.map((clause) => clauseHolds(clause, context)));
}

/**
 * Does `to` hold whenever `from` does? Lines are joined by AND, so each line of `to` must follow from one of `from`.
 * `undecidable` when it may, but not by the rules known here.
 */
export function implies(from: readonly Clause[], to: readonly Clause[]): Verdict {
  return every(to.map((clause) => (from.some((given) => clauseImplies(given, clause)) ? 'yes' : 'undecidable')));
}

function clauseImplies(given: Clause, wanted: Clause): boolean {
  if (given.key.toLowerCase() !== wanted.key.toLowerCase()) return false;
  if (given.operator === 'Null' || wanted.operator === 'Null') return presenceImplies(given, wanted);
  if (given.qualifier !== wanted.qualifier) return false;
  const [one, other] = [comparisonOf(given.operator), comparisonOf(wanted.operator)];
  if (one === undefined || other === undefined || one.negated !== other.negated) return false;
  if (!ifExistsImplies(given, wanted, one.negated)) return false;
  if (one.base !== other.base && !isWiderFamily(one.base, other.base, one.negated)) return false;
  return one.negated
    ? wanted.values.every((value) => given.values.some((outer) => one.contains(outer, value)))
    : given.values.every((value) => wanted.values.some((outer) => other.contains(outer, value)));
}

/** With the key absent: a plain operator is false, so anything follows; a negated one and IfExists are true alike. */
function ifExistsImplies(given: Clause, wanted: Clause, negated: boolean): boolean {
  if (given.ifExists === wanted.ifExists) return true;
  if (negated && given.qualifier === undefined) return true;
  return !given.ifExists;
}

/** StringEquals x follows into StringLike x (unless x holds a wildcard: then `contains` decides as a pattern, wider still). */
function isWiderFamily(from: string, to: string, negated: boolean): boolean {
  const [narrow, wide] = negated ? [to, from] : [from, to];
  if (narrow === 'ArnEquals' || narrow === 'ArnLike') return wide === 'ArnEquals' || wide === 'ArnLike';
  return narrow === 'StringEquals' && (wide === 'StringLike' || wide === 'StringEqualsIgnoreCase');
}

function presenceImplies(given: Clause, wanted: Clause): boolean {
  const saysAbsent = (clause: Clause): boolean => clause.values[0]?.toLowerCase() === 'true';
  if (given.operator === 'Null' && wanted.operator === 'Null') return saysAbsent(given) === saysAbsent(wanted);
  const comparison = comparisonOf(given.operator === 'Null' ? wanted.operator : given.operator);
  if (comparison === undefined) return false;
  if (given.operator === 'Null') {
    return saysAbsent(given) && absentHolds(wanted, comparison.negated) === 'yes';
  }
  // A plain operator is true only when the key is there.
  const needsKey = !given.ifExists && given.qualifier !== 'ForAllValues' && !comparison.negated;
  return needsKey && !saysAbsent(wanted);
}
