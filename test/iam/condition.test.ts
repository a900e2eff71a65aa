import fc from 'fast-check';
import { conditionHolds, implies, type RequestContext } from '../../src/iam/condition.js';
import { readStatement } from '../../src/iam/document.js';
import type { JsonObject } from '../../src/model.js';

const clauses = (Condition: JsonObject) =>
  readStatement({ Effect: 'Deny', Action: '*', Resource: '*', Condition }).clauses;
const holds = (condition: JsonObject, context: RequestContext) => conditionHolds(clauses(condition), context);
const follows = (from: JsonObject, to: JsonObject) => implies(clauses(from), clauses(to));

describe('a condition', () => {
  const org = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } };

  test.each<[string, JsonObject, RequestContext, string]>([
    ['equal', { StringEquals: { 'aws:PrincipalOrgID': ['o-1', 'o-2'] } }, { 'aws:principalorgid': 'o-2' }, 'yes'],
    ['not equal, equal', org, { 'aws:principalorgid': 'o-1' }, 'no'],
    ['a negated operator holds when the key is absent', org, { 'aws:principalorgid': null }, 'yes'],
    ['a plain operator does not', { StringEquals: { k: 'v' } }, { k: null }, 'no'],
    ['IfExists does', { StringEqualsIfExists: { k: 'v' } }, { k: null }, 'yes'],
    ['an unknown key cannot be told', org, {}, 'undecidable'],
    ['Null true: absent', { Null: { 'aws:AssumedRoot': 'true' } }, { 'aws:assumedroot': null }, 'yes'],
    ['Null true: present', { Null: { 'aws:AssumedRoot': true } }, { 'aws:assumedroot': 'true' }, 'no'],
    ['Bool', { Bool: { 'aws:SecureTransport': false } }, { 'aws:securetransport': 'false' }, 'yes'],
    ['ForAllValues of nothing', { 'ForAllValues:StringEquals': { k: ['a'] } }, { k: null }, 'yes'],
    ['ForAllValues', { 'ForAllValues:StringEquals': { k: ['a'] } }, { k: ['a', 'b'] }, 'no'],
    ['ForAnyValue', { 'ForAnyValue:StringLike': { k: ['a*'] } }, { k: ['x', 'ab'] }, 'yes'],
    ['ForAnyValue of nothing', { 'ForAnyValue:StringLike': { k: ['a*'] } }, { k: null }, 'no'],
    ['numbers', { NumericLessThan: { k: 10 } }, { k: '9' }, 'yes'],
    ['a variable in the value', { StringEquals: { k: '${aws:username}' } }, { k: 'x' }, 'undecidable'],
    ['an unknown operator', { StringMaybe: { k: 'x' } }, { k: 'x' }, 'undecidable'],
    [
      'a pattern of principals, all excepted',
      { ArnNotLike: { p: 'arn:aws:iam::*:role/ct-*' } },
      { p: 'arn:aws:iam::*:role/ct-x' },
      'no',
    ],
    [
      'a pattern of principals, some excepted',
      { ArnNotLike: { p: 'arn:aws:iam::1:role/*' } },
      { p: 'arn:aws:iam::*:role/x' },
      'undecidable',
    ],
  ])('%s', (_name, condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });

  test('lines are joined by AND: one that fails decides', () => {
    expect(holds({ ...org, StringEquals: { unknown: 'x' } }, { 'aws:principalorgid': 'o-1' })).toBe('no');
  });
});

describe('implication', () => {
  test.each<[string, JsonObject, JsonObject, string]>([
    ['no condition follows from any', { StringEquals: { k: 'a' } }, {}, 'yes'],
    ['a condition does not follow from none', {}, { StringEquals: { k: 'a' } }, 'undecidable'],
    ['fewer values', { StringEquals: { k: 'a' } }, { StringEquals: { k: ['a', 'b'] } }, 'yes'],
    ['more values', { StringEquals: { k: ['a', 'b'] } }, { StringEquals: { k: 'a' } }, 'undecidable'],
    ['fewer exceptions', { StringNotEquals: { k: ['a', 'b'] } }, { StringNotEquals: { k: 'a' } }, 'yes'],
    ['more exceptions', { StringNotEquals: { k: 'a' } }, { StringNotEquals: { k: ['a', 'b'] } }, 'undecidable'],
    [
      'wider exceptions',
      { ArnNotLike: { k: 'arn:aws:iam::*:role/a' } },
      { ArnNotLike: { k: 'arn:aws:iam::*:role/*' } },
      'undecidable',
    ],
    [
      'narrower exceptions',
      { ArnNotLike: { k: 'arn:aws:iam::*:role/*' } },
      { ArnNotLike: { k: 'arn:aws:iam::*:role/a' } },
      'yes',
    ],
    ['IfExists is wider', { StringEquals: { k: 'a' } }, { StringEqualsIfExists: { k: 'a' } }, 'yes'],
    ['IfExists is not narrower', { StringEqualsIfExists: { k: 'a' } }, { StringEquals: { k: 'a' } }, 'undecidable'],
    [
      'IfExists says nothing of a negated one',
      { StringNotEqualsIfExists: { k: 'a' } },
      { StringNotEquals: { k: 'a' } },
      'yes',
    ],
    ['equal into like', { StringEquals: { k: 'abc' } }, { StringLike: { k: 'a*' } }, 'yes'],
    ['like into equal', { StringLike: { k: 'a*' } }, { StringEquals: { k: 'abc' } }, 'undecidable'],
    ['a line dropped is weaker', { StringEquals: { k: 'a' }, Bool: { b: true } }, { Bool: { b: true } }, 'yes'],
    ['a smaller number', { NumericLessThan: { k: '5' } }, { NumericLessThan: { k: '10' } }, 'yes'],
    ['a larger number', { NumericLessThan: { k: '10' } }, { NumericLessThan: { k: '5' } }, 'undecidable'],
    ['absent follows into a negated line', { Null: { k: 'true' } }, { StringNotEquals: { k: 'a' } }, 'yes'],
    ['key names ignore case', { StringEquals: { 'AWS:K': 'a' } }, { StringEquals: { 'aws:k': 'a' } }, 'yes'],
    ['variables only when equal', { StringLike: { k: '${aws:x}' } }, { StringLike: { k: 'a*' } }, 'undecidable'],
  ])('%s', (_name, from, to, expected) => {
    expect(follows(from, to)).toBe(expected);
  });

  test('whenever it says yes, no request tells the two apart', () => {
    const operator = fc.constantFrom(
      ...['StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike'].flatMap((name) => [
        name,
        `${name}IfExists`,
        `ForAnyValue:${name}`,
        `ForAllValues:${name}`,
      ]),
    );
    const block = fc
      .tuple(operator, fc.uniqueArray(fc.constantFrom('a', 'b', 'ab', 'a*', '*', '?'), { minLength: 1, maxLength: 3 }))
      .map(([name, values]): JsonObject => ({ [name]: { k: values } }));
    const presence = fc.constantFrom<JsonObject>({ Null: { k: 'true' } }, { Null: { k: 'false' } });
    const either = fc.oneof(block, block, presence);
    const contexts: RequestContext[] = [
      { k: null },
      ...['a', 'b', 'ab', 'x', ''].map((k) => ({ k })),
      { k: ['a', 'x'] },
      { k: ['b', 'ab'] },
    ];
    fc.assert(
      fc.property(either, either, (from, to) => {
        fc.pre(follows(from, to) === 'yes');
        for (const context of contexts) {
          if (holds(from, context) === 'yes') expect([context, holds(to, context)]).toEqual([context, 'yes']);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
