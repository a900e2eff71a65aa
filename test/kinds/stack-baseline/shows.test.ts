import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model.js';
import { type Seed, unkind } from '../../../src/simulator/index.js';
import { Bench, manifestOf } from '../../support/organization.js';

const REGIONS = ['ap-northeast-1', 'us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-south-1'];
const ACCOUNTS = Array.from({ length: 90 }, (_, index) => ({
  id: String(300_000_000_001 + index),
  name: `team-${index}`,
  email: `team-${index}@example.com`,
}));
const template = (days: number): string =>
  JSON.stringify({ Resources: { Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: days } } } });
const set = (key: string): JsonObject => ({
  name: `towerctl-${key}`,
  template: template(30),
  autoDeploy: true,
  tags: { 'towerctl:manifest': 'test', 'towerctl:key': key },
  instances: [{ units: ['Workloads'], regions: REGIONS, deployed: false }],
});

const SEED = {
  format: 1,
  managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
  organization: { id: 'o-exampleorg1', rootId: 'r-ex01' },
  trustedAccess: ['member.org.stacksets.cloudformation.amazonaws.com'],
  root: { units: [{ name: 'Workloads', accounts: ACCOUNTS }] },
  stackSets: ['logs', 'others'].map(set),
} as unknown as Seed;

const MANIFEST = `
organizationalUnits: { Workloads: { existing: true } }
stackBaselines:
  logs: { template: t/logs.json, targets: [Workloads/**], regions: [${REGIONS.join(', ')}] }
  others: { template: t/others.json, targets: [Workloads/**], regions: [${REGIONS.join(', ')}] }
`;

describe('one changed baseline of a large organization', () => {
  it('is applied without reading the others, and without listing every instance once more', async () => {
    const bench = new Bench({ ...unkind, pageSize: 100, rates: { speed: 'off' }, emptyPages: false, seed: SEED });
    const manifest = await manifestOf(MANIFEST, { 't/logs.json': template(60), 't/others.json': template(30) });
    const { plan } = await bench.plan(manifest);
    expect(plan.changes.map(({ address, action }) => [address, action])).toEqual([['stack-baseline:logs', 'update']]);
    bench.simulator.calls.clear();
    const result = await bench.apply(plan);
    expect(result).toMatchObject({ state: 'complete', outcomes: [{ state: 'done' }] });
    const lists = bench.simulator.calls.counts().find(({ api }) => api === 'cloudformation:ListStackInstances');
    const pages = Math.ceil((ACCOUNTS.length * REGIONS.length) / 100);
    // Once before the write; then one list for each state that is not done, while the lists lag.
    const looks = (lists?.calls ?? 0) - pages;
    expect(looks).toBeGreaterThanOrEqual(5);
    expect(looks % 5).toBe(0);
    expect((await bench.plan(manifest)).plan.changes).toEqual([]);
  });
});
