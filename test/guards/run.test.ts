import { explainGuard, GUARDS, runGuards } from '../../src/guards/index.js';
import { guardsReference } from '../../src/guards/reference.js';
import { runGuardList } from '../../src/guards/run.js';
import { tooManyRemovals } from '../../src/guards/too-many-removals.js';
import type { Allowance } from '../../src/model.js';
import { allowance, deny, planOf, policy, SMALL } from '../support/picture.js';

const TODAY = '2026-06-01';
const before = { ...SMALL, attached: ['scp/a@root'] };
const run = (...allow: Allowance[]) =>
  runGuardList([tooManyRemovals], planOf(before, SMALL, { maxRemovals: 0, allow }), TODAY);
const codes = (...allow: Allowance[]) => run(...allow).problems.map(({ code, severity }) => `${severity} ${code}`);

describe('allowances', () => {
  test('let a finding pass at its address, and are handed on', () => {
    const used = allowance('too-many-removals', 'plan:removals', TODAY);
    expect(run(used)).toEqual({ problems: [], allowed: [used], passed: ['too-many-removals'], quotas: [] });
    expect(codes(allowance('too-many-removals', 'plan:*'))).toEqual([]);
    expect(codes(allowance('too-many-removals', '*'))).toEqual([]);
  });

  test('not at another address, not by another code, not after their last day: and each is said', () => {
    const refused = 'error too-many-removals';
    expect(codes(allowance('too-many-removals', 'plan:remova'))).toEqual([refused, 'warning allowance-unused']);
    expect(codes(allowance('too-many', 'plan:removals'))).toEqual([refused, 'warning allowance-unknown']);
    expect(codes(allowance('too-many-removals', 'plan:removals', '2026-05-31'))).toEqual([
      refused,
      'warning allowance-expired',
    ]);
  });

  test('of a guard that looks at what is written: not idle while its thing is there', () => {
    const lasting = { ...tooManyRemovals, code: 'lasting', lasting: true };
    const idle = (at: Allowance['at']) =>
      runGuardList([lasting], planOf(before, before, { allow: [allowance('lasting', at)] }), TODAY).problems;
    expect(idle('policy-attachment:scp/a@root')).toEqual([]);
    expect(idle('policy-attachment:*')).toEqual([]);
    expect(idle('policy:scp/gone').map(({ code }) => code)).toEqual(['allowance-unused']);
  });

  test('offline, an allowance that lets nothing pass is not held against it', () => {
    const planned = ['root', 'account:management', 'unit:A'] as const;
    const offline = { units: ['A'], planned };
    const plan = planOf(offline, offline, { allow: [allowance('loss-of-protection', 'account:x')] });
    expect(runGuards(plan, TODAY).problems).toEqual([]);
  });

  test('an absolute guard is not talked round, and says why', () => {
    const plan = planOf({ ...SMALL, attached: ['rcp/RCPFullAWSAccess@root'] }, SMALL, {
      allow: [allowance('rcp-default', '*')],
    });
    const result = runGuards(plan, TODAY);
    expect(result.problems).toHaveLength(1);
    expect(result.problems[0]).toMatchObject({ code: 'rcp-default', severity: 'error' });
    expect(result.problems[0]?.hint).toContain('An allowance cannot let this pass');
    expect(result.allowed).toEqual([]);
  });
});

describe('runGuards', () => {
  test('a plan without changes passes every guard', () => {
    const result = runGuards(planOf(SMALL, SMALL), TODAY);
    expect(result).toEqual({ problems: [], allowed: [], passed: GUARDS.map(({ code }) => code), quotas: [] });
  });

  test('all problems at once, in a stable order, each with the position of its change', () => {
    const after = {
      ...SMALL,
      policies: { 'scp/b': policy(deny('*', { Principal: '*' })), 'scp/a': policy(deny('S3:x')) },
      attached: ['scp/b@root', 'scp/a@root'],
    };
    const result = runGuards(planOf(SMALL, after), TODAY);
    expect(result.problems.slice(0, 2).map(({ address }) => address)).toEqual(['policy:scp/a', 'policy:scp/b']);
    expect(result.problems[0]?.origin).toEqual({ file: 'manifest.yaml', line: 7, column: 3 });
    expect(result.problems.map(({ code }) => code)).toContain('lockout');
    expect(result.passed).not.toContain('scp-language');
    expect(runGuards(planOf(SMALL, after), TODAY)).toEqual(result);
  });
});

test('every guard has its own code, and explains itself with a source', () => {
  expect(new Set(GUARDS.map(({ code }) => code)).size).toBe(GUARDS.length);
  for (const guard of GUARDS) {
    expect(guard.code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(explainGuard(guard.code)).toBe(guard);
    expect(guard.reason.length).toBeGreaterThan(80);
    expect(guard.allowance).not.toBe('');
    if (guard.code !== 'too-many-removals') expect(guard.reason).toContain('https://docs.aws.amazon.com/');
    expect(guardsReference()).toContain(`## ${guard.code}\n`);
  }
  expect(explainGuard('nonsense')).toBeUndefined();
});
