import fc from 'fast-check';
import { canonicalDocument, canonicalTree, sameDocument } from '../../src/iam/canonical.js';
import { diffDocuments } from '../../src/iam/diff.js';
import { readStatement } from '../../src/iam/document.js';
import { summarizeStatement } from '../../src/iam/summary.js';
import type { JsonObject } from '../../src/model.js';
import { deny, policy } from '../support/picture.js';

describe('the canonical document', () => {
  const one: JsonObject = policy(
    { Sid: 'A', Effect: 'Deny', Action: 'S3:GetObject', Resource: ['*'] },
    deny(['b:Y', 'b:X'], { Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': 5 }, Bool: { 'aws:x': true } } }),
  );
  const other: JsonObject = {
    Statement: [
      deny(['b:X', 'b:Y', 'b:X'], {
        Condition: { Bool: { 'AWS:x': ['true'] }, NumericLessThan: { 'aws:multifactorauthage': '5' } },
      }),
      { Resource: '*', Action: ['s3:GetObject'], Effect: 'Deny', Sid: 'A' },
    ],
    Version: '2012-10-17',
  };

  test('is the same for two spellings of one meaning', () => {
    expect(canonicalDocument(one)).toEqual(canonicalDocument(other));
    expect(JSON.stringify(canonicalDocument(one))).toBe(JSON.stringify(canonicalDocument(other)));
    expect(sameDocument(one, other)).toBe(true);
    expect(diffDocuments(one, other)).toEqual([]);
  });

  test('is a fixed point, for any document whatever', () => {
    const anything = fc.object({ maxDepth: 4 }).map((value): JsonObject => JSON.parse(JSON.stringify(value)));
    fc.assert(
      fc.property(anything, (document) => {
        const statement: JsonObject = { ...document, Statement: [document, document] };
        for (const input of [document, statement]) {
          const canonical = canonicalDocument(input);
          expect(canonicalDocument(canonical)).toEqual(canonical);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('resources keep their case, and a lost exception is a difference', () => {
    expect(
      sameDocument(
        policy(deny('s3:*', { Resource: 'arn:aws:s3:::A' })),
        policy(deny('s3:*', { Resource: 'arn:aws:s3:::a' })),
      ),
    ).toBe(false);
    expect(sameDocument(policy(deny('s3:*')), policy(deny('s3:*', { Condition: { Bool: { k: 'true' } } })))).toBe(
      false,
    );
  });

  test('trees: keys and lists of values in any order', () => {
    const tree = (values: string[]): JsonObject => ({ tags: { cost: { tag_value: { '@@assign': values } } } });
    expect(canonicalTree(tree(['b', 'a']))).toEqual(canonicalTree(tree(['a', 'b'])));
    expect(sameDocument(tree(['a']), tree(['a', 'b']))).toBe(false);
  });
});

describe('summaries', () => {
  test('a deny reads as what it denies and whom it lets pass', () => {
    const statement = readStatement({
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*', 'kms:*'],
      Resource: '*',
      Condition: {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    });
    expect(summarizeStatement(statement)).toBe('Deny s3:* kms:*  unless PrincipalOrgID = o-a1b2c3d4e5 | AWS service');
  });

  test.each<[JsonObject, string]>([
    [deny('organizations:LeaveOrganization'), 'Deny organizations:LeaveOrganization'],
    [
      {
        Effect: 'Deny',
        NotAction: ['iam:*'],
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': ['a', 'b'] } },
      },
      'Deny everything but iam:*  unless RequestedRegion = a, b',
    ],
    [
      deny('*', {
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' }, Null: { 'aws:AssumedRoot': 'true' } },
      }),
      'Deny *  when PrincipalArn ~ root  unless AssumedRoot present',
    ],
    [deny('iam:*', { Resource: 'arn:aws:iam::*:role/x' }), 'Deny iam:* on role/x'],
    [deny(['a:1', 'a:2', 'a:3', 'a:4', 'a:5', 'a:6', 'a:7', 'a:8', 'a:9']), 'Deny a:1 a:2 a:3 a:4 a:5 a:6 a:7 +2 more'],
  ])('%j', (statement, expected) => {
    expect(summarizeStatement(readStatement(statement))).toBe(expected);
  });
});

describe('diffs', () => {
  test('statements are paired by Sid and changed sets are named', () => {
    const from = policy(deny(['s3:*', 'kms:*'], { Sid: 'Data' }), deny('a:b', { Sid: 'Gone' }));
    const to = policy(
      deny(['s3:*', 'sqs:*'], { Sid: 'Data', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      deny('c:d', { Sid: 'Come' }),
    );
    expect(diffDocuments(from, to)).toEqual([
      '~ Data: actions + sqs:* - kms:*; condition + StringNotEquals aws:principalorgid o-1',
      '- Deny a:b',
      '+ Deny c:d',
    ]);
  });

  test('without Sids, statements with common actions are paired', () => {
    const [from, to] = [
      { Effect: 'Deny', Action: ['a:b', 'a:c'], Resource: '*' },
      { Effect: 'Deny', Action: ['a:b'], Resource: '*' },
    ];
    expect(diffDocuments(policy(from), policy(to))).toEqual(['~ statement: actions - a:c']);
  });

  test('created and removed documents', () => {
    expect(diffDocuments(undefined, policy(deny('a:B')))).toEqual(['+ Deny a:B']);
    expect(diffDocuments(policy(deny('a:B')), undefined)).toEqual(['- Deny a:B']);
  });

  test('trees are compared path by path', () => {
    const from = { s3_attributes: { public_access_block_configuration: { '@@assign': 'none' } } };
    const to = { s3_attributes: { public_access_block_configuration: { '@@assign': 'all' }, more: true } };
    expect(diffDocuments(from, to)).toEqual([
      '+ s3_attributes.more = true',
      '~ s3_attributes.public_access_block_configuration.@@assign: none -> all',
    ]);
  });
});
