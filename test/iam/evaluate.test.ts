import { uncovered } from '../../src/iam/cover.js';
import { readStatements } from '../../src/iam/document.js';
import { allows, denies, type Request } from '../../src/iam/evaluate.js';
import type { JsonObject } from '../../src/model.js';
import { deny, policy } from '../support/picture.js';

const request = (action: string, resource = '*', context: Request['context'] = {}): Request => ({
  action,
  resource,
  context,
});

describe('denies', () => {
  test('by action and resource, with patterns on both sides', () => {
    const document = policy(deny('s3:Put*', { Resource: 'arn:aws:s3:::logs-*' }));
    expect(denies(document, request('S3:PutObject', 'arn:aws:s3:::logs-1/x'))).toBe('yes');
    expect(denies(document, request('s3:GetObject', 'arn:aws:s3:::logs-1/x'))).toBe('no');
    expect(denies(document, request('s3:PutObject', 'arn:aws:s3:::other'))).toBe('no');
    expect(denies(document, request('s3:PutObject', '*'))).toBe('undecidable');
  });

  test('NotAction and NotResource are everything but', () => {
    const document = policy({ Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: '*' });
    expect(denies(document, request('iam:GetRole'))).toBe('no');
    expect(denies(document, request('s3:GetObject'))).toBe('yes');
    expect(denies(document, request('*'))).toBe('undecidable');
  });

  test('Allow statements deny nothing; what cannot be read is undecidable', () => {
    expect(denies(policy({ Effect: 'Allow', Action: '*', Resource: '*' }), request('s3:GetObject'))).toBe('no');
    expect(denies(policy({ Effect: 'Deny', Action: 's3:*', Resource: '*', Extra: 1 }), request('s3:X'))).toBe(
      'undecidable',
    );
    expect(denies({ Statement: 'nonsense' }, request('s3:X'))).toBe('undecidable');
  });
});

test('allows: one document that surely allows decides', () => {
  const some = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:x': 'true' } } });
  const all = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
  expect(allows([some], request('s3:GetObject'))).toBe('undecidable');
  expect(allows([some, all], request('s3:GetObject'))).toBe('yes');
  expect(allows([some], request('ec2:RunInstances'))).toBe('no');
});

describe('uncovered', () => {
  const lost = (before: JsonObject, ...after: JsonObject[]) => {
    const [statement] = readStatements(policy(before));
    if (statement === undefined) throw new Error('the test holds a statement');
    return uncovered(statement, readStatements(policy(...after)));
  };

  test('a wider deny covers, a narrower one leaves a rest', () => {
    expect(lost(deny(['s3:Get*', 'kms:*']), deny('*'))).toEqual([]);
    expect(lost(deny(['s3:Get*', 'kms:*']), deny('s3:*'))).toEqual(['kms:*']);
  });

  test('one statement may be split into several', () => {
    expect(lost(deny(['s3:*', 'kms:*']), deny('s3:*'), deny('kms:*'))).toEqual([]);
    expect(
      lost(
        deny('s3:*', { Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] }),
        deny('s3:*', { Resource: 'arn:aws:s3:::a' }),
        deny('s3:*', { Resource: 'arn:aws:s3:::b' }),
      ),
    ).toEqual([]);
  });

  test('a deny of everything but some covers what is not among them', () => {
    const allBut = { Effect: 'Deny', NotAction: ['iam:*'], Resource: '*' };
    expect(lost(deny('s3:*'), allBut)).toEqual([]);
    expect(lost(deny('iam:CreateUser'), allBut)).toEqual(['iam:CreateUser']);
    expect(lost(allBut, { ...allBut, NotAction: ['iam:Get*'] })).toEqual([]);
    expect(lost(allBut, { ...allBut, NotAction: ['iam:*', 'sts:*'] })).toEqual(['everything but iam:*']);
    expect(lost(allBut, deny('*'))).toEqual([]);
  });

  test('a stronger condition, or one that cannot be compared, does not cover', () => {
    const unless = (role: string) => ({ Condition: { ArnNotLike: { 'aws:PrincipalArn': role } } });
    expect(lost(deny('s3:*'), deny('s3:*', unless('arn:aws:iam::*:role/a')))).toEqual(['s3:*']);
    expect(lost(deny('s3:*', unless('arn:aws:iam::*:role/a')), deny('s3:*'))).toEqual([]);
    expect(lost(deny('s3:*'), deny('s3:*', { Unreadable: true }))).toEqual(['s3:*']);
  });
});
