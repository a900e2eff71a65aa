import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../src/model.js';
import { actions, Bench, manifestOf } from '../../support/organization.js';

const APPS = 'organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline } }\n';
const SHOP =
  'accounts: { shop: { email: aws+shop@example.com, ou: Apps, tags: { owner: shop }, vend: { accountFactory: { email: ana@example.com, firstName: Ana, lastName: Abe } } } }\n';
const problems = (result: { outcomes: readonly Outcome[] }): string[] =>
  result.outcomes.flatMap(({ address, problem }) => (problem === undefined ? [] : [`${address}: ${problem}`]));

describe('an account that Account Factory is to make', () => {
  it('is made and enrolled in its unit, which is registered first; then it is tagged as ours', async () => {
    const bench = new Bench();
    const manifest = await manifestOf(`${APPS}${SHOP}`);
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toEqual([
      'create unit:Apps',
      'create baseline:AWSControlTowerBaseline@unit:Apps',
      'create account:shop',
    ]);
    expect(problems(await bench.apply(plan))).toEqual([]);
    const after = await bench.plan(manifest);
    expect([actions(after.plan), after.plan.problems]).toEqual([[], []]);
    const made = (await bench.session().organizations.accounts()).find(({ email }) => email === 'aws+shop@example.com');
    expect(await bench.session().organizations.tagsOf(made?.id ?? '')).toMatchObject({
      'towerctl:manifest': 'test',
      owner: 'shop',
    });
  });

  it('cut short after it was asked for: the next run finds the provisioned product and finishes', async () => {
    const bench = new Bench();
    await bench.converge(await manifestOf(APPS));
    const manifest = await manifestOf(`${APPS}${SHOP}`);
    const { plan } = await bench.plan(manifest);
    bench.simulator.faults.add({
      operation: 'servicecatalog:DescribeRecord',
      code: 'AccessDeniedException',
      status: 403,
    });
    expect(problems(await bench.apply(plan))).toHaveLength(1);
    await bench.converge(manifest);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
    const calls = bench.simulator.calls.counts();
    expect(calls.find(({ api }) => api === 'servicecatalog:ProvisionProduct')?.calls).toBeLessThanOrEqual(2);
    expect(
      (await bench.session().organizations.accounts()).filter(({ email }) => email === 'aws+shop@example.com'),
    ).toHaveLength(1);
  });

  it('whose product failed before any account was made is tried again as it is', async () => {
    const bench = new Bench();
    await bench.converge(await manifestOf(APPS));
    const manifest = await manifestOf(`${APPS}${SHOP}`);
    bench.simulator.faults.add({
      operation: 'servicecatalog:ProvisionProduct',
      outcome: { message: 'Account Factory cannot complete an operation on this account', account: 'none' },
    });
    const { plan } = await bench.plan(manifest);
    expect(problems(await bench.apply(plan))).toEqual([
      expect.stringMatching(
        /^account:shop: provision with Account Factory: Account Factory cannot complete .* run again/,
      ),
    ]);
    await bench.converge(manifest);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('that was made and not enrolled is moved, tagged and enrolled by the next run', async () => {
    const bench = new Bench();
    await bench.converge(await manifestOf(APPS));
    const manifest = await manifestOf(`${APPS}${SHOP}`);
    bench.simulator.faults.add({
      operation: 'servicecatalog:ProvisionProduct',
      outcome: { message: 'it did not work' },
    });
    const { plan } = await bench.plan(manifest);
    expect(problems(await bench.apply(plan))).toHaveLength(1);
    await bench.clock.sleep(60_000);
    const next = await bench.plan(manifest);
    expect(actions(next.plan)).toEqual(['adopt account:shop', 'repair baseline:AWSControlTowerBaseline@unit:Apps']);
    expect(problems(await bench.apply(next.plan))).toEqual([]);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('by somebody whom the portfolio does not know: what to do is said', async () => {
    const bench = new Bench();
    await bench.converge(await manifestOf(APPS));
    bench.simulator.faults.add({
      operation: 'servicecatalog:ListLaunchPaths',
      code: 'ResourceNotFoundException',
      message: 'No launch paths found for resource: prod-1',
      times: 'always',
    });
    const { plan } = await bench.plan(await manifestOf(`${APPS}${SHOP}`));
    expect(problems(await bench.apply(plan))).toEqual([
      expect.stringMatching(/associate the role .* with the portfolio/),
    ]);
  });
});
