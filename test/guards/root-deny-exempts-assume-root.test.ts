import { rootDeny } from '../../src/guards/root-deny-exempts-assume-root.js';
import type { JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { deny, planOf, policy, SMALL } from '../support/picture.js';

const ROOT = { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' } };
const EXEMPT = { Null: { 'aws:AssumedRoot': 'true' } };
const plan = (statement: JsonObject) => planOf(SMALL, { ...SMALL, policies: { 'scp/root': policy(statement) } });
const denyRoot = (condition: JsonObject, action = '*') => deny(action, { Condition: condition });

describe('root-deny-exempts-assume-root', () => {
  test('a deny of root without the exception breaks centralized root access', () => {
    expect(sayings(rootDeny, plan(denyRoot(ROOT)))).toEqual([
      'error policy:scp/root: Deny denies root in member accounts and does not except sts:AssumeRoot sessions, so centralized root access breaks: iam:GetAccountSummary, iam:GetLoginProfile, iam:ListAccessKeys and 9 more',
    ]);
  });

  test.each<[string, JsonObject]>([
    ['StringLike', { StringLike: { 'AWS:PrincipalARN': ['arn:aws:iam::*:root'] } }],
    ['one account', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:root' } }],
    ['with another condition', { ...ROOT, StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }],
    ['the wrong exception', { ...ROOT, Null: { 'aws:AssumedRoot': 'false' } }],
  ])('%s is caught too', (_name, condition) => {
    expect(sayings(rootDeny, plan(denyRoot(condition)))).toHaveLength(1);
  });

  test('with the exception it passes', () => {
    expect(sayings(rootDeny, plan(denyRoot({ ...ROOT, ...EXEMPT })))).toEqual([]);
  });

  test('what no root task calls, and denies that are not about root, pass', () => {
    expect(sayings(rootDeny, plan(denyRoot(ROOT, 'iam:CreateAccessKey')))).toEqual([]);
    expect(sayings(rootDeny, plan(deny('*')))).toEqual([]);
    expect(sayings(rootDeny, plan(denyRoot({ ArnNotLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' } })))).toEqual([]);
  });

  test('a declared policy is judged although nothing changes; an allowance lets it pass', () => {
    const sketch = { ...SMALL, policies: { 'scp/root': policy(denyRoot(ROOT)) } };
    expect(sayings(rootDeny, planOf(sketch, sketch))).toEqual([]);
    const declared = planOf(sketch, sketch, { declared: ['policy:scp/root'] });
    expect(sayings(rootDeny, declared)).toHaveLength(1);
    expect(leftAfterAllowing(rootDeny, declared)).toEqual([]);
  });
});
