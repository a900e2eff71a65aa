import { describe, expect, it } from '@jest/globals';
import { actions, Bench, manifestOf } from '../../support/organization.js';

describe('an account that came by invitation', () => {
  it('is moved and enrolled like any other; where it cannot be, the missing role is said', async () => {
    const bench = new Bench();
    const manifest = await manifestOf(
      'organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline } }\naccounts: { legacy-crm: { email: aws+legacy-crm@example.com, ou: Apps, adopt: true } }\nguards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }\n',
    );
    bench.simulator.faults.add({
      operation: 'controltower:EnableBaseline',
      outcome: { accounts: ['300000000005'], message: 'no role' },
    });
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toContain('adopt account:legacy-crm');
    const result = await bench.apply(plan);
    const told =
      /not enrolled: account:legacy-crm \(account:legacy-crm came by invitation: make the role AWSControlTowerExecution there/;
    expect(result.outcomes.map(({ problem }) => problem ?? '')).toContainEqual(expect.stringMatching(told));
    const next = await bench.plan(manifest);
    expect(actions(next.plan)).toEqual(['repair baseline:AWSControlTowerBaseline@unit:Apps']);
    expect(JSON.stringify(next.plan.changes)).toContain('came by invitation');
    await bench.converge(manifest);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });
});
