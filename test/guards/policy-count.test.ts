import { policyCount } from '../../src/guards/policy-count.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { deny, planOf, policy, SMALL } from '../support/picture.js';

const policies = (type: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${type}/p${index}`, policy(deny('a:b'))]));
const plan = (type: string, before: number, after: number, limit: number) =>
  planOf(
    { ...SMALL, policies: policies(type, before) },
    { ...SMALL, policies: policies(type, after) },
    { quotas: { [type]: { perOrganization: limit } } },
  );

describe('policy-count', () => {
  test('as many as allowed pass, one more does not', () => {
    expect(sayings(policyCount, plan('scp', 1, 3, 3))).toEqual([]);
    expect(sayings(policyCount, plan('scp', 1, 4, 3))).toEqual([
      'error policy:scp/*: the organization would have 4 policies of type SCP, 1 more than the 3 that AWS allows',
    ]);
  });

  test('what is over the limit already and does not grow is let be', () => {
    expect(sayings(policyCount, plan('scp', 5, 4, 3))).toEqual([]);
  });

  test("AWS's own policies do not count", () => {
    const full = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
    const after = { ...SMALL, policies: { ...policies('scp', 3), 'scp/FullAWSAccess': full } };
    expect(sayings(policyCount, planOf(SMALL, after, { quotas: { scp: { perOrganization: 3 } } }))).toEqual([]);
  });

  test('allowance, slots', () => {
    expect(leftAfterAllowing(policyCount, plan('scp', 1, 4, 3))).toEqual([]);
    expect([...(policyCount.quotas?.(plan('rcp', 1, 2, 5)) ?? [])]).toEqual([
      { subject: 'policies of type rcp', before: 1, after: 2, limit: 5 },
    ]);
  });
});
