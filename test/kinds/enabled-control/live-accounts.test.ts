import { enabledControl } from '../../../src/kinds/enabled-control/kind.js';
import type { Change } from '../../../src/model.js';
import { closer, enabled, fake, regional, wanted } from './fake.js';
import { planned } from './planned.js';

const SSH = 'AWS-GR_RESTRICTED_SSH';

describe('accounts', () => {
  const parentArn = enabled(regional(SSH), 'unit:Workloads').arn;
  const leftover = enabled(regional(SSH), 'account:payments', {
    drift: 'DRIFTED',
    inheritance: 'DRIFTED',
    resource: 'IN_SYNC',
  });
  const child = enabled(regional(SSH), 'account:payments', { parentArn, inheritance: 'IN_SYNC' });
  const records = [enabled(regional(SSH), 'unit:Workloads')];
  const address = `control:${SSH}@unit:Workloads` as const;

  test('what a move left behind is said, and disabled when asked for', async () => {
    const said = await planned({ records, children: [leftover], declared: [wanted(address)] });
    expect(said.changes).toEqual([`notice undeclared control:${SSH}@account:payments`]);
    expect(said.details[0]).toMatch(/^left behind when the account moved to unit:Sandbox/);
    const declared = [wanted(address, {}, { onDrift: 'reset' })];
    expect((await planned({ records, children: [leftover], declared })).changes).toEqual([
      `remove removed control:${SSH}@account:payments`,
    ]);
  });
  test('what is inherited in order is not spoken of; what failed there is', async () => {
    expect((await planned({ records, children: [child], declared: [wanted(address)] })).changes).toEqual([]);
    const failed = await planned({ records, children: [{ ...child, status: 'FAILED' }], declared: [wanted(address)] });
    expect(failed.details).toEqual(['the unit has this control, but enabling it on this account failed']);
  });
});

describe('a closer look', () => {
  const base = { needs: [], after: [], reads: [], why: 'drift' } as const;
  const records = [
    enabled(regional(SSH), 'unit:Workloads'),
    enabled(regional('AWS-GR_RESTRICT_ROOT_USER'), 'unit:Workloads'),
  ];

  test('after a unit is registered again, what its policies do not carry is reset', async () => {
    const spec = { baseline: 'AWSControlTowerBaseline', target: 'unit:Workloads' };
    const reset: Change = {
      ...base,
      address: 'baseline:AWSControlTowerBaseline@unit:Workloads',
      kind: 'enabled-baseline',
      action: 'repair',
      from: spec,
      to: spec,
    };
    const { live } = await closer({ records }, [], [reset]);
    expect(live.map(({ address, consequence }) => [address, consequence])).toEqual([
      [`control:${SSH}@unit:Workloads`, 'repair'],
    ]);
  });

  test('with a unit goes what is ours on it', async () => {
    const gone: Change = {
      ...base,
      address: 'unit:Workloads',
      kind: 'organizational-unit',
      action: 'remove',
      from: {},
    };
    const { live } = await closer({ records, tags: { [records[1]?.arn ?? '']: {} } }, [], [gone]);
    expect(live.map(({ address, consequence }) => [address, consequence])).toEqual([
      [`control:${SSH}@unit:Workloads`, 'remove'],
      ['control:AWS-GR_RESTRICT_ROOT_USER@unit:Workloads', undefined],
    ]);
  });
});

test('without a landing zone there is nothing to read', async () => {
  const { context, asked } = fake({ noLandingZone: true });
  const found = [];
  for await (const one of enabledControl.live(context)) found.push(one);
  expect([found, asked]).toEqual([[], []]);
});
