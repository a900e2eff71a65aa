import { policySize } from '../../src/guards/policy-size.js';
import type { JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { deny, planOf, policy, SMALL } from '../support/picture.js';

/** A document of exactly so many characters once minified. */
function documentOf(length: number): JsonObject {
  const empty = JSON.stringify(policy(deny('a:b', { Sid: '' }))).length;
  return policy(deny('a:b', { Sid: 'x'.repeat(length - empty) }));
}

const plan = (type: string, length: number, quotas = {}) =>
  planOf(SMALL, { ...SMALL, policies: { [`${type}/big`]: documentOf(length) } }, { quotas });

describe('policy-size', () => {
  test.each([
    ['scp', 10_240],
    ['rcp', 5_120],
    ['ai-opt-out', 2_500],
  ])('%s: the limit itself passes, one character more does not', (type, limit) => {
    expect(sayings(policySize, plan(type, limit))).toEqual([]);
    const [said] = sayings(policySize, plan(type, limit + 1));
    expect(said).toContain(
      `error policy:${type}/big: the document has ${(limit + 1).toLocaleString('en-US')} characters, 1 more`,
    );
  });

  test('counts ids as they will be sent', () => {
    const action = 's3:Get';
    const document = policy(deny(action, { Resource: 'arn:aws:iam::${account.payments.id}:role/x' }));
    const size = JSON.stringify(document).length - '${account.payments.id}'.length + 12;
    const input = (limit: number) =>
      planOf(SMALL, { ...SMALL, policies: { 'scp/p': document } }, { quotas: { scp: { size: limit } } });
    expect(sayings(policySize, input(size))).toEqual([]);
    expect(sayings(policySize, input(size - 1))).toHaveLength(1);
  });

  test('a limit that no source confirms only warns; one that the manifest gives refuses', () => {
    expect(sayings(policySize, plan('bedrock', 10_001))[0]).toMatch(/^warning .*limit not confirmed/);
    expect(sayings(policySize, plan('bedrock', 501, { bedrock: { size: 500 } }))[0]).toMatch(/^error /);
  });

  test('an allowance lets it pass, and a nearly full document is among the slots', () => {
    expect(leftAfterAllowing(policySize, plan('scp', 10_241))).toEqual([]);
    expect([...(policySize.quotas?.(plan('scp', 9_000)) ?? [])]).toEqual([
      { subject: 'characters of policy:scp/big', before: 0, after: 9_000, limit: 10_240 },
    ]);
    expect([...(policySize.quotas?.(plan('scp', 1_000)) ?? [])]).toEqual([]);
  });
});
