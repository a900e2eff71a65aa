import { describe, expect, it } from '@jest/globals';
import { confirm, live } from '../../../src/kinds/enabled-baseline/live.js';
import type { Change } from '../../../src/model.js';
import { CONTROL_TOWER, child, collected, contextOf, moved, record } from './fakes.js';

const A = 'baseline:AWSControlTowerBaseline@unit:A';

describe('what Control Tower has', () => {
  it('is a baseline on a unit, without what it did in the accounts', async () => {
    const records = [record('unit:A'), child('account:pay', 'unit:A'), child('account:dev', 'unit:A')];
    const found = await collected(live(contextOf({ records })));
    expect(found).toEqual([
      {
        address: A,
        id: record('unit:A').arn,
        spec: { baseline: 'AWSControlTowerBaseline', target: 'unit:A', version: '5.0' },
        managedBy: 'us',
        condition: 'settled',
      },
    ]);
  });

  it('is not asked for where nobody declares a baseline', async () => {
    const context = contextOf({ records: [], declared: {} });
    const failing = { ...context, aws: {} as object as typeof context.aws };
    expect(await collected(live(failing))).toEqual([]);
    expect(await collected(confirm(failing, [], [moved('account:far', 'unit:C', 'unit:A')]))).toEqual([]);
  });

  it('belongs to nobody without our tag', async () => {
    const [found] = await collected(live(contextOf({ records: [record('unit:A')], tags: { 'unit:A': {} } })));
    expect(found?.managedBy).toBe('nobody');
  });

  it('is running while under change, and polled with its operation', async () => {
    const records = [record('unit:A', { status: 'UNDER_CHANGE', operationId: 'op-1' })];
    expect(await collected(live(contextOf({ records })))).toMatchObject([{ condition: 'running', token: 'op-1' }]);
  });

  it('has failed, with the reason', async () => {
    const records = [record('unit:A', { status: 'FAILED', operationId: 'op-1' })];
    const found = await collected(live(contextOf({ records, failure: 'pre-check failures' })));
    expect(found).toMatchObject([{ condition: 'failed', detail: 'its last operation failed: pre-check failures' }]);
  });

  it('has failed where accounts could not be enrolled, named one by one', async () => {
    const records = [
      record('unit:A'),
      child('account:pay', 'unit:A', { status: 'FAILED' }),
      child('account:dev', 'unit:A'),
    ];
    const found = await collected(live(contextOf({ records })));
    expect(found).toMatchObject([{ condition: 'failed', detail: 'enrolment failed: account:pay' }]);
  });

  describe('drift', () => {
    const records = [
      record('unit:A', { inheritance: 'DRIFTED' }),
      child('account:pay', 'unit:A', { inheritance: 'IN_SYNC' }),
      child('account:far', 'unit:A', { inheritance: 'DRIFTED' }),
    ];
    const text =
      'accounts differ from the unit (not enrolled: account:dev; enrolled here and gone: account:far (now in unit:C))';

    it('is reported account by account; a suspended one is not missed', async () => {
      const found = await collected(live(contextOf({ records, declared: { [A]: { onDrift: 'report' } } })));
      expect(found).toMatchObject([{ condition: 'settled', reported: text }]);
    });

    it('is drift to be mended where the manifest says reset', async () => {
      const found = await collected(live(contextOf({ records, declared: { [A]: { onDrift: 'reset' } } })));
      expect(found).toMatchObject([{ condition: 'drifted', detail: text }]);
    });
  });

  it('left behind on an account is said, and belongs to nobody', async () => {
    const records = [record('unit:A'), record('account:far')];
    const found = await collected(live(contextOf({ records })));
    expect(found[1]).toMatchObject({ address: 'baseline:AWSControlTowerBaseline@account:far', managedBy: 'nobody' });
  });

  it("leaves the landing zone's own baselines alone", async () => {
    const records = [
      record('account:far', { baselineArn: CONTROL_TOWER.replace('17BSJV3IGJ2QSGA2', 'LN25R72TTG6IGPTQ') }),
    ];
    expect(await collected(live(contextOf({ records })))).toEqual([]);
  });
});

describe('what other changes of the plan mean for it', () => {
  const records = [
    record('unit:A'),
    child('account:pay', 'unit:A'),
    child('account:dev', 'unit:A'),
    record('unit:C'),
    child('account:far', 'unit:C'),
  ];
  const consequences = async (autoEnroll: boolean, ...all: Change[]): Promise<string[]> => {
    const found = await collected(confirm(contextOf({ records, autoEnroll }), [], all));
    return found.map(({ address, consequence, detail }) => `${consequence} ${address}: ${detail}`);
  };

  it('accounts that move in are enrolled by registering the unit again', async () => {
    expect(await consequences(false, moved('account:far', 'unit:C', 'unit:A'))).toEqual([
      `repair ${A}: account:far moves in: registered again, since auto-enrolment is off`,
      'undefined baseline:AWSControlTowerBaseline@unit:C: undefined',
    ]);
  });

  it('with auto-enrolment they are awaited', async () => {
    expect(await consequences(true, moved('account:far', 'unit:C', 'unit:A'))).toEqual([
      `expect ${A}: account:far moves in, and Control Tower follows`,
      'undefined baseline:AWSControlTowerBaseline@unit:C: undefined',
    ]);
  });

  it('a unit lets go of accounts that move where nobody takes them over', async () => {
    expect(
      await consequences(false, moved('account:pay', 'unit:A', 'unit:A/B'), moved('account:dev', 'unit:A', 'unit:A/B')),
    ).toEqual([`repair ${A}: account:dev, account:pay move out: registered again, since auto-enrolment is off`]);
  });

  it('it goes with the unit that is removed', async () => {
    const removal: Change = {
      address: 'unit:C',
      kind: 'organizational-unit',
      needs: [],
      after: [],
      reads: [],
      why: 'removed',
      action: 'remove',
      from: {},
    };
    expect(await consequences(false, removal)).toEqual(['remove baseline:AWSControlTowerBaseline@unit:C: undefined']);
  });
});
