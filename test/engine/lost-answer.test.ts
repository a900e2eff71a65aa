import { expect, it } from '@jest/globals';
import { unkind } from '../../src/simulator/index.js';
import { actions, Bench, manifestOf } from '../support/organization.js';

const MANIFEST = `
organizationalUnits: { Sandbox: { existing: true }, Apps: {} }
accounts: { payments-dev: { id: "300000000002", ou: Apps, adopt: true } }
guards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }
`;

it.each([1, 2, 3, 4])(
  'a move whose answer is lost is found out, through empty pages and lagging lists (%i)',
  async (randomSeed) => {
    const bench = new Bench({ ...unkind, randomSeed });
    bench.simulator.faults.add({ operation: 'organizations:MoveAccount', dropConnection: 'after' });
    const manifest = await manifestOf(MANIFEST);
    await bench.converge(manifest);
    expect(bench.simulator.faults.list()[0]?.struck).toBe(1);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  },
);
