import { attachmentQuota } from '../../src/guards/attachment-quota.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { planOf, type Sketch, SMALL } from '../support/picture.js';

const scps = (count: number, at: string) => Array.from({ length: count }, (_, index) => `scp/p${index}@${at}`);
const with_ = (attached: string[], more: Partial<Sketch> = {}): Sketch => ({ ...SMALL, ...more, attached });

describe('attachment-quota', () => {
  test('FullAWSAccess counts: nine more are ten', () => {
    const at = 'unit:Workloads';
    expect(sayings(attachmentQuota, planOf(SMALL, with_(scps(9, at))))).toEqual([]);
    expect(sayings(attachmentQuota, planOf(SMALL, with_(scps(10, at))))[0]).toMatch(
      /^error policy-attachment:scp\/p0@unit:Workloads: Workloads would have 11 policies of type SCP attached, AWS allows 10: FullAWSAccess, p0/,
    );
  });

  test("Control Tower's guardrails count and are named", () => {
    const guardrails = ['scp/aws-guardrails-abcdef@unit:Sandbox', 'scp/aws-guardrails-ghijkl@unit:Sandbox'];
    const before = with_(guardrails);
    const after = with_([...guardrails, ...scps(8, 'unit:Sandbox')]);
    expect(sayings(attachmentQuota, planOf(before, after))[0]).toMatch(/11 policies .* 2 of Control Tower's/);
  });

  test('a unit that the plan makes gets FullAWSAccess from AWS', () => {
    const after = with_(scps(10, 'unit:Sandbox'), { planned: ['unit:Sandbox'] });
    expect(sayings(attachmentQuota, planOf({ ...SMALL, units: [] }, after))[0]).toContain(
      'FullAWSAccess (AWS attaches it)',
    );
    const fits = with_(scps(9, 'unit:Sandbox'), { planned: ['unit:Sandbox'] });
    expect(sayings(attachmentQuota, planOf({ ...SMALL, units: [] }, fits))).toEqual([]);
  });

  test('a type that the plan enables brings its default to every target', () => {
    const rcps = (count: number) => with_(['a', 'b', 'c', 'd', 'e'].slice(0, count).map((name) => `rcp/${name}@root`));
    const before = { ...SMALL, types: ['scp'] };
    expect(sayings(attachmentQuota, planOf(before, rcps(4)))).toEqual([]);
    expect(sayings(attachmentQuota, planOf(before, rcps(5)))[0]).toContain('would have 6 policies of type RCP');
  });

  test('an RCP target takes four beside the default', () => {
    const rcps = (count: number) =>
      ['RCPFullAWSAccess', 'a', 'b', 'c', 'd', 'e'].slice(0, count).map((name) => `rcp/${name}@root`);
    const before = with_(rcps(1));
    expect(sayings(attachmentQuota, planOf(before, with_(rcps(5))))).toEqual([]);
    expect(sayings(attachmentQuota, planOf(before, with_(rcps(6))))).toHaveLength(1);
  });

  test('inherited policies do not count; a swap in a full slot passes', () => {
    const full = scps(9, 'root');
    expect(sayings(attachmentQuota, planOf(with_(full), with_([...full, 'scp/x@unit:Workloads'])))).toEqual([]);
    expect(sayings(attachmentQuota, planOf(with_(full), with_([...full.slice(1), 'scp/x@root'])))).toEqual([]);
  });

  test('overrides, unconfirmed limits, allowance, slots', () => {
    const plan = (type: string, count: number, quotas = {}) =>
      planOf(
        SMALL,
        with_(
          Array.from({ length: count }, (_, index) => `${type}/p${index}@root`),
          { types: [type] },
        ),
        { quotas },
      );
    expect(sayings(attachmentQuota, plan('s3', 11))[0]).toMatch(/^warning .*not confirmed/);
    expect(sayings(attachmentQuota, plan('tag', 3, { tag: { perTarget: 2 } }))).toHaveLength(1);
    expect(leftAfterAllowing(attachmentQuota, plan('tag', 11))).toEqual([]);
    expect([...(attachmentQuota.quotas?.(plan('tag', 2)) ?? [])]).toEqual([
      { subject: 'tag policy root', before: 0, after: 2, limit: 10 },
    ]);
  });
});
