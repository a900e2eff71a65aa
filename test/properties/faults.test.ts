import { describe, expect, it } from '@jest/globals';
import type { Plan } from '../../src/model.js';
import { isActive } from '../../src/plan/order.js';
import type { Fault } from '../../src/simulator/index.js';
import type { OrganizationsSeed } from '../../src/simulator/services/organizations/seeds/format.js';
import { actions, type Bench } from '../support/organization.js';
import { worldText } from '../support/world-text.js';
import { benchOn } from './converging.js';
import { always, type Dice } from './dice.js';
import { type Draft, draftFor, manifestFrom, seedOf } from './drafts.js';
import { nextDraft } from './next-draft.js';

const OPERATIONS = [
  'organizations:*',
  'organizations:CreateOrganizationalUnit',
  'organizations:UpdateOrganizationalUnit',
  'organizations:DeleteOrganizationalUnit',
  'organizations:MoveAccount',
  'organizations:TagResource',
  'organizations:UntagResource',
  'organizations:CreatePolicy',
  'organizations:UpdatePolicy',
  'organizations:DeletePolicy',
  'organizations:AttachPolicy',
  'organizations:DetachPolicy',
  'organizations:EnablePolicyType',
  'organizations:EnableAWSServiceAccess',
  'organizations:ListPolicies',
  'organizations:ListRoots',
  'organizations:ListAccounts',
  'organizations:ListTagsForResource',
  'organizations:ListTargetsForPolicy',
  'tagging:GetResources',
] as const;

type Effect = Pick<Fault, 'code' | 'status' | 'dropConnection'>;

const PASSING: readonly Effect[] = [
  { code: 'TooManyRequestsException' },
  { code: 'ServiceException', status: 500 },
  { code: 'ConcurrentModificationException' },
  { dropConnection: 'before' },
  { dropConnection: 'after' },
];

/** Up to eight faults, each of which strikes a few times and is over. */
function passingFaults(dice: Dice): Fault[] {
  return Array.from({ length: dice.between(1, 8) }, () => ({
    operation: dice.pick(OPERATIONS),
    times: dice.between(1, 3),
    after: dice.between(0, 6),
    ...(dice.maybe(PASSING) ?? { dropConnection: 'after' as const }),
  }));
}

/** A journey of two manifests that nothing stands in the way of; undefined when the draws gave none. */
async function journey(
  dice: Dice,
): Promise<{ seed: OrganizationsSeed; drafts: [Draft, Draft]; calm: Bench } | undefined> {
  const seed = seedOf(dice);
  const first = draftFor(dice, seed);
  const drafts: [Draft, Draft] = [first, nextDraft(dice, first)];
  const calm = benchOn(seed);
  for (const draft of drafts) {
    const { plan } = await calm.plan(await manifestFrom(draft));
    if (plan.problems.some(({ severity }) => severity === 'error')) return undefined;
    if ((await calm.apply(plan)).state !== 'complete') return undefined;
  }
  return { seed, drafts, calm };
}

describe('faults that pass', () => {
  it('change nothing about where an apply ends', async () => {
    let struck = 0;
    await always(10, 2, async (dice) => {
      const way = await journey(dice);
      if (!way) return;
      const bench = benchOn(way.seed);
      for (const draft of way.drafts) {
        const manifest = await manifestFrom(draft);
        for (const fault of passingFaults(dice)) bench.simulator.faults.add(fault);
        const { plan } = await bench.plan(manifest);
        expect(plan.unknown).toEqual([]);
        const result = await bench.apply(plan);
        expect(result.outcomes.filter(({ state }) => state !== 'done' && state !== 'already-so')).toEqual([]);
        struck += bench.simulator.faults.list().reduce((sum, fault) => sum + fault.struck, 0);
        bench.simulator.faults.clear();
        expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
      }
      expect(await worldText(bench)).toBe(await worldText(way.calm));
    });
    expect(struck).toBeGreaterThan(20);
  });
});

/** The write that breaks for good: one of those that the journey makes. */
function brokenWrite(dice: Dice, plain: Bench): string | undefined {
  const counts = plain.simulator.calls.counts();
  return dice.maybe(counts.flatMap(({ api, isWrite }) => (isWrite ? [api] : [])));
}

function reached(plan: Plan, failed: ReadonlySet<string>): Set<string> {
  const hit = new Set(failed);
  // Plans are ordered: what a change needs stands before it.
  for (const change of plan.changes.filter(isActive))
    if (change.needs.some((need) => hit.has(need))) hit.add(change.address);
  return hit;
}

describe('a fault that stays', () => {
  it('fails its changes by name, skips what needs them, and lets all else be done', async () => {
    let failures = 0;
    await always(8, 3, async (dice) => {
      const way = await journey(dice);
      if (!way) return;
      const operation = brokenWrite(dice, way.calm);
      if (operation === undefined) return;
      const bench = benchOn(way.seed);
      const manifest = await manifestFrom(way.drafts[0]);
      const { plan } = await bench.plan(manifest);
      bench.simulator.faults.add({
        operation,
        code: 'AccessDeniedException',
        times: 'always',
        after: dice.between(0, 2),
      });
      const { outcomes, state } = await bench.apply(plan);
      const failed = outcomes.filter((outcome) => outcome.state === 'failed');
      failures += failed.length;
      for (const { problem } of failed) expect(problem).toContain('AccessDeniedException');
      const hit = reached(plan, new Set(failed.map(({ address }) => address)));
      for (const { address, state: end, problem } of outcomes.filter((outcome) => outcome.state !== 'failed')) {
        expect({ address, end }).toEqual({ address, end: hit.has(address) ? 'skipped' : 'done' });
        if (end === 'skipped') expect(problem).toMatch(/^waits for [a-z-]+:/);
      }
      expect(state).toBe(failed.length > 0 ? 'incomplete' : 'complete');
      bench.simulator.faults.clear();
      for (const draft of way.drafts) await bench.converge(await manifestFrom(draft));
      expect(actions((await bench.plan(await manifestFrom(way.drafts[1]))).plan)).toEqual([]);
      expect(await worldText(bench)).toBe(await worldText(way.calm));
    });
    expect(failures).toBeGreaterThan(3);
  });
});
