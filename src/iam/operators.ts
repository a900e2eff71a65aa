import { arnCovers, arnsOverlap, covers, overlaps } from './pattern.js';
import { some, type Verdict, verdictOf } from './verdict.js';

/** How the values of a family of condition operators are compared. */
export interface Comparison {
  /** StringNotEquals and the like: true when no value matches, and when the key is absent. */
  readonly negated: boolean;
  /** The operator without its `Not`. */
  readonly base: string;
  /**
   * Does the condition's value match what the request holds? The request's side may be a pattern (any account's role):
   * `yes` when all that it stands for match, `no` when none does.
   */
  match(value: string, actual: string): Verdict;
  /** Does everything that `inner` matches also match `outer`? Both are values of a condition. */
  contains(outer: string, inner: string): boolean;
}

/** A policy variable (`${aws:PrincipalTag/team}`) is filled in at the time of the request: nobody knows it now. */
export function hasVariable(text: string): boolean {
  return text.includes('${');
}

/** What a text with variables may become, as a pattern: `home/${aws:username}` is `home/*`. */
function widened(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}/g, '*');
}

function byPattern(
  covering: (outer: string, inner: string) => boolean,
  overlapping: (one: string, other: string) => boolean,
  fold: (text: string) => string = (text) => text,
): Pick<Comparison, 'match' | 'contains'> {
  return {
    match(value, actual) {
      const folded = fold(value);
      const candidate = fold(actual);
      if (hasVariable(value)) return overlapping(widened(folded), candidate) ? 'undecidable' : 'no';
      if (covering(folded, candidate)) return 'yes';
      return overlapping(folded, candidate) ? 'undecidable' : 'no';
    },
    contains(outer, inner) {
      if (outer === inner) return true;
      if (hasVariable(outer)) return false;
      return covering(fold(outer), widened(fold(inner)));
    },
  };
}

/** Equality: the condition's value is taken literally, the request's side may still be a pattern. */
function byText(fold: (text: string) => string = (text) => text): Pick<Comparison, 'match' | 'contains'> {
  return {
    match(value, actual) {
      if (hasVariable(value)) return overlaps(widened(fold(value)), fold(actual)) ? 'undecidable' : 'no';
      if (fold(value) === fold(actual)) return 'yes';
      return overlaps(fold(actual), fold(value)) ? 'undecidable' : 'no';
    },
    contains: (outer, inner) => fold(outer) === fold(inner),
  };
}

/** `order(actual, value)` says whether the request's number satisfies the operator. */
function byOrder(
  read: (text: string) => number,
  order: (actual: number, value: number) => boolean,
): Pick<Comparison, 'match' | 'contains'> {
  return {
    match(value, actual) {
      const [a, b] = [read(actual), read(value)];
      return Number.isNaN(a) || Number.isNaN(b) ? 'undecidable' : verdictOf(order(a, b));
    },
    contains(outer, inner) {
      const [a, b] = [read(inner), read(outer)];
      return outer === inner || (!Number.isNaN(a) && !Number.isNaN(b) && (a === b || order(a, b)));
    },
  };
}

/** Networks are compared as text only: another spelling of the same network is undecidable, not unequal. */
const byNetwork: Pick<Comparison, 'match' | 'contains'> = {
  match: (value, actual) => (value === actual ? 'yes' : 'undecidable'),
  contains: (outer, inner) => outer === inner || outer === '0.0.0.0/0',
};

const lower = (text: string): string => text.toLowerCase();
const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
const date = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const positive = new Map<string, Pick<Comparison, 'match' | 'contains'>>([
  ['StringEquals', byText()],
  ['StringEqualsIgnoreCase', byText(lower)],
  ['StringLike', byPattern(covers, overlaps)],
  ['ArnEquals', byPattern(arnCovers, arnsOverlap)],
  ['ArnLike', byPattern(arnCovers, arnsOverlap)],
  ['Bool', byText(lower)],
  ['BinaryEquals', byText()],
  ['NumericEquals', byOrder(number, (a, b) => a === b)],
  ['NumericLessThan', byOrder(number, (a, b) => a < b)],
  ['NumericLessThanEquals', byOrder(number, (a, b) => a <= b)],
  ['NumericGreaterThan', byOrder(number, (a, b) => a > b)],
  ['NumericGreaterThanEquals', byOrder(number, (a, b) => a >= b)],
  ['DateEquals', byOrder(date, (a, b) => a === b)],
  ['DateLessThan', byOrder(date, (a, b) => a < b)],
  ['DateLessThanEquals', byOrder(date, (a, b) => a <= b)],
  ['DateGreaterThan', byOrder(date, (a, b) => a > b)],
  ['DateGreaterThanEquals', byOrder(date, (a, b) => a >= b)],
  ['IpAddress', byNetwork],
]);

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

const comparisons = new Map<string, Comparison>();
for (const [base, comparison] of positive) comparisons.set(base, { ...comparison, base, negated: false });
for (const [name, base] of Object.entries(NEGATED)) {
  const comparison = positive.get(base);
  if (comparison) comparisons.set(name, { ...comparison, base, negated: true });
}

/** Undefined for `Null`, which is about the key alone, and for operators that IAM does not have. */
export function comparisonOf(operator: string): Comparison | undefined {
  return comparisons.get(operator);
}

export const OPERATORS: readonly string[] = [...comparisons.keys(), 'Null'];

/** One of the condition's values matches what the request holds. */
export function matchesAny(comparison: Comparison, values: readonly string[], actual: string): Verdict {
  return some(values.map((value) => comparison.match(value, actual)));
}
