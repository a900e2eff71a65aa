import { expect, it } from '@jest/globals';
import { DEFAULT_PACE } from '../../src/aws/throttle.js';
import { rateOf } from '../../src/facts/rates.js';
import type { JsonObject, Plan } from '../../src/model.js';
import { isActive } from '../../src/plan/order.js';
import { type Call, kind } from '../../src/simulator/index.js';
import { Bench, HEADER, manifestOf } from '../support/organization.js';

const LATENCY_MS = 50;
const UNITS = 40;
const POLICIES = 20;
const ACCOUNTS = 100;

const unitName = (index: number): string => `unit-${index}`;

/** One unit with a hundred accounts, and nothing of ours. */
function seed(): JsonObject {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => ({
    id: String(400_000_000_000 + index),
    name: `account-${index}`,
    email: `account-${index}@example.com`,
  }));
  return {
    format: 1,
    managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
    organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'ALL' },
    policyTypes: ['SERVICE_CONTROL_POLICY'],
    root: { units: [{ name: 'Landing', accounts }] },
  };
}

/** 40 units in 8 trees, 20 policies in three places each, 100 accounts moved and tagged. */
function manifestText(): string {
  const organizationalUnits: Record<string, object> = {};
  const paths: string[] = [];
  for (let top = 0; top < UNITS / 5; top += 1) {
    const children = Array.from({ length: 4 }, (_, index) => unitName(top * 5 + index + 1));
    organizationalUnits[unitName(top * 5)] = { children: Object.fromEntries(children.map((child) => [child, {}])) };
    paths.push(unitName(top * 5), ...children.map((child) => `${unitName(top * 5)}/${child}`));
  }
  const leaves = paths.filter((path) => path.includes('/'));
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => [
    `account-${index}`,
    { id: String(400_000_000_000 + index), ou: leaves[index % leaves.length], tags: { owner: 'team' }, adopt: true },
  ]);
  const statement = (index: number): object => ({ Effect: 'Deny', Action: `service${index}:*`, Resource: '*' });
  const policies = Array.from({ length: POLICIES }, (_, index) => [
    `policy-${index}`,
    {
      type: 'scp',
      document: { Version: '2012-10-17', Statement: [statement(index)] },
      targets: [0, 1, 2].map((step) => `unit:${leaves[(index * 3 + step) % leaves.length]}`),
    },
  ]);
  const guards = { allow: [{ code: 'scp-without-effect', at: '*', reason: 'a test' }] };
  const sections = { accounts: Object.fromEntries(accounts), policies: Object.fromEntries(policies), guards };
  return `${HEADER}organizationalUnits: ${JSON.stringify(organizationalUnits)}\n${Object.entries(sections)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('')}`;
}

/** Seconds that the calls take at the engine's pace, by the bucket that is busiest. */
function busiestBucket(calls: readonly Call[]): number {
  const share = DEFAULT_PACE / 100;
  const counts = new Map<ReturnType<typeof rateOf>, number>();
  for (const { api } of calls.filter(({ isWrite }) => isWrite)) {
    const [service = '', operation = ''] = api.split(':');
    const rate = rateOf(service, operation);
    counts.set(rate, (counts.get(rate) ?? 0) + 1);
  }
  const seconds = [...counts].map(([rate, count]) => (count - rate.burst * share) / (rate.perSecond * share));
  return Math.max(...seconds);
}

/** Seconds of the longest chain of changes, each step a call. */
function criticalPath(plan: Plan): number {
  const ends = new Map<string, number>();
  for (const change of plan.changes.filter(isActive)) {
    const before = [...change.needs, ...change.after].map((address) => ends.get(address) ?? 0);
    ends.set(change.address, Math.max(0, ...before) + LATENCY_MS / 1_000);
  }
  return Math.max(...ends.values());
}

it('a first apply takes hardly longer than the documented rates allow', async () => {
  const bench = new Bench({ ...kind, seed: seed(), rates: { speed: 1 }, latencyMs: LATENCY_MS });
  const manifest = await manifestOf(manifestText(), {}, '');
  const { plan } = await bench.plan(manifest);
  expect(plan.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const kinds = plan.changes.filter(isActive).map((change) => change.kind);
  const count = (name: string): number => kinds.filter((each) => each === name).length;
  expect({
    units: count('organizational-unit'),
    policies: count('organization-policy'),
    attachments: count('policy-attachment'),
    accounts: count('account'),
  }).toEqual({ units: UNITS, policies: POLICIES, attachments: 3 * POLICIES, accounts: ACCOUNTS });
  bench.simulator.calls.clear();
  const result = await bench.apply(plan);
  expect(result.state).toBe('complete');
  const started = bench.events.find(({ code }) => code === 'apply-started')?.at ?? 0;
  const seconds = (result.endedAt - started) / 1_000;
  const bound = Math.max(criticalPath(plan), busiestBucket(bench.simulator.calls.order));
  expect(bench.simulator.calls.of('organizations:MoveAccount')).toBe(ACCOUNTS);
  expect(bench.simulator.calls.throttled).toBe(0);
  expect(seconds / bound).toBeLessThan(1.15);
  expect(seconds / bound).toBeGreaterThan(0.95);
});

it('the shape of the organization takes as long as its slowest list: accounts and units are asked for at the same time', async () => {
  const units = Array.from({ length: 40 }, (_, index) => ({ name: unitName(index) }));
  const accounts = Array.from({ length: 400 }, (_, index) => ({
    id: String(400_000_000_000 + index),
    name: `account-${index}`,
    email: `account-${index}@example.com`,
  }));
  const root = { units: [...units, { name: 'Landing', accounts }] };
  const bench = new Bench({ ...kind, seed: { ...seed(), root }, rates: { speed: 1 }, latencyMs: LATENCY_MS });
  const from = bench.clock.now();
  await bench.plan(await manifestOf(`${HEADER}organizationalUnits: { Landing: { existing: true } }\n`, {}, ''));
  const ends = (api: string): number =>
    (Math.max(...bench.simulator.calls.order.filter((call) => call.api === api).map(({ at }) => at)) - from) / 1_000;
  // 21 pages at 4 a second; 44 calls at 2.5 a second.
  expect(ends('organizations:ListAccounts')).toBeCloseTo((21 - 6) / 4, 0);
  expect(ends('organizations:ListOrganizationalUnitsForParent')).toBeCloseTo((44 - 4) / 2.5, 0);
});
