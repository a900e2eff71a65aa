import { lossOfProtection } from '../../src/guards/loss-of-protection.js';
import type { JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { deny, planOf, policy, type Sketch, SMALL } from '../support/picture.js';

const said = (before: Sketch, after: Sketch) => sayings(lossOfProtection, planOf(before, after));
const PROTECTED: Sketch = {
  ...SMALL,
  policies: { 'scp/a': policy(deny(['s3:*', 'kms:*'])) },
  attached: ['scp/a@unit:Workloads'],
};
const withText = (document: JsonObject): Sketch => ({ ...PROTECTED, policies: { 'scp/a': document } });

describe('loss-of-protection', () => {
  test('detached: which accounts lose what, at the attachment', () => {
    expect(said(PROTECTED, { ...PROTECTED, attached: [] })).toEqual([
      'error policy-attachment:scp/a@unit:Workloads: 1 account would lose protection (payments): Deny s3:* kms:* (a, Deny)',
    ]);
  });

  test('edited: only what is not denied any more, at the policy', () => {
    expect(said(PROTECTED, withText(policy(deny('s3:*'))))).toEqual([
      'error policy:scp/a: 1 account would lose protection (payments): Deny kms:* (a, Deny)',
    ]);
  });

  test('a new exception is a loss, a dropped one is not', () => {
    const excepting = (...roles: string[]) =>
      withText(policy(deny(['s3:*', 'kms:*'], { Condition: { ArnNotLike: { 'aws:PrincipalArn': roles } } })));
    const [a, b] = ['arn:aws:iam::*:role/a', 'arn:aws:iam::*:role/b'];
    expect(said(PROTECTED, excepting(a))).toHaveLength(1);
    expect(said(excepting(a), excepting(a, b))).toHaveLength(1);
    expect(said(excepting(a, b), excepting(b))).toEqual([]);
    expect(said(excepting(a), PROTECTED)).toEqual([]);
  });

  test('written otherwise, wider, elsewhere on the line, or split over two policies: kept', () => {
    expect(said(PROTECTED, withText(policy(deny('KMS:*'), deny('*', { Sid: 'b' }))))).toEqual([]);
    expect(said(PROTECTED, { ...PROTECTED, attached: ['scp/a@root'] })).toEqual([]);
    expect(said(PROTECTED, { ...PROTECTED, attached: ['scp/a@account:payments'] })).toEqual([]);
    const split = { 'scp/b': policy(deny('s3:*')), 'scp/c': policy(deny('kms:*')) };
    expect(
      said(PROTECTED, { ...PROTECTED, policies: split, attached: ['scp/b@root', 'scp/c@unit:Workloads/Prod'] }),
    ).toEqual([]);
  });

  test('an RCP does not make up for an SCP', () => {
    const rcp = { 'rcp/a': policy(deny(['s3:*', 'kms:*'], { Principal: '*' })) };
    expect(said(PROTECTED, { ...PROTECTED, policies: rcp, attached: ['rcp/a@root'] })).toHaveLength(1);
  });

  test('an account that moves out, at the account; one that moves to the same denies passes', () => {
    const moved = { ...PROTECTED, accounts: { ...SMALL.accounts, payments: 'unit:Sandbox' as const } };
    expect(said(PROTECTED, moved)).toEqual([
      'error account:payments: moving from unit:Workloads/Prod to unit:Sandbox loses protection: Deny s3:* kms:* (a, Deny)',
    ]);
    const both = (sketch: Sketch) => ({ ...sketch, attached: ['scp/a@unit:Workloads', 'scp/a@unit:Sandbox'] });
    expect(said(both(PROTECTED), both(moved))).toEqual([]);
  });

  test('a policy type that is switched off', () => {
    expect(said(PROTECTED, { ...PROTECTED, types: ['rcp'] })).toEqual([
      'error policy-type:scp: 1 account would lose protection (payments): Deny s3:* kms:* (a, Deny)',
    ]);
  });

  test('the management account loses nothing, and neither does an account that is gone', () => {
    const management = {
      ...SMALL,
      policies: { 'scp/a': policy(deny('s3:*')) },
      attached: ['scp/a@account:management'],
    };
    expect(said(management, SMALL)).toEqual([]);
    expect(said(PROTECTED, { ...SMALL, accounts: { alice: 'unit:Sandbox' } })).toEqual([]);
  });

  test('what cannot be compared counts as lost: an unknown text, a variable', () => {
    const unknown = { ...SMALL, policies: { 'scp/theirs': {} }, attached: ['scp/theirs@unit:Workloads'] };
    expect(said(unknown, { ...unknown, attached: [] })[0]).toContain(
      'theirs (whatever it denies: its text is not known)',
    );
    const tagged = (value: string) => withText(policy(deny('s3:*', { Condition: { StringLike: { 'aws:x': value } } })));
    expect(said(tagged('${aws:y}'), tagged('a*'))).toHaveLength(1);
  });

  test("Control Tower's guardrails stand for each other, and their absence is a loss", () => {
    const guarded: Sketch = {
      ...SMALL,
      policies: { 'scp/aws-guardrails-aaaaaa': {}, 'scp/aws-guardrails-bbbbbb': {} },
      attached: ['scp/aws-guardrails-aaaaaa@unit:Workloads', 'scp/aws-guardrails-bbbbbb@unit:Sandbox'],
    };
    const moved = { ...guarded, accounts: { ...SMALL.accounts, payments: 'unit:Sandbox' as const } };
    expect(said(guarded, moved)).toEqual([]);
    const out = { ...guarded, accounts: { ...SMALL.accounts, payments: 'root' as const } };
    expect(said(guarded, out)).toEqual([
      "error account:payments: moving from unit:Workloads/Prod to root loses protection: aws-guardrails-aaaaaa (Control Tower's guardrails)",
    ]);
  });

  test('a unit at the top that is registered by the plan has guardrails before accounts come to units below it', () => {
    const before: Sketch = {
      ...SMALL,
      accounts: { payments: 'unit:Sandbox' },
      policies: { 'scp/aws-guardrails-aaaaaa': {} },
      attached: ['scp/aws-guardrails-aaaaaa@unit:Sandbox'],
    };
    const moved = (to: `unit:${string}`, ...baselines: string[]): Sketch => ({
      ...before,
      accounts: { payments: to },
      baselines,
    });
    const top = 'AWSControlTowerBaseline@unit:Workloads';
    expect(said(before, moved('unit:Workloads/Prod', top))).toEqual([]);
    // An account directly in it is there before it is registered; a nested unit's registration brings none.
    expect(said(before, moved('unit:Workloads', top))).toHaveLength(1);
    expect(said(before, moved('unit:Workloads/Prod', 'AWSControlTowerBaseline@unit:Workloads/Prod'))).toHaveLength(1);
    expect(said(before, moved('unit:Workloads/Prod', 'ConfigBaseline@unit:Workloads'))).toHaveLength(1);
    expect(said(before, moved('unit:Workloads/Prod'))).toHaveLength(1);
  });

  describe('an allow-list protects too', () => {
    const nodes = ['root', 'unit:Workloads/Prod', 'unit:Sandbox', 'account:payments', 'account:alice'];
    const full = nodes.map((node) => `scp/FullAWSAccess@${node}`);
    const limited = (action: string[], extra: string[] = []): Sketch => ({
      ...SMALL,
      fullAccess: false,
      policies: { 'scp/only': policy({ Effect: 'Allow', Action: action, Resource: '*' }) },
      attached: [...full, 'scp/only@unit:Workloads', ...extra],
    });

    test('FullAWSAccess beside it is a loss', () => {
      const [line] = said(limited(['s3:*']), limited(['s3:*'], ['scp/FullAWSAccess@unit:Workloads']));
      expect(line).toContain('at Workloads only this was allowed: Allow s3:*');
    });

    test('more actions are a loss, fewer are not', () => {
      expect(said(limited(['s3:*']), limited(['s3:*', 'ec2:*']))).toHaveLength(1);
      expect(said(limited(['s3:*', 'ec2:*']), limited(['s3:Get*']))).toEqual([]);
    });

    test('a deny of everything else may take its place', () => {
      const after: Sketch = {
        ...SMALL,
        policies: { 'scp/deny': policy({ Effect: 'Deny', NotAction: ['s3:*'], Resource: '*' }) },
        attached: ['scp/deny@unit:Workloads'],
      };
      expect(said(limited(['s3:*']), after)).toEqual([]);
    });
  });

  test('accounts that lose the same by one change are one finding', () => {
    const accounts = Object.fromEntries(
      Array.from({ length: 7 }, (_, index) => [`a${index}`, 'unit:Workloads' as const]),
    );
    const before = { ...PROTECTED, accounts };
    expect(said(before, { ...before, attached: [] })).toEqual([
      'error policy-attachment:scp/a@unit:Workloads: 7 accounts would lose protection (a0, a1, a2, a3, a4 and 2 more): Deny s3:* kms:* (a, Deny)',
    ]);
  });

  test('a move that is outside the scope of the plan is not judged', () => {
    const moved = { ...PROTECTED, accounts: { ...SMALL.accounts, payments: 'unit:Sandbox' as const } };
    const plan = planOf(PROTECTED, { ...moved, units: ['Workloads', 'Workloads/Prod', 'Sandbox', 'New'] });
    const scoped = { ...plan, changes: plan.changes.filter(({ address }) => address !== 'account:payments') };
    expect(sayings(lossOfProtection, scoped)).toEqual([]);
    expect(sayings(lossOfProtection, plan)).toHaveLength(1);
  });

  test('an allowance at the account lets the move pass', () => {
    const moved = { ...PROTECTED, accounts: { ...SMALL.accounts, payments: 'unit:Sandbox' as const } };
    expect(leftAfterAllowing(lossOfProtection, planOf(PROTECTED, moved))).toEqual([]);
  });

  test('thousands of accounts are judged by their groups', () => {
    const units = Array.from({ length: 200 }, (_, index) => `U${index}`);
    const accounts = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [`a${index}`, `unit:U${index % 200}` as const]),
    );
    const policies = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`scp/p${index}`, policy(deny(`s${index}:*`))]),
    );
    const attached = units.flatMap((unit, index) => [
      `scp/p${index % 50}@unit:${unit}`,
      `scp/p${(index + 7) % 50}@unit:${unit}`,
    ]);
    const before: Sketch = { units, accounts, policies, attached };
    const plan = planOf(before, { ...before, attached: attached.slice(1) });
    const started = process.cpuUsage();
    expect(sayings(lossOfProtection, plan)).toHaveLength(1);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
  });
});
