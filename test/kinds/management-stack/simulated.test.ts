import { describe, expect, it } from '@jest/globals';
import { actions } from '../../support/organization.js';
import { stackLines } from '../../support/stacks-text.js';
import { baseline, bench, HOME, load, writesOf } from '../stack-baseline/simulated.js';

const both = (more: string) => load(baseline(`${more}, targets: [Workloads/Dev], management: true`, `[${HOME}]`));
const ADDRESS = `management-stack:defaults@${HOME}`;

describe('the management account’s own stack', () => {
  it('whose creation failed is deleted and made again', async () => {
    const at = bench();
    at.simulator.faults.add({
      operation: 'cloudformation:CreateStack',
      outcome: { message: 'no room' },
    });
    const manifest = await both('template: t/one.json');
    const { plan } = await at.plan(manifest);
    expect(actions(plan)).toContain(`create ${ADDRESS}`);
    const result = await at.apply(plan);
    const failed = result.outcomes.find(({ address }) => address === ADDRESS);
    expect(failed?.state).toBe('failed');
    const next = await at.plan(manifest);
    expect(next.plan.changes.find(({ address }) => address === ADDRESS)).toMatchObject({
      action: 'repair',
      detail: expect.stringContaining('ROLLBACK_COMPLETE'),
    });
    expect(await writesOf(at, () => at.apply(next.plan))).toEqual(
      expect.arrayContaining(['DeleteStack', 'CreateStack']),
    );
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  });

  it('that is not ours is left alone until it is adopted', async () => {
    const at = bench();
    const { cloudFormation } = at.session().inHomeRegion(HOME);
    await cloudFormation.createStack({
      name: 'towerctl-defaults',
      template: { body: '{"Resources":{"T":{"Type":"AWS::SNS::Topic"}}}' },
      parameters: [],
      capabilities: [],
      clientToken: 'somebody',
    });
    await at.clock.sleep(600_000);
    const { plan } = await at.plan(await both('template: t/one.json'));
    expect(plan.problems.map(({ code, address }) => `${code} ${address}`)).toContain(`not-ours ${ADDRESS}`);
    const adopted = await both('template: t/one.json, adopt: true');
    await at.converge(adopted);
    expect(actions((await at.plan(adopted)).plan)).toEqual([]);
  });

  it('keeps its resources where that is asked for', async () => {
    const at = bench();
    await at.converge(await both('template: t/one.json, retain: true'));
    const manifest = await both('template: t/one.json, retain: true, remove: true');
    expect(await writesOf(at, () => at.converge(manifest))).toEqual(
      expect.arrayContaining(['UpdateStack', 'DeleteStack']),
    );
    expect(await stackLines(at)).toEqual([]);
    const { resourcesOf } = await import('../../../src/simulator/services/cloudformation/for-stack-sets.js');
    expect(resourcesOf(at.simulator.world, '123456789012', HOME).map(({ type }) => type)).toEqual([
      'AWS::SSM::Parameter',
    ]);
  });
});
