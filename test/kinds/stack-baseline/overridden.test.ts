import { describe, expect, it } from '@jest/globals';
import { actions, type Bench } from '../../support/organization.js';
import { baseline, bench, HOME, LAB, load, own, PAY, readsOf, set, writesOf } from './simulated.js';

const WHOLE = 'template: t/one.json, targets: [Workloads/**]';
const adopted = `accounts: { pay: { id: "${PAY}", adopt: true }, lab: { id: "${LAB}", adopt: true } }\n`;
const withOverrides = (list: string) => load(`${adopted}${baseline(`${WHOLE}, overrides: ${list}`)}`);
const ONE = '[{ targets: [account:lab], parameters: { Days: 7 } }]';

describe('values of some accounts’ own', () => {
  it('go back to the set’s when the account is taken out of overrides', async () => {
    const at = bench();
    await at.converge(await withOverrides(ONE));
    const { cloudFormation } = at.session().inHomeRegion(HOME);
    expect((await cloudFormation.stackInstance('towerctl-defaults', LAB, HOME))?.parameterOverrides).toEqual([
      { key: 'Days', value: '7' },
    ]);
    const none = await withOverrides('[{ targets: [account:pay], parameters: { Days: 9 } }]');
    const { plan } = await at.plan(none);
    expect(own(plan)).toMatchObject({
      action: 'update',
      fields: [{ path: 'overrides.account:lab' }, { path: 'overrides.account:pay' }],
    });
    const writes = await writesOf(at, () => at.apply(plan));
    expect(writes).toEqual(['UpdateStackInstances', 'UpdateStackInstances']);
    expect(actions((await at.plan(none)).plan)).toEqual([]);
    const fresh = at.session().inHomeRegion(HOME).cloudFormation;
    for (const region of [HOME, 'us-east-1'])
      expect((await fresh.stackInstance('towerctl-defaults', LAB, region))?.parameterOverrides).toEqual([]);
  });

  it('go back with an empty list too, and stay where nothing is said', async () => {
    const at = bench();
    await at.converge(await withOverrides(ONE));
    const silent = await load(`${adopted}${baseline(`${WHOLE}, autoDeploy: false`)}`);
    expect(actions((await at.plan(silent)).plan)).toEqual([]);
    const empty = await load(`${adopted}${baseline(`${WHOLE}, autoDeploy: false, overrides: []`)}`);
    await at.converge(empty);
    expect(actions((await at.plan(empty)).plan)).toEqual([]);
    const { cloudFormation } = at.session().inHomeRegion(HOME);
    expect((await cloudFormation.stackInstance('towerctl-defaults', LAB, HOME))?.parameterOverrides).toEqual([]);
  });

  it('cost a call a Region where they are declared, one an account elsewhere, and none where nothing is said', async () => {
    const at = bench();
    const manifest = await withOverrides(ONE);
    await at.converge(manifest);
    const calls = await readsOf(at, () => at.plan(manifest));
    // lab in two Regions; pay and card in one.
    expect(calls['cloudformation:DescribeStackInstance']).toBe(4);
  });

  it('are sent only where they are not so already', async () => {
    const at = bench([set({ autoDeploy: false, instances: [{ units: ['Workloads'], regions: [HOME, 'us-east-1'] }] })]);
    const manifest = await withOverrides(ONE);
    const { cloudFormation } = at.session().inHomeRegion(HOME);
    await cloudFormation.updateStackInstances({
      name: 'towerctl-defaults',
      preferences: { concurrency: 1, tolerate: 0, regions: 'parallel', mode: 'soft' },
      targets: { unitIds: ['ou-ex01-workloads'], accounts: [LAB], filter: 'INTERSECTION' },
      regions: [HOME],
      overrides: [{ key: 'Days', value: '7' }],
      clientToken: 'somebody',
    });
    while ((await cloudFormation.operation('towerctl-defaults', 'somebody')).status === 'RUNNING')
      await at.clock.sleep(1_000);
    await at.converge(manifest);
    const results = await operationResultsOf(at);
    expect(results).toEqual([`${LAB}/us-east-1`]);
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  });
});

/** The instances that the newest operation on the set worked on. */
async function operationResultsOf(at: Bench): Promise<string[]> {
  const { cloudFormation } = at.session().inHomeRegion(HOME);
  const rows = await cloudFormation.stackInstances('towerctl-defaults');
  const ours = rows.find(({ lastOperationId }) => lastOperationId?.startsWith('towerctl-') === true);
  const results = await cloudFormation.operationResults('towerctl-defaults', ours?.lastOperationId ?? '');
  return results.map(({ accountId, region }) => `${accountId}/${region}`);
}
