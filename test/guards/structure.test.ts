import { foundationalUnit } from '../../src/guards/foundational-unit.js';
import { policyTypeDisable } from '../../src/guards/policy-type-disable.js';
import { tooManyRemovals } from '../../src/guards/too-many-removals.js';
import { trustedAccessInUse } from '../../src/guards/trusted-access-in-use.js';
import { unitReparent } from '../../src/guards/unit-reparent.js';
import type { Change } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { planOf, type Sketch, SMALL } from '../support/picture.js';

describe('too-many-removals', () => {
  const attached = ['scp/a@root', 'scp/b@root', 'scp/c@root'];
  const plan = (maxRemovals: number) => planOf({ ...SMALL, attached }, SMALL, { maxRemovals });
  test('as many as the manifest says pass, more do not', () => {
    expect(sayings(tooManyRemovals, plan(3))).toEqual([]);
    expect(sayings(tooManyRemovals, plan(2))).toEqual([
      'error plan:removals: the plan removes or replaces 3 things, more than maxRemovals: 2 (3 policy-attachment)',
    ]);
    expect(leftAfterAllowing(tooManyRemovals, plan(0))).toEqual([]);
  });
  test('a replaced unit counts, what is only reported does not', () => {
    const base = { address: 'unit:X', kind: 'organizational-unit', needs: [], after: [], reads: [] } as const;
    const replace: Change = { ...base, why: 'changed', action: 'replace', from: {}, to: {}, fields: [] };
    const notice: Change = { ...base, why: 'undeclared', action: 'notice' };
    expect(sayings(tooManyRemovals, planOf(SMALL, SMALL, { changes: [replace, notice], maxRemovals: 0 }))[0]).toContain(
      '1 things',
    );
    expect(sayings(tooManyRemovals, planOf(SMALL, SMALL, { changes: [notice], maxRemovals: 0 }))).toEqual([]);
  });
});

describe('policy-type-disable', () => {
  const before: Sketch = { ...SMALL, types: ['scp', 'tag'], attached: ['tag/t@root', 'tag/u@unit:Sandbox'] };
  test('names what is detached', () => {
    const plan = planOf(before, { ...SMALL, types: ['scp'] });
    expect(sayings(policyTypeDisable, plan)).toEqual([
      'error policy-type:tag: disabling the policy type "tag" detaches 2 policies (t@root, u@unit:Sandbox); enabling it again does not bring them back',
    ]);
    expect(leftAfterAllowing(policyTypeDisable, plan)).toEqual([]);
  });
  test('enabling one passes', () => {
    expect(sayings(policyTypeDisable, planOf(SMALL, { ...SMALL, types: ['scp', 'rcp', 'tag'] }))).toEqual([]);
  });
});

describe('trusted-access-in-use', () => {
  const plan = (service: string, types: string[]) =>
    planOf({ ...SMALL, types, trusted: [service] }, { ...SMALL, types });
  test('a policy type that is on, or Control Tower, needs it', () => {
    expect(sayings(trustedAccessInUse, plan('ec2.amazonaws.com', ['declarative-ec2']))[0]).toMatch(
      /stays enabled, which AWS may refuse$/,
    );
    expect(sayings(trustedAccessInUse, plan('sso.amazonaws.com', ['scp']))[0]).toMatch(
      /the landing zone would be in drift$/,
    );
    expect(leftAfterAllowing(trustedAccessInUse, plan('sso.amazonaws.com', ['scp']))).toEqual([]);
  });
  test('what nothing needs may go', () => {
    expect(sayings(trustedAccessInUse, plan('ec2.amazonaws.com', ['scp']))).toEqual([]);
    expect(sayings(trustedAccessInUse, plan('ram.amazonaws.com', ['scp']))).toEqual([]);
  });
});

describe('foundational-unit', () => {
  const before: Sketch = {
    units: ['Security', 'Sandbox'],
    accounts: { audit: 'unit:Security', alice: 'unit:Sandbox' },
  };
  test('is not removed, and its accounts stay', () => {
    const moved = { ...before, accounts: { ...before.accounts, audit: 'unit:Sandbox' as const } };
    expect(sayings(foundationalUnit, planOf(before, moved))[0]).toMatch(
      /^error account:audit: the account would leave unit:Security for unit:Sandbox/,
    );
    expect(sayings(foundationalUnit, planOf(before, { ...before, units: ['Sandbox'], accounts: {} }))[0]).toMatch(
      /^error unit:Security: .* would be removed/,
    );
    expect(leftAfterAllowing(foundationalUnit, planOf(before, moved))).toEqual([]);
  });
  test('other units and moves into it pass', () => {
    const moved = { ...before, accounts: { ...before.accounts, alice: 'unit:Security' as const } };
    expect(sayings(foundationalUnit, planOf(before, moved))).toEqual([]);
    expect(sayings(foundationalUnit, planOf(before, { ...before, units: ['Security'], accounts: {} }))).toEqual([]);
  });
});

describe('unit-reparent', () => {
  test('says what a move of a unit would mean', () => {
    const change: Change = {
      address: 'unit:Workloads',
      kind: 'organizational-unit',
      needs: [],
      after: [],
      reads: [],
      why: 'changed',
      action: 'replace',
      from: { name: 'Workloads', parent: 'root' },
      to: { name: 'Workloads', parent: 'unit:Sandbox' },
      fields: [],
    };
    const before = { ...SMALL, fullAccess: false, attached: ['scp/a@unit:Workloads'] };
    const plan = planOf(before, SMALL, { changes: [change] });
    expect(sayings(unitReparent, plan)).toEqual([
      'error unit:Workloads: the unit would move from root to unit:Sandbox, which AWS cannot do: a new unit with a new id is created, 1 account(s) and 1 unit(s) below it are moved or made again, 1 policies are attached again, and Control Tower registers it as a new unit',
    ]);
    expect(leftAfterAllowing(unitReparent, plan)).toEqual([]);
  });
  test('a rename is no move', () => {
    expect(sayings(unitReparent, planOf({ units: ['A'] }, { units: ['A', 'B'] }))).toEqual([]);
  });
});
