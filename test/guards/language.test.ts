import { rcpLanguage } from '../../src/guards/rcp-language.js';
import { scpLanguage } from '../../src/guards/scp-language.js';
import type { JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { deny, planOf, policy, SMALL } from '../support/picture.js';

const scp = (document: JsonObject) => planOf(SMALL, { ...SMALL, policies: { 'scp/p': document } });
const rcp = (document: JsonObject) => planOf(SMALL, { ...SMALL, policies: { 'rcp/p': document } });
const said = (document: JsonObject) => sayings(scpLanguage, scp(document));

describe('scp-language', () => {
  test("today's whole language passes", () => {
    const document = policy(
      {
        Effect: 'Allow',
        NotAction: 'iam:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:RequestedRegion': 'a' } },
      },
      { Effect: 'Allow', Action: ['s3:*Object', 'ec2:Desc?ibe*'], Resource: 'arn:aws:s3:::bucket/*' },
      {
        Effect: 'Deny',
        Action: '*',
        NotResource: 'arn:aws:s3:::x',
        Condition: { 'ForAnyValue:ArnLikeIfExists': { k: ['a'] }, Null: { k: true } },
      },
    );
    expect(said(document)).toEqual([]);
    expect(said({ Version: '2012-10-17', Statement: deny('s3:*') })).toEqual([]);
  });

  test.each<[string, JsonObject, RegExp]>([
    [
      'old version',
      { Version: '2008-10-17', Statement: [deny('s3:*')] },
      /Version is "2008-10-17", must be "2012-10-17"/,
    ],
    ['no version', { Statement: [deny('s3:*')] }, /Version is absent/],
    ['unknown element', { ...policy(deny('s3:*')), Statements: [] }, /Statements is no element of a policy document/],
    ['no statement', policy(), /Statement is empty/],
    ['statement of text', { Version: '2012-10-17', Statement: ['x'] }, /Statement\[0\] is "x", must be an object/],
    ['effect', policy(deny('s3:*', { Effect: 'deny' })), /Statement\[0\].Effect is "deny"/],
    ['principal', policy(deny('s3:*', { Principal: '*' })), /Statement\[0\].Principal cannot stand/],
    ['both', policy(deny('s3:*', { NotAction: 's3:Get*' })), /has both Action and NotAction/],
    ['neither', policy({ Effect: 'Deny', Action: 's3:*' }), /has neither Resource nor NotResource/],
    ['upper case service', policy(deny('S3:GetObject')), /Action is "S3:GetObject", which is no action/],
    ['no service', policy(deny(['s3:*', 'GetObject'])), /Action\[1\] is "GetObject"/],
    ['no ARN', policy(deny('s3:*', { Resource: 'my-bucket' })), /Resource is "my-bucket", which is no ARN/],
    ['empty list', policy(deny([])), /Action is an empty list/],
    ['number', policy(deny('s3:*', { Resource: [1] as never })), /Resource\[0\] is 1, must be text/],
    [
      'operator',
      policy(deny('s3:*', { Condition: { StringEqual: { k: 'v' } } })),
      /Condition.StringEqual is no condition operator/,
    ],
    ['condition', policy(deny('s3:*', { Condition: { StringEquals: 'v' } })), /must be an object: \{ key: value \}/],
    ['bool', policy(deny('s3:*', { Condition: { Bool: { k: 'yes' } } })), /is "yes", must be "true" or "false"/],
    ['element', policy(deny('s3:*', { Conditions: {} })), /Statement\[0\].Conditions is no element of a statement/],
    ['same Sid', policy(deny('s3:*'), deny('a:b')), /Sid "Deny" is also the Sid of Statement\[0\]/],
    ['odd Sid', policy(deny('s3:*', { Sid: 'deny-s3' })), /^warning .*holds characters that AWS may refuse/],
  ])('%s', (_name, document, expected) => {
    const found = said(document);
    expect(found.some((line) => expected.test(line))).toBe(true);
  });

  test('all faults at once, at the policy; only what the plan writes; an allowance lets it pass', () => {
    const bad = policy(deny('S3:x', { Resource: 'y', Effect: 'no' }));
    expect(said(bad)).toHaveLength(3);
    expect(said(bad)[0]).toMatch(/^error policy:scp\/p: Statement\[0\]/);
    const sketch = { ...SMALL, policies: { 'scp/p': bad } };
    expect(sayings(scpLanguage, planOf(sketch, sketch))).toEqual([]);
    expect(sayings(scpLanguage, rcp(bad))).toEqual([]);
    expect(leftAfterAllowing(scpLanguage, scp(bad))).toEqual([]);
  });

  test('ids are filled in first', () => {
    expect(said(policy(deny('s3:*', { Resource: 'arn:aws:iam::${account.payments.id}:role/x' })))).toEqual([]);
  });
});

describe('rcp-language', () => {
  const good = deny('s3:Get*', { Principal: '*' });
  test('a deny for everybody passes', () => {
    expect(sayings(rcpLanguage, rcp(policy(good)))).toEqual([]);
  });

  test.each<[string, JsonObject, RegExp]>([
    ['allow', { ...good, Effect: 'Allow' }, /^error .*may only deny/],
    ['no principal', deny('s3:*'), /^error .*Principal is absent, must be "\*"/],
    ['principal object', { ...good, Principal: { AWS: '*' } }, /^error .*Principal is \{"AWS":"\*"\}/],
    [
      'NotAction',
      { Effect: 'Deny', Principal: '*', NotAction: 's3:*', Resource: '*' },
      /^error .*NotAction cannot stand/,
    ],
    ['every action', { ...good, Action: ['s3:*', '*'] }, /^error .*must name a service/],
    ['service it does not know', { ...good, Action: 'lambda:*' }, /^warning .*"lambda:\*": .* act on lambda/],
  ])('%s', (_name, statement, expected) => {
    const found = sayings(rcpLanguage, rcp(policy(statement)));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  test('an allowance lets it pass', () => {
    expect(leftAfterAllowing(rcpLanguage, rcp(policy(deny('*'))))).toEqual([]);
  });
});
